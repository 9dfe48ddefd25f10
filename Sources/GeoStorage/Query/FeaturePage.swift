package import GeoCore

/// A page of features, by identifier.
package struct FeaturePage: Sendable {
    package var features: [Feature]
    /// The revision that the features are of.
    package var revision: Int64
    /// How many features match in all; `nil` unless the query asked.
    package var matched: Int?
    /// What `after` must be for the next page; `nil` on the last.
    package var next: Int64?

    package init(features: [Feature], revision: Int64, matched: Int?, next: Int64?) {
        self.features = features
        self.revision = revision
        self.matched = matched
        self.next = next
    }
}
