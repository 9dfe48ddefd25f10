import Foundation
import GeoCore
import Testing

@testable import MapEngine

@Suite("The JSON Schema of layer definitions")
struct LayerSchemaTests {
    private let schema: [String: Any]

    init() throws {
        let file = RepositoryFolder.root.appending(path: "layers/layer.schema.json")
        schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    }

    private func part(_ name: String?) throws -> [String: Any] {
        guard let name else { return schema }
        let parts = try #require(schema["$defs"] as? [String: Any])
        return try #require(parts[name] as? [String: Any])
    }

    private func values(_ holder: [String: Any], _ property: String) throws -> [String] {
        let properties = try #require(holder["properties"] as? [String: Any])
        return try #require((properties[property] as? [String: Any])?["enum"] as? [String])
    }

    @Test(
        "the schema and the reader know the same keys, and both refuse others",
        arguments: [
            (nil, DefinitionKeys.layer), ("localizedText", DefinitionKeys.localizedText),
            ("field", DefinitionKeys.field),
            ("code", DefinitionKeys.code), ("validity", DefinitionKeys.validity), ("tiles", DefinitionKeys.tiles),
            ("access", DefinitionKeys.access), ("codeList", DefinitionKeys.codeList),
        ] as [(String?, [String])])
    func keys(name: String?, known: [String]) throws {
        let part = try part(name)
        let properties = try #require(part["properties"] as? [String: Any])
        #expect(properties.keys.sorted() == known.sorted())
        #expect(part["additionalProperties"] as? Bool == false)
    }

    @Test("the schema names the same themes, geometries, levels, types and roles as the program")
    func names() throws {
        #expect(try values(schema, "theme").sorted() == Theme.allCases.map(\.rawValue).sorted())
        #expect(try values(schema, "geometry").sorted() == GeometryKind.allCases.map(\.rawValue).sorted())
        #expect(try values(schema, "unitLevel").sorted() == UnitLevel.allCases.map(\.rawValue).sorted())
        #expect(try values(part("field"), "type").sorted() == FieldType.allCases.map(\.rawValue).sorted())
        let roles = try #require((part("roles")["items"] as? [String: Any])?["enum"] as? [String])
        #expect(roles.sorted() == Role.allCases.map(\.rawValue).sorted())
    }

    @Test("the schema and the reader reserve the same field names")
    func reserved() throws {
        let properties = try #require(part("field")["properties"] as? [String: Any])
        let name = try #require(properties["name"] as? [String: Any])
        let refused = try #require((name["not"] as? [String: Any])?["enum"] as? [String])
        #expect(Set(refused) == ReservedFieldNames.columns.union(ReservedFieldNames.parameters))
    }

    @Test("the schema's defaults are the reader's")
    func defaults() throws {
        let properties = try #require(part("tiles")["properties"] as? [String: Any])
        let settings = TileSettings()
        let expected = [
            "minZoom": settings.minZoom, "maxZoom": settings.maxZoom, "fullZoom": settings.fullZoom,
            "featureLimit": settings.featureLimit,
        ]
        for (key, value) in expected {
            #expect((properties[key] as? [String: Any])?["default"] as? Int == value, "\(key)")
        }
    }
}
