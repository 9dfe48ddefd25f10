package import GeoCore

/// A coordinate reference system as a caller can state it.
package enum CRSDefinition: Hashable, Sendable {
    /// By authority and code: `EPSG:9217`.
    case code(CRS)
    /// By the text of a definition: WKT 1 or 2, Esri's or a PROJ string.
    case text(String)

    /// What PROJ takes.
    var userInput: String {
        switch self {
        case .code(let crs): crs.name
        case .text(let text): text
        }
    }

    /// The code, or the beginning of the text, for sentences.
    var label: String {
        switch self {
        case .code(let crs): crs.name
        case .text(let text): text.count > 60 ? "\(text.prefix(60))…" : text
        }
    }
}
