package import GeoCore

/// What an import did; its numbers add up: read = added + changed + unchanged + refused.
package struct ImportReport: Sendable {
    package var layer: LayerID
    /// The revision that the import made, or `nil` where nothing changed or nothing was written.
    package var revision: Int64?
    package var read = 0
    package var added = 0
    package var changed = 0
    package var unchanged = 0
    package var refused = 0
    /// Records that were changed by the import before they were taken in.
    package var repaired = 0
    /// Features of the layer that the new file no longer holds; only with `--mode replace`.
    package var removed = 0
    package var sources: [SourceDecision] = []
    /// Every record that was refused or changed, in order of the files and their records.
    package var issues: [ImportIssue] = []
    /// Issues beyond those kept; refusals are always kept.
    package var furtherIssues = 0
    package var isDryRun = false
    package var seconds = 0.0

    package init(layer: LayerID) {
        self.layer = layer
    }
}

/// How one source layer was read, with the evidence for each decision.
package struct SourceDecision: Sendable {
    package var file: String
    package var sourceLayer: String
    package var driver: String
    /// The coordinate system that was used.
    package var crs: CRS
    /// Whether the file writes northing before easting, or latitude before longitude.
    package var areAxesSwapped: Bool
    /// Sentences, the most telling first.
    package var crsEvidence: [String]
    /// The encoding of each text field and why.
    package var encodings: [FieldEncoding]
    /// The source field that each field of the definition was read from.
    package var fields: [FieldSource]
    /// Source fields that no field of the definition takes.
    package var unusedFields: [String]

    package init(
        file: String, sourceLayer: String, driver: String, crs: CRS, areAxesSwapped: Bool = false,
        crsEvidence: [String] = [], encodings: [FieldEncoding] = [], fields: [FieldSource] = [],
        unusedFields: [String] = []
    ) {
        self.file = file
        self.sourceLayer = sourceLayer
        self.driver = driver
        self.crs = crs
        self.areAxesSwapped = areAxesSwapped
        self.crsEvidence = crsEvidence
        self.encodings = encodings
        self.fields = fields
        self.unusedFields = unusedFields
    }

    /// A text field's encoding and the evidence for it.
    package struct FieldEncoding: Sendable {
        package var field: String
        package var encoding: String
        package var evidence: String

        package init(field: String, encoding: String, evidence: String) {
            self.field = field
            self.encoding = encoding
            self.evidence = evidence
        }
    }

    /// Which source field feeds a field.
    package struct FieldSource: Sendable {
        package var field: String
        package var source: String

        package init(field: String, source: String) {
            self.field = field
            self.source = source
        }
    }
}
