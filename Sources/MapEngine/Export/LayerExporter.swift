package import Foundation
package import GeoCore
import GeoNative
import GeoStorage

/// Writes a layer's features to a file that other programs read.
package struct LayerExporter: Sendable {
    private let features: FeatureService
    private let pool: GeoWorkerPool

    /// Features read and written at a time.
    private static let pageSize = 5_000

    init(features: FeatureService, pool: GeoWorkerPool) {
        self.features = features
        self.pool = pool
    }

    /// Writes the features of a request, in pages, with the fields that its caller sees; the format is the file's ending.
    ///
    /// - Parameter crs: The system to write in; CRS84 where the format knows no other.
    /// - Returns: The number of features written.
    /// - Throws: `EngineError` for an ending that is not written, or a file that cannot be.
    package func write(_ request: FeatureRequest, to file: URL, crs: CRS) async throws -> Int {
        guard let format = TargetFormat(ending: file.pathExtension.lowercased()) else {
            throw EngineError(
                .invalidParameter,
                "“.\(file.pathExtension)” is not written; end the file in .shp, .gpkg, .geojson, .geojsonl, .fgb, .csv, "
                    + ".kml, .dxf or .tab.", parameter: "file")
        }
        let pages = try await pages(request)
        return try await EngineError.translating {
            try await self.pool.run { context in
                try ExportFile(file: file, format: format, crs: crs).write(pages, in: &context)
            }
        }
    }

    /// Every page of the result; what is exported is one snapshot's worth of memory at most.
    private func pages(_ request: FeatureRequest) async throws -> [FeatureResult] {
        var request = request
        request.limit = Self.pageSize
        var pages: [FeatureResult] = []
        repeat {
            let page = try await features.features(request)
            request.after = page.next
            pages.append(page)
        } while request.after != nil
        return pages
    }
}

/// One file being written inside a worker's job.
private struct ExportFile {
    let file: URL
    let format: TargetFormat
    let crs: CRS

    func write(_ pages: [FeatureResult], in context: inout GeoContext) throws -> Int {
        guard let first = pages.first else { return 0 }
        let transformer = crs == .crs84 ? nil : try context.transformer(for: crs)
        var writer = try DatasetWriter(creating: file.path, format: format, existing: .replace, csv: .wkt)
        switch Result(catching: { try fill(&writer, with: pages, like: target(first), transformer) }) {
        case .success:
            try writer.close()
            return pages.reduce(0) { $0 + $1.features.count }
        case .failure(let error):
            try writer.discard()
            throw error
        }
    }

    private func fill(
        _ writer: inout DatasetWriter, with pages: [FeatureResult], like target: TargetLayer,
        _ transformer: CoordinateTransformer?
    ) throws {
        let layer = try writer.addLayer(target)
        for page in pages {
            for found in page.features {
                let geometry = try found.feature.geometry.map { try transformer?.fromCRS84($0) ?? $0 }
                let values = page.visibleFields.map { Self.value(found.feature.values[$0]) }
                try writer.write(geometry, values, to: layer)
            }
        }
    }

    private func target(_ result: FeatureResult) -> TargetLayer {
        let fields = result.visibleFields.map { index in
            let field = result.definition.fields[index]
            return SourceField(name: field.name, type: Self.type(field.type))
        }
        return TargetLayer(
            name: result.definition.id.name, geometry: TargetGeometry(multiPart: result.definition.geometry),
            fields: fields, crs: .code(crs))
    }

    private static func type(_ type: FieldType) -> SourceFieldType {
        switch type {
        case .text, .date, .datetime: .text
        case .integer: .integer
        case .real: .real
        case .boolean: .boolean
        }
    }

    private static func value(_ value: FieldValue) -> SourceValue {
        switch value {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let text): .text(text)
        case .boolean(let flag): .boolean(flag)
        }
    }
}
