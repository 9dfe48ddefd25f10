/// The keys of definition files, in the order in which they are written; `layer.schema.json` documents the same.
package enum DefinitionKeys {
    package static let layer = [
        "id", "title", "summary", "theme", "geometry", "unitLevel", "key", "fields", "legalArea", "validity",
        "homeUnits", "tiles", "access", "live", "attribution", "licence",
    ]
    package static let localizedText = ["vi", "en"]
    package static let field = [
        "name", "type", "title", "unit", "from", "required", "codes", "separator", "minimum", "maximum",
    ]
    package static let code = ["value", "title", "color", "pattern", "retired", "note"]
    package static let validity = ["from", "to"]
    package static let tiles = [
        "minZoom", "maxZoom", "fullZoom", "featureLimit", "fields", "label", "clusterRadius", "always",
    ]
    package static let access = ["read", "edit", "restricted", "rows"]
    package static let rows = ["field", "public", "roles", "unit"]
    package static let codeList = ["id", "title", "version", "date", "source", "codes"]
}

/// Names that a field cannot have, since the store or the query parameters of `items` use them.
enum ReservedFieldNames {
    static let columns: Set<String> = ["fid", "geometry", "rowid", "ogc_fid"]
    static let parameters: Set<String> = [
        "at", "bbox", "crs", "datetime", "f", "filter", "group", "limit", "measure", "near", "properties", "q",
        "radius", "sortby", "unit", "with",
    ]

    static func contains(_ name: String) -> Bool {
        columns.contains(name) || parameters.contains(name)
    }
}
