/// Angles as people write them: `13°46'12"N`, `109 13 08,4 E`, `13°46.2'B`, `N13°46'12''`, `13,769`.
package enum AngleText {
    /// Which coordinate the hemisphere's letter names.
    package enum Axis: Hashable, Sendable {
        case latitude
        case longitude
    }

    /// Reads an angle in degrees, negative in the south and west; `nil` where the text is none.
    ///
    /// Letters may be English (`N S E W`) or Vietnamese (`B` Bắc, `Đ` Đông, `T` Tây); `N` is always north, never Nam.
    package static func parse(_ text: String) -> (degrees: Double, axis: Axis?)? {
        var body = text.trimmingSpaces().uppercased()
        let axis = takeHemisphere(&body)
        let isNegative = body.hasPrefix("-") || axis?.isNegative == true
        guard let numbers = numbers(body), let degrees = combine(numbers) else { return nil }
        guard degrees <= (axis?.axis == .latitude ? 90 : 180) else { return nil }
        return (isNegative ? -degrees : degrees, axis?.axis)
    }

    private struct Hemisphere {
        var axis: Axis
        var isNegative: Bool
    }

    private static func takeHemisphere(_ text: inout String) -> Hemisphere? {
        let letters: [Character: Hemisphere] = [
            "N": Hemisphere(axis: .latitude, isNegative: false), "B": Hemisphere(axis: .latitude, isNegative: false),
            "S": Hemisphere(axis: .latitude, isNegative: true), "E": Hemisphere(axis: .longitude, isNegative: false),
            "Đ": Hemisphere(axis: .longitude, isNegative: false), "W": Hemisphere(axis: .longitude, isNegative: true),
            "T": Hemisphere(axis: .longitude, isNegative: true),
        ]
        if let last = text.last, let found = letters[last] {
            text.removeLast()
            return found
        }
        guard let first = text.first, let found = letters[first] else { return nil }
        text.removeFirst()
        return found
    }

    /// One to three numbers separated by the signs of degrees, minutes and seconds or by spaces.
    private static func numbers(_ text: String) -> [Double]? {
        let separators: Set<Character> = ["°", "º", "˚", "'", "’", "′", "\"", "”", "″", "*", " ", "\u{A0}", ":"]
        let body = text.drop { $0 == "-" || $0 == "+" }
        let parts = body.split { separators.contains($0) }
        let numbers = parts.compactMap { NumberText.parse(String($0)) }
        guard numbers.count == parts.count, (1...3).contains(numbers.count) else { return nil }
        return numbers.allSatisfy { $0 >= 0 } ? numbers : nil
    }

    private static func combine(_ numbers: [Double]) -> Double? {
        guard numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        guard numbers.dropLast().allSatisfy({ $0 == $0.rounded() }) else { return nil }
        return zip(numbers, [1.0, 60, 3600]).reduce(0) { $0 + $1.0 / $1.1 }
    }
}
