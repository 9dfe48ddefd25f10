/// One thing that was found in a source record, where it is, and what was done about it.
package struct ImportIssue: Hashable, Sendable {
    /// What was done with the record.
    package enum Outcome: String, Hashable, Sendable {
        /// The record was taken in as it is; a person may want to look.
        case noted
        /// The record was taken in with the change that the message describes.
        case repaired
        /// The record was left out.
        case refused
    }

    /// The kinds of trouble, as reports name them.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        case noGeometry = "no-geometry"
        case wrongGeometry = "wrong-geometry"
        case brokenGeometry = "broken-geometry"
        case invalidGeometry = "invalid-geometry"
        case outOfRange = "out-of-range"
        case droppedDimension = "dropped-dimension"
        case requiredValue = "required-value"
        case badValue = "bad-value"
        case unknownCode = "unknown-code"
        case lostText = "lost-text"
        case cutText = "cut-text"
        case missingKey = "missing-key"
        case repeatedKey = "repeated-key"
        case repeatedRecord = "repeated-record"
        case swappedAxes = "swapped-axes"
    }

    package var code: Code
    package var outcome: Outcome
    /// The source file's name, without its folder.
    package var file: String
    package var sourceLayer: String
    /// The record's number as GDAL counts it; the first of a Shapefile is 0.
    package var record: Int64
    /// The field of the definition, or `nil` where the whole record is meant.
    package var field: String?
    /// A sentence in the field's words.
    package var message: String

    package init(
        _ code: Code, _ outcome: Outcome, file: String, sourceLayer: String, record: Int64, field: String? = nil,
        message: String
    ) {
        self.code = code
        self.outcome = outcome
        self.file = file
        self.sourceLayer = sourceLayer
        self.record = record
        self.field = field
        self.message = message
    }
}
