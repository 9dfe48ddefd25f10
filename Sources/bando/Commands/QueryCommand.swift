import ArgumentParser
import Foundation
import GeoCore
import MapEngine

/// `bando query LAYER`
struct QueryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Hỏi một lớp theo điểm, vùng, bán kính, địa giới. · Asks a layer by place, area, radius or unit.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case geojson
        case csv
    }

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "Mã lớp. · The layer's id.") var layer: String
    @Option(help: "Tâm KINH_ĐỘ,VĨ_ĐỘ. · The centre LON,LAT in degrees.") var near: String?
    @Option(help: "Bán kính, mét. · The radius in metres.") var radius: Double?
    @Option(help: "Mã đơn vị hành chính. · The code of an administrative unit.") var unit: String?
    @Option(help: "Ngày, ví dụ 2025-07-01. · A day, such as 2025-07-01.") var at: String?
    @Option(help: "TÂY,NAM,ĐÔNG,BẮC. · west,south,east,north in degrees.") var bbox: String?
    @Option(help: "Điều kiện trường=giá trị, lặp lại được. · A condition field=value; may be repeated.")
    var equals: [String] = []
    @Option(help: "Số đối tượng nhiều nhất. · The most features.") var limit = 100
    @Option(help: "table, geojson, csv.") var format = Format.table

    func run() async throws {
        let engine = try await workspace.engine()
        let definition = try engine.layer(layer, for: .local)
        let result = try await engine.features.features(request(definition))
        let printer = FeaturePrinter(result)
        switch output.json ? .geojson : format {
        case .table: Console.write(printer.table)
        case .geojson: Console.write(printer.geoJSON)
        case .csv: Console.write(printer.csv)
        }
    }

    private func request(_ definition: LayerDefinition) throws -> FeatureRequest {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1.") }
        var request = FeatureRequest(layer: definition.id, caller: .local, limit: limit)
        request.unit = unit
        request.near = try circle()
        request.box = try bbox.map { text in
            let edges = try numbers(text, count: 4, flag: "--bbox")
            return BoundingBox(west: edges[0], south: edges[1], east: edges[2], north: edges[3])
        }
        request.moment = try at.map { text in
            guard let moment = ValidMoment(text) else {
                throw ValidationError("--at must be a day such as 2025-07-01.")
            }
            return moment
        }
        for condition in equals {
            let parts = condition.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw ValidationError("--equals takes FIELD=VALUE, not “\(condition)”.") }
            request.equals[parts[0]] = parts[1]
        }
        return request
    }

    private func circle() throws -> FeatureRequest.Circle? {
        guard near != nil || radius != nil else { return nil }
        guard let near, let radius, radius > 0 else {
            throw ValidationError("--near LON,LAT and --radius METRES go together.")
        }
        let place = try numbers(near, count: 2, flag: "--near")
        return .init(center: Coordinate(longitude: place[0], latitude: place[1]), radiusMeters: radius)
    }

    private func numbers(_ text: String, count: Int, flag: String) throws -> [Double] {
        let numbers = text.split(separator: ",").compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
        guard numbers.count == count else { throw ValidationError("\(flag) takes \(count) numbers, not “\(text)”.") }
        return numbers
    }
}
