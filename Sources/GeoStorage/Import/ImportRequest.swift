package import Foundation
package import GeoCore

/// What an import is to do, to which layer, on whose behalf.
package struct ImportRequest: Sendable {
    package var definition: LayerDefinition
    package var mode: ImportMode
    /// Where the features come from; `nil` for those that no file gave.
    package var source: ImportSource?
    /// The caller's name, as the revision will carry it.
    package var author: String
    /// The time of the commit, as the revision will carry it.
    package var time: Date

    package init(
        definition: LayerDefinition, mode: ImportMode, source: ImportSource?, author: String, time: Date
    ) {
        self.definition = definition
        self.mode = mode
        self.source = source
        self.author = author
        self.time = time
    }
}

/// How imported features meet those that are there.
package enum ImportMode: String, Hashable, Sendable, CaseIterable {
    /// Features that the import does not hold are removed.
    case replace
    /// Features are added or changed, never removed.
    case upsert
    /// Every record becomes a new feature.
    case append
}

/// A file that features came from, kept with them.
package struct ImportSource: Hashable, Sendable {
    /// The file's name without its folder.
    package var file: String
    package var crs: String?
    package var encoding: String?
    /// A JSON document: what the coordinate system and the encoding were judged by.
    package var evidence: String?

    package init(file: String, crs: String? = nil, encoding: String? = nil, evidence: String? = nil) {
        self.file = file
        self.crs = crs
        self.encoding = encoding
        self.evidence = evidence
    }
}

/// A record on its way into a layer.
package struct StagedFeature: Sendable {
    /// One value for each of the definition's fields, in that order.
    package var values: [FieldValue]
    /// In CRS84; `nil` where the record has no place.
    package var geometry: Geometry?
    /// The record's number in its file.
    package var record: Int64
    /// The area in the source's projected system, in m²; `nil` where there is none.
    package var areaSquareMeters: Double?

    package init(values: [FieldValue], geometry: Geometry?, record: Int64, areaSquareMeters: Double? = nil) {
        self.values = values
        self.geometry = geometry
        self.record = record
        self.areaSquareMeters = areaSquareMeters
    }
}

/// An import under way: records are staged outside the store, and nothing changes before `commit`.
package protocol FeatureImport: Sendable {
    /// Stages records, which the store does not see yet.
    ///
    /// A record that does not fit the layer is counted as refused; throws only where staging itself fails.
    func append(_ features: [StagedFeature]) async throws
    /// What `commit` would do now, doing nothing.
    func plan() async throws -> ImportOutcome
    /// Makes the staged records the layer's next revision, whole; or, where they change nothing, does nothing.
    ///
    /// - Parameter progress: Told of large commits only, several times a second, on any thread.
    func commit(progress: @escaping @Sendable (CommitProgress) -> Void) async throws -> ImportOutcome
    /// Throws the staged records away.
    func discard() async
}

extension FeatureImport {
    /// Commits without telling how far it is.
    package func commit() async throws -> ImportOutcome { try await commit { _ in } }
}

/// How far a large commit is.
package struct CommitProgress: Hashable, Sendable {
    package var step: Step
    /// Features, of the step.
    package var done: Int
    package var total: Int

    /// The steps in their order.
    package enum Step: Hashable, Sendable, CaseIterable {
        /// Rows are written where nobody sees them yet.
        case rows
        /// Keys and the spatial index are written.
        case indexes
        /// The tile index is written.
        case tiles
        /// The new rows have taken the place of the old ones, which are cleared away.
        case clearing
    }
}
