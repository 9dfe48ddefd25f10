/// A code list that several fields share, with the version and the source of its names and colours.
package struct CodeList: Hashable, Sendable {
    /// Kebab-case, the name of its file in `layers/codes`.
    package var id: String
    package var title: LocalizedText
    package var version: String
    /// The day from which the version holds, `YYYY-MM-DD`.
    package var date: String?
    /// The document that the codes come from.
    package var source: String?
    package var codes: [Code]

    package init(
        id: String, title: LocalizedText, version: String, date: String? = nil, source: String? = nil, codes: [Code]
    ) {
        self.id = id
        self.title = title
        self.version = version
        self.date = date
        self.source = source
        self.codes = codes
    }
}
