import Foundation
import GeoCore
import LiveMap
import MapEngine
import SampleProvince

/// The sample city's day: where its devices stand, and what becomes of what they and the citizens send.
struct DemoCity {
    let engine: Engine

    /// A simulator on the streets of the `roads` layer, with gauges and sensors along them that their offices have registered.
    func simulator(start: Instant) async throws -> CitySimulator {
        let roads = try await roads(limit: 400)
        let places = roads.flatMap { road in Self.places(on: road.line).map { (place: $0, street: road.name) } }
        let options = CityOptions(
            start: start, roads: roads.map(\.line), lampControllers: Self.some(12, of: places.map(\.place), from: 0),
            waterGauges: Self.some(4, of: places.map(\.place), from: 1),
            airSensors: Self.some(6, of: places.map(\.place), from: 2), reportsPerDay: 60,
            rain: start.adding(hours: 2)...start.adding(hours: 9))
        let streets = Dictionary(places.map { ($0.place, $0.street) }) { first, _ in first }
        try await register(CityRegister(options, streets: streets))
        return CitySimulator(options)
    }

    private func roads(limit: Int) async throws -> [(name: String, line: [Coordinate])] {
        let definition = try engine.layer("roads", for: .local)
        let request = FeatureRequest(layer: definition.id, caller: .local, limit: limit)
        let name = definition.index(of: "ten")
        return try await engine.features.features(request).features.flatMap { found in
            let street = name.map { found.feature.values[$0].text } ?? ""
            return Self.lines(of: found.feature).map { (street.isEmpty ? "đường chưa đặt tên" : street, $0) }
        }
    }

    /// Where devices may stand on a road: at its beginning, its middle and its end.
    private static func places(on line: [Coordinate]) -> [Coordinate] {
        line.isEmpty ? [] : [line[0], line[line.count / 2], line[line.count - 1]]
    }

    /// So many of the places, evenly spread over all.
    private static func some(_ count: Int, of places: [Coordinate], from first: Int) -> [Coordinate] {
        let step = max(1, places.count / count)
        return Array(stride(from: first, to: places.count, by: step).prefix(count).map { places[$0] })
    }

    private static func lines(of feature: Feature) -> [[Coordinate]] {
        switch feature.geometry {
        case .lineString(let line)?: [line]
        case .multiLineString(let lines)?: lines
        default: []
        }
    }

    /// Imports the registers that the workspace does not have yet.
    private func register(_ register: CityRegister) async throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appending(path: UUID().uuidString)
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        for entry in register.files where try await !engine.sources(of: entry.layer).contains(entry.name) {
            let file = folder.appending(path: entry.name)
            try Data(entry.text.utf8).write(to: file)
            var options = ImportOptions()
            options.mode = .upsert
            _ = try await engine.importer.run(layer: entry.layer, files: [file], options: options, author: "demo")
        }
        try files.removeItem(at: folder)
        try await engine.refresh()
    }

    /// Sends what devices measured and citizens wrote.
    func send(_ messages: [CityMessage]) async throws {
        var readings: [String: [DeviceReading]] = [:]
        for message in messages {
            switch message {
            case .report(let report): try await submit(report)
            case .reading(let layer, let reading): readings[layer, default: []].append(reading)
            }
        }
        for (layer, readings) in readings.sorted(by: { $0.key < $1.key }) {
            let lines = readings.map { DemoReading($0).line }.joined(separator: "\n")
            _ = try await engine.live.receive(Array(lines.utf8), of: layer, form: .lines, from: .local)
        }
    }

    private func submit(_ report: SimulatedReport) async throws {
        let submission = ReportSubmission(
            place: report.place, accuracyMeters: report.accuracyMeters, category: report.category,
            urgency: report.isUrgent ? .urgent : .normal, text: report.text, channel: report.channel)
        let receipt = try await engine.reports.submit(
            submission, by: ReportActor(caller: .local, address: "127.0.0.1"))
        try await engine.refresh()
        if let layer = LayerID("reports") {
            try await engine.live.announce([receipt.id], of: layer, topic: .report)
        }
    }
}

/// A reading as a device would send it.
struct DemoReading {
    private let reading: DeviceReading

    init(_ reading: DeviceReading) {
        self.reading = reading
    }

    /// One line of NDJSON.
    var line: String {
        let fix = reading.fix
        var members: [JSONMember] = [
            JSONMember(name: "object", value: .text(fix.object.text)),
            JSONMember(name: "time", value: .text(fix.time.rfc3339())),
            JSONMember(name: "lon", value: .real(fix.coordinate.longitude)),
            JSONMember(name: "lat", value: .real(fix.coordinate.latitude)),
        ]
        if let speed = fix.speedKnots { members.append(JSONMember(name: "speed", value: .real(speed))) }
        if let course = fix.courseDegrees { members.append(JSONMember(name: "course", value: .real(course))) }
        let values = reading.values.sorted { $0.key < $1.key }.map { JSONMember(name: $0.key, value: .real($0.value)) }
        members.append(JSONMember(name: "values", value: .object(values)))
        return String(decoding: JSONText.bytes(of: .object(members)), as: UTF8.self)
    }
}

/// A year of values for the indicators of the sample, made by rule from the units' codes: they are examples and no statistics.
struct DemoIndicators {
    let engine: Engine
    private static let caller = Caller(role: .administrator, name: "demo")

    /// Sends values for the last twelve months where an indicator has none yet.
    func fill() async throws {
        let month = Period(.month, containing: engine.live.currentInstant.day())
        let months = sequence(first: month.previous) { $0.previous }.prefix(12)
        let year = Period(.year, containing: engine.live.currentInstant.day())
        let years = [year.previous, year.previous.previous]
        for (id, recipe) in Self.recipes {
            let definition = try engine.indicators.definition(id, for: Self.caller)
            guard try await engine.indicators.periods(of: definition).isEmpty else { continue }
            for period in definition.period == .year ? years : Array(months) {
                try await send(id, recipe, period, communes(on: period.lastDay))
            }
        }
    }

    /// Codes of the province's communes on a day; of all, where the workspace does not say its province.
    private func communes(on day: CivilDay) async throws -> [String] {
        let units = try await engine.units.units(level: .commune, words: nil, at: ValidMoment(day.description))
        let code = engine.configuration.province.code
        return units.filter { code == nil || $0.parent == code }.map(\.code)
    }

    private func send(
        _ id: String, _ recipe: (Int, Int) -> Double, _ period: Period, _ codes: [String]
    ) async throws {
        let values = codes.compactMap { code -> JSONValue? in
            let number = Int(code) ?? 0
            // Some units have not reported: no data is not zero.
            guard (number + period.firstDay.parts.month) % 17 != 0 else { return nil }
            let value = recipe(number, Int(period.firstDay.number / 28))
            return .object([
                JSONMember(name: "unit", value: .text(code)),
                JSONMember(name: "period", value: .text(period.description)),
                JSONMember(name: "value", value: .real(value)),
                JSONMember(name: "state", value: .text("estimate")),
            ])
        }
        _ = try await engine.indicators.put(.array(values), to: id, by: Self.caller)
    }

    /// A whole number between two bounds for a unit and a moon, the same each time.
    private static func whole(_ unit: Int, _ moon: Int, _ low: Int, _ high: Int) -> Double {
        var state = UInt64(truncatingIfNeeded: unit &* 7_919 &+ moon &* 104_729) &+ 0x9E37_79B9_7F4A_7C15
        state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double(low + Int((state ^ (state >> 31)) % UInt64(high - low + 1)))
    }

    private static let recipes: [(String, @Sendable (Int, Int) -> Double)] = [
        ("population", { unit, _ in whole(unit, 0, 6_000, 48_000) }),
        ("households", { unit, _ in whole(unit, 1, 1_700, 13_000) }),
        ("poor-households", { unit, moon in whole(unit, moon, 3, 190) }),
        ("dossiers-settled", { unit, moon in whole(unit, moon, 90, 420) }),
        (
            "dossiers-on-time",
            { unit, moon in (whole(unit, moon, 90, 420) * (0.86 + 0.13 * whole(unit, moon, 0, 100) / 100)).rounded() }
        ),
        ("citizen-satisfaction", { unit, moon in 3.6 + whole(unit, moon, 0, 13) / 10 }),
        ("budget-revenue", { unit, moon in whole(unit, moon, 2, 96) / 4 }),
    ]
}
