import GeoCore
import LiveMap
import SampleProvince
import Testing

@Suite("CityRegister")
struct CityRegisterTests {
    private static let places = (0..<8).map { Coordinate(x: 109.2 + Double($0) * 0.001, y: 13.77) }

    private static func options(rain: ClosedRange<Instant>? = nil) -> CityOptions {
        CityOptions(
            start: Instant(seconds: 1_790_000_000), roads: [places], lampControllers: places, waterGauges: places,
            airSensors: places, reportsPerDay: 400, rain: rain)
    }

    /// The rows of a layer's file, each by the names of its columns.
    private func rows(_ layer: String) throws -> [[String: String]] {
        let streets = Dictionary(uniqueKeysWithValues: Self.places.map { ($0, "Lê Lợi") })
        let file = try #require(CityRegister(Self.options(), streets: streets).files.first { $0.layer == layer })
        let lines = file.text.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let names = try #require(lines.first).map(String.init)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0.map(String.init))) }
    }

    @Test(
        "every device that sends is registered under its code",
        arguments: ["water-levels", "air-sensors", "lamp-controllers", "buses", "refuse-trucks", "patrol-cars"])
    func codes(layer: String) throws {
        var city = CitySimulator(Self.options())
        let sent = city.next(until: Self.options().start.adding(hours: 24)).compactMap { message -> String? in
            guard case .reading(layer, let reading) = message else { return nil }
            return reading.fix.object.text
        }
        #expect(Set(try rows(layer).compactMap { $0["ma"] }) == Set(sent))
    }

    @Test(
        "stations have names of their own in Vietnamese, and no code for a name",
        arguments: ["water-levels", "air-sensors", "lamp-controllers"])
    func names(layer: String) throws {
        let names = try rows(layer).compactMap { $0["ten"] }
        #expect(names.count == 8 && Set(names).count == 8)
        #expect(names.allSatisfy { $0.hasPrefix("Tr") || $0.hasPrefix("Tủ") })
    }

    @Test("a gauge has alarm levels that rise, and says that they are a sample’s")
    func alarms() throws {
        for row in try rows("water-levels") {
            let levels = [1, 2, 3].compactMap { row["bao_dong_\($0)"].flatMap(Double.init) }
            #expect(levels.count == 3 && levels == levels.sorted())
            #expect(row["nguon_bao_dong"]?.contains("mẫu") == true)
        }
    }

    @Test("about one report in eight is urgent, in the rain and out of it")
    func urgency() {
        for rain in [nil, Self.options().start...Self.options().start.adding(hours: 48)] {
            var city = CitySimulator(Self.options(rain: rain))
            let reports = city.next(until: Self.options().start.adding(hours: 48)).compactMap { message in
                if case .report(let report) = message { report } else { nil }
            }
            let share = Double(reports.count(where: \.isUrgent)) / Double(reports.count)
            #expect(reports.count > 600 && (0.08...0.17).contains(share), "\(share)")
        }
    }
}
