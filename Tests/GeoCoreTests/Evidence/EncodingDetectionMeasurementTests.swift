import GeoCore
import Testing

/// The rule for telling encodings, measured over all commune names in force.
@Suite(.enabled(if: UnitNames.isPresent, "needs ../shared/data/admin/vn_2026_units_full.json"))
struct EncodingDetectionMeasurementTests {
    struct Tally {
        var right = 0
        var undecided = 0
        var wrong: [String] = []
        var percentRight: Double { 100 * Double(right) / Double(right + undecided + wrong.count) }
    }

    static func tally(_ groups: [[String]], as encoding: TextEncoding) -> Tally {
        var tally = Tally()
        for group in groups {
            let bytes = group.compactMap { encoding.encode($0) }
            guard let chosen = EncodingDetector.detect(bytes).chosen else {
                tally.undecided += 1
                continue
            }
            let read = bytes.map { chosen.decode($0)?.text }
            let meant = bytes.map { encoding.decode($0)?.text }
            if read == meant { tally.right += 1 } else { tally.wrong.append("\(group.prefix(2)) as \(chosen)") }
        }
        return tally
    }

    static func accentedNames() throws -> [String] {
        try UnitNames.load().map(\.Name).filter { $0.utf8.contains { $0 >= 0x80 } }
    }

    static func groups(of size: Int, from names: [String]) -> [[String]] {
        stride(from: 0, to: names.count - size + 1, by: size).map { Array(names[$0..<$0 + size]) }
    }

    @Test(
        "one name with its unit type is recognised at least as often as measured",
        arguments: [
            (TextEncoding.utf8, 100.0), (.tcvn3, 100.0), (.vni, 100.0), (.windows1258, 81.6),
        ])
    func singleFullNames(encoding: TextEncoding, leastPercent: Double) throws {
        let names = try UnitNames.load().map(\.FullName)
        let tally = Self.tally(names.map { [$0] }, as: encoding)
        #expect(tally.percentRight >= leastPercent)
        #expect(tally.wrong.isEmpty)
    }

    @Test(
        "one bare name is recognised at least as often as measured",
        arguments: [
            (TextEncoding.utf8, 98.5), (.tcvn3, 93.2), (.vni, 78.9), (.windows1258, 78.7),
        ])
    func singleBareNames(encoding: TextEncoding, leastPercent: Double) throws {
        let names = try Self.accentedNames()
        #expect(names.count == 3_148)
        let tally = Self.tally(names.map { [$0] }, as: encoding)
        #expect(tally.percentRight >= leastPercent)
        #expect(tally.wrong.count <= 2, "\(tally.wrong)")
    }

    @Test(
        "three names are recognised at least as often as measured",
        arguments: [
            (TextEncoding.utf8, 100.0), (.tcvn3, 100.0), (.vni, 99.5), (.windows1258, 99.4),
        ])
    func threeNames(encoding: TextEncoding, leastPercent: Double) throws {
        let tally = Self.tally(Self.groups(of: 3, from: try Self.accentedNames()), as: encoding)
        #expect(tally.percentRight >= leastPercent)
        #expect(tally.wrong.isEmpty, "\(tally.wrong)")
    }

    @Test("ten names are always recognised, also those of the highlands", arguments: EncodingDetector.candidates)
    func tenNames(encoding: TextEncoding) throws {
        let names = try Self.accentedNames()
        let strided = (0..<7).flatMap { offset in stride(from: offset, to: names.count, by: 7).map { names[$0] } }
        for order in [names, strided] {
            let tally = Self.tally(Self.groups(of: 10, from: order), as: encoding)
            #expect(tally.percentRight == 100, "\(tally.wrong)")
        }
    }

    @Test("TCVN3 brings all but a few names back with the right case")
    func tcvn3RoundTrip() throws {
        let names = try UnitNames.load().map(\.FullName)
        let changed = names.filter { name in
            guard let bytes = TextEncoding.tcvn3.encode(name) else { return true }
            return TextEncoding.tcvn3.decode(bytes)?.text != name
        }
        // 22 begin with an accented capital that the fonts lack; "SRó" looks like capitals.
        #expect(changed.count <= 23, "\(changed)")
    }

    @Test("VNI, Windows-1258 and VIQR bring every name back", arguments: [TextEncoding.vni, .windows1258, .viqr])
    func exactRoundTrip(encoding: TextEncoding) throws {
        for name in try UnitNames.load().map(\.FullName) {
            let bytes = try #require(encoding.encode(name))
            #expect(encoding.decode(bytes)?.text == name)
        }
    }
}
