import Foundation
import GeoCore

/// Meridians and parallels at round degrees, four to eight of each way, and their degrees beside the frame.
struct Graticule {
    private let frame: MapFrame
    private let step: Double

    /// In degrees: whole ones and minutes that sailors count in.
    private static let steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_200].map { minutes in minutes / 60.0 }

    init(_ frame: MapFrame) {
        self.frame = frame
        let span = max(frame.extent.east - frame.extent.west, frame.extent.north - frame.extent.south)
        step = Self.steps.first { span / $0 <= 7 } ?? 30
    }

    var lines: [SheetElement] {
        let pen = SheetPen(SheetColor(0x6E90A8, opacity: 0.55), width: 0.35)
        let meridians = values(frame.extent.west, frame.extent.east).map { longitude in
            let x = frame.point(Coordinate(longitude: longitude, latitude: 0)).x
            return [SheetPoint(x: x, y: frame.box.y), SheetPoint(x: x, y: frame.box.bottom)]
        }
        let parallels = values(frame.extent.south, frame.extent.north).map { latitude in
            let y = frame.point(Coordinate(longitude: 0, latitude: latitude)).y
            return [SheetPoint(x: frame.box.x, y: y), SheetPoint(x: frame.box.right, y: y)]
        }
        return (meridians + parallels).map { .stroke($0, pen) }
    }

    /// Longitudes below the frame, latitudes to its left.
    var degrees: [SheetElement] {
        let style = SheetTextStyle(.regular, size: 6.2, color: .grey)
        let below = values(frame.extent.west, frame.extent.east).map { longitude in
            let x = frame.point(Coordinate(longitude: longitude, latitude: 0)).x
            return SheetElement.text(
                Self.text(longitude, "Đ", "T"), at: SheetPoint(x: x, y: frame.box.bottom + 8), style, .center)
        }
        let beside = values(frame.extent.south, frame.extent.north).map { latitude in
            let y = frame.point(Coordinate(longitude: 0, latitude: latitude)).y
            return SheetElement.text(
                Self.text(latitude, "B", "N"), at: SheetPoint(x: frame.box.x - 3, y: y + 2.2), style, .trailing)
        }
        return below + beside
    }

    private func values(_ low: Double, _ high: Double) -> [Double] {
        let range = (low / step).rounded(.up)...max((low / step).rounded(.up), (high / step).rounded(.down))
        return stride(from: range.lowerBound, through: range.upperBound, by: 1).map { $0 * step }
            .filter { $0 >= low && $0 <= high }
    }

    /// `109°30′Đ`.
    private static func text(_ value: Double, _ positive: String, _ negative: String) -> String {
        let minutes = Int((abs(value) * 60).rounded())
        let rest = minutes % 60
        let tail = rest == 0 ? "" : (rest < 10 ? "0\(rest)′" : "\(rest)′")
        return "\(minutes / 60)°\(tail)\(value < 0 ? negative : positive)"
    }
}

/// A bar of round kilometres with the nautical miles below, right at the latitude of the map's middle.
struct ScaleBar {
    let box: SheetBox
    private let points: Double
    private let kilometers: Double
    private let title: String
    private static let style = SheetTextStyle(.regular, size: 6.2)

    init(_ frame: MapFrame, _ ruler: TextRuler) {
        let perPoint = frame.metersPerPoint(latitude: frame.middleLatitude) / 1_000
        let most = min(130, frame.box.width * 0.3)
        kilometers = Self.round(atMost: most * perPoint)
        points = kilometers / perPoint
        // A point is 1/72 inch.
        title = "Tỷ lệ 1:\(NumberForm.grouped(Self.twoDigits(perPoint * 1_000 * 72 / 0.0254)))"
        let end = ruler.width(of: Self.label(kilometers), Self.style) / 2
        let width = max(points + end, ruler.width(of: title, Self.style)) + 14
        box = SheetBox(x: frame.box.x + 5, y: frame.box.bottom - 35, width: width, height: 30)
    }

    var elements: [SheetElement] {
        let left = SheetPoint(x: box.x + 7, y: box.y + 19)
        let half = points / 2
        func bar(_ x: Double, _ color: SheetColor) -> SheetElement {
            .fill([SheetBox(x: x, y: left.y, width: half, height: 3).corners], color)
        }
        let rim = SheetBox(x: left.x, y: left.y, width: points, height: 3).corners
        let miles = points / kilometers * 1.852
        let count = Self.round(atMost: kilometers / 1.852)
        return [
            .fill([box.corners], SheetColor.white.with(opacity: 0.82)),
            .text(title, at: SheetPoint(x: left.x, y: box.y + 8), Self.style, .leading),
            bar(left.x, .black), bar(left.x + half, .white), .stroke(rim + [rim[0]], SheetPen(.black, width: 0.4)),
            .text("0", at: SheetPoint(x: left.x, y: left.y - 2), Self.style, .leading),
            .text(Self.label(kilometers), at: SheetPoint(x: left.x + points, y: left.y - 2), Self.style, .center),
            .stroke(
                [SheetPoint(x: left.x, y: left.y + 5), SheetPoint(x: left.x + miles * count, y: left.y + 5)],
                SheetPen(MapColors.seaName, width: 0.8)),
            .text(
                "\(Self.text(count)) hải lý", at: SheetPoint(x: left.x, y: left.y + 10.5),
                SheetTextStyle(.regular, size: 5.2, color: MapColors.seaName), .leading),
        ]
    }

    private static func label(_ kilometers: Double) -> String {
        kilometers < 1 ? "\(Int((kilometers * 1_000).rounded())) m" : "\(NumberForm.grouped(kilometers)) km"
    }

    /// With one digit after the comma below ten where there is one.
    private static func text(_ number: Double) -> String {
        number < 1 ? "0,\(Int((number * 10).rounded()))" : NumberForm.grouped(number)
    }

    /// The greatest 1, 2 or 5 times a power of ten that is not above a number.
    private static func round(atMost limit: Double) -> Double {
        let power = pow(10, (log10(limit)).rounded(.down))
        return ([5.0, 2, 1].first { $0 * power <= limit } ?? 1) * power
    }

    private static func twoDigits(_ number: Double) -> Double {
        let power = pow(10, log10(number).rounded(.down) - 1)
        return (number / power).rounded() * power
    }
}

/// Where north is: on a Mercator map straight up everywhere.
struct NorthArrow {
    let box: SheetBox

    init(_ frame: MapFrame) {
        box = SheetBox(x: frame.box.right - 23, y: frame.box.y + 5, width: 18, height: 30)
    }

    var elements: [SheetElement] {
        let middle = box.x + box.width / 2
        func at(_ x: Double, _ y: Double) -> SheetPoint { SheetPoint(x: middle + x, y: box.y + y) }
        let left = [at(0, 9), at(0, 23), at(-5.5, 27)]
        let right = [at(0, 9), at(5.5, 27), at(0, 23)]
        return [
            .fill([box.corners], SheetColor.white.with(opacity: 0.82)),
            .text("B", at: at(0, 7.5), SheetTextStyle(.bold, size: 7), .center), .fill([left], .black),
            .stroke(right + [right[0]], SheetPen(.black, width: 0.5)),
        ]
    }
}

/// Numbers as Vietnamese readers write them.
package enum NumberForm {
    /// `1.234.567`; fractions are rounded away.
    package static func grouped(_ number: Double) -> String {
        let digits = Array(String(Int(abs(number).rounded())))
        let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
        return (number < -0.5 ? "−" : "") + groups.reversed().joined(separator: ".")
    }
}
