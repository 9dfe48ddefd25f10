import Foundation
import GeoCore
import Testing
import Tiling

@Suite("TileJSON")
struct TileJSONTests {
    @Test("a document comes back as it was")
    func roundTrip() throws {
        let document = TileJSON(
            tiles: ["https://example.vn/tiles/parcels/{z}/{x}/{y}.mvt"],
            vectorLayers: [
                .init(id: "parcels", summary: "Thửa đất", minZoom: 8, maxZoom: 18, fields: ["so_to": "Number"])
            ],
            name: "Thửa đất", summary: "Bản đồ địa chính", attribution: "Sở", minZoom: 8, maxZoom: 18,
            bounds: BoundingBox(west: 107.5, south: 13, east: 109.5, north: 14.5),
            center: .init(coordinate: Coordinate(x: 109.2, y: 13.77), zoom: 14),
            others: [
                JSONMember(name: "scheme", value: .text("xyz")), JSONMember(name: "x", value: .array([.integer(1)])),
            ])
        #expect(try TileJSON(json: document.json) == document)
        #expect(try JSONSerialization.jsonObject(with: Data(document.json)) is [String: Any])
    }

    @Test("what is missing has the standard's defaults")
    func defaults() throws {
        let text = #"{"tilejson": "3.0.0", "tiles": ["a/{z}/{x}/{y}"], "vector_layers": [{"id": "a", "fields": {}}]}"#
        let document = try TileJSON(json: Array(text.utf8))
        #expect(document.minZoom == 0 && document.maxZoom == 30 && document.center == nil)
        #expect(document.bounds == TileJSON.worldBounds)
    }

    @Test(
        "a document that breaks the standard is refused",
        arguments: [
            "", "[]", #"{"tilejson": "3.0.0"}"#,
            #"{"tilejson": "2.2.0", "tiles": ["a"], "vector_layers": []}"#,
            #"{"tilejson": "3.0.0", "tiles": [], "vector_layers": []}"#,
            #"{"tilejson": "3.0.0", "tiles": ["a"]}"#,
            #"{"tilejson": "3.0.0", "tiles": ["a"], "vector_layers": [{"id": "a"}]}"#,
            #"{"tilejson": "3.0.0", "tiles": ["a"], "vector_layers": [], "minzoom": 9, "maxzoom": 8}"#,
            #"{"tilejson": "3.0.0", "tiles": ["a"], "vector_layers": [], "maxzoom": 31}"#,
            #"{"tilejson": "3.0.0", "tiles": ["a"], "vector_layers": [], "bounds": [0, 1]}"#,
            #"{"tilejson": "3.0.0", "tiles": ["a"], "vector_layers": [], "bounds": [0, 0, 1, 1], "center": [5, 0, 3]}"#,
        ])
    func refused(_ text: String) {
        #expect(throws: TilingError.self) { try TileJSON(json: Array(text.utf8)) }
    }

    @Test(
        "a document of others is read",
        .enabled(if: SharedData.exists("tiles/tilejson_3.0.0_osm.json"), "the document is not beside this repository"))
    func sample() throws {
        let document = try TileJSON(json: try SharedData.bytes("tiles/tilejson_3.0.0_osm.json"))
        #expect(!document.vectorLayers.isEmpty)
    }

    @Test("a layer of polygons announces its label points, without fields that the caller must not see")
    func labels() {
        let schema = Subdivision.schema()
        #expect(schema.vectorLayers().map(\.id) == ["parcels", "parcels:label"])
        #expect(schema.vectorLayers()[1].fields == ["so_to": "Number"])
        #expect(schema.vectorLayers(visibleFields: ["loai_dat"]).map(\.fields) == [["loai_dat": "String"], [:]])
    }
}
