import GeoCore

/// Puts names on a map so that none covers another: the lowest rank first, those that must be seen before all.
struct LabelPlacer {
    private let frame: MapFrame
    private let ruler: TextRuler
    private var taken: [SheetBox] = []

    init(frame: MapFrame, ruler: TextRuler) {
        self.frame = frame
        self.ruler = ruler
    }

    /// Lets no name into a box, but those that must be seen.
    mutating func keepFree(_ box: SheetBox) { taken.append(box) }

    mutating func place(_ names: [MapName], _ marks: [MapMark]) -> [SheetElement] {
        let order = names.indices.sorted { first, second in
            let (left, right) = (names[first], names[second])
            return (left.isAlways ? 0 : 1, left.rank, first) < (right.isAlways ? 0 : 1, right.rank, second)
        }
        let elements = order.flatMap { place(names[$0]) }
        return marks.reduce(into: elements) { $0 += place($1) }
    }

    private mutating func place(_ name: MapName) -> [SheetElement] {
        let point = frame.point(name.place)
        guard frame.box.contains(point) else { return [] }
        let style = name.style
        let room = frame.box.inset(2)
        let width = ruler.width(of: name.text, style)
        // Names of points begin beside them; those of seas and archipelagos lie on them.
        let left = name.isBeside ? point.x + 3 : point.x - width / 2
        let x = max(room.x, min(left, room.right - width))
        let box = SheetBox(x: x, y: point.y - style.size * 0.55, width: width, height: style.size * 1.1)
        guard name.isAlways || isFree(box) else { return [] }
        taken.append(box)
        var elements: [SheetElement] = []
        if name.isBeside {
            elements.append(MapMark.Shape.dot.element(at: point, size: 1.8, color: MapColors.shore))
        }
        elements.append(.text(name.text, at: SheetPoint(x: x, y: point.y + style.size * 0.36), style, .leading))
        return elements + second(of: name, under: box)
    }

    private mutating func second(of name: MapName, under box: SheetBox) -> [SheetElement] {
        // Below islands it would fill the sea with the same words again and again.
        guard !name.second.isEmpty, name.kind != .island else { return [] }
        var style = name.style
        style.font = .italic
        style.size *= 0.72
        let width = ruler.width(of: name.second, style)
        let room = frame.box.inset(2)
        let x = max(room.x, min(box.x + (box.width - width) / 2, room.right - width))
        let below = SheetBox(x: x, y: box.bottom, width: width, height: style.size * 1.2)
        guard width <= room.width, isFree(below) else { return [] }
        taken.append(below)
        return [.text(name.second, at: SheetPoint(x: x, y: below.y + style.size), style, .leading)]
    }

    private mutating func place(_ mark: MapMark) -> [SheetElement] {
        let point = frame.point(mark.place)
        guard !mark.text.isEmpty, frame.box.contains(point) else { return [] }
        let style = SheetTextStyle(.bold, size: 6.5, color: mark.color, halo: .white)
        let width = ruler.width(of: mark.text, style)
        let gap = mark.size / 2 + 2
        let places = [
            SheetPoint(x: point.x + gap, y: point.y + 2.3), SheetPoint(x: point.x - gap - width, y: point.y + 2.3),
            SheetPoint(x: point.x - width / 2, y: point.y - gap),
            SheetPoint(x: point.x - width / 2, y: point.y + gap + 5),
        ]
        for place in places {
            let box = SheetBox(x: place.x, y: place.y - 5.5, width: width, height: 7)
            guard isFree(box) else { continue }
            taken.append(box)
            return [.text(mark.text, at: place, style, .leading)]
        }
        return []
    }

    private func isFree(_ box: SheetBox) -> Bool {
        frame.box.contains(box) && !taken.contains { $0.overlaps(box) }
    }
}

extension MapName {
    fileprivate var isBeside: Bool { kind == .island }

    fileprivate var style: SheetTextStyle {
        let halo = SheetColor.white.with(opacity: 0.85)
        return switch kind {
        case .sea: SheetTextStyle(.italic, size: rank == 1 ? 11 : 8.5, color: MapColors.seaName, halo: MapColors.sea)
        case .archipelago: SheetTextStyle(.bold, size: 8, color: .black, halo: halo)
        case .island: SheetTextStyle(.regular, size: 6.5, color: .black, halo: halo)
        case .unit: SheetTextStyle(.regular, size: 6.5, color: SheetColor(0x6B6148), halo: halo)
        }
    }
}
