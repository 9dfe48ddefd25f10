import Foundation
import GeoCore
import Testing

@testable import MapEngine

@Suite("The standard layers")
struct StandardLayersTests {
    private let catalogue: Catalogue

    init() throws {
        catalogue = try RepositoryFolder.catalogue.get()
    }

    private func layer(_ name: String) throws -> LayerDefinition {
        try #require(catalogue[name: name])
    }

    @Test(
        "every vector layer that the contract names has a definition",
        arguments: [
            "province", "district", "commune", "parcels", "landuse-plan", "construction-plan", "red-lines",
            "plan-extents",
            "roads", "street-lamps", "power-poles", "power-lines", "substations", "water-pipes", "valves", "hydrants",
            "sewers", "manholes", "trees", "schools", "health-stations", "addresses", "buildings", "tourism-places",
            "lodging", "ocop-products", "maritime-zones", "maritime-lines", "island-labels", "contours",
        ])
    func standardLayer(name: String) throws {
        #expect(try layer(name).id.name == name)
    }

    @Test("each level of administrative units has one layer, valid in time and keyed by code and date")
    func units() throws {
        for level in UnitLevel.allCases {
            let definition = try #require(catalogue.units(level))
            #expect(definition.id.name == level.rawValue)
            #expect(definition.key == ["code", "valid_from"])
            #expect(definition.validity == Validity(from: "valid_from", to: "valid_to"))
        }
    }

    @Test("a parcel has the fields of the contract, and its owner is only for the cadastre")
    func parcels() throws {
        let parcels = try layer("parcels")
        for name in ["ma_xa", "so_to", "so_thua", "loai_dat", "dien_tich", "dia_chi", "ma_xa_cu"] {
            #expect(parcels.index(of: name) != nil, "\(name)")
        }
        #expect(parcels.legalArea == "dien_tich")
        let cadastre = Caller(role: .cadastre, name: "test")
        #expect(parcels.access.allowsField("chu_su_dung", for: cadastre))
        #expect(!parcels.access.allowsField("chu_su_dung", for: .anonymous))
        #expect(!parcels.tiles.fields.contains("chu_su_dung"))
    }

    @Test(
        "parcel fields are found under the spellings of real files",
        arguments: [
            ("shbando", "so_to"), ("SoHieuToBa", "so_to"), ("SHTo", "so_to"), ("shthua", "so_thua"),
            ("SOTHUTUTHUA", "so_thua"), ("DIENTICHPHAPLY", "dien_tich"), ("dientich", "dien_tich"),
            ("KyHieuMucD", "loai_dat"), ("maloaidat", "loai_dat"), ("tenchu", "chu_su_dung"), ("XAID", "ma_xa"),
            ("Địa chỉ", "dia_chi"), ("SỐ TỜ", "so_to"),
        ])
    func spellings(spelling: String, field: String) throws {
        let owners = try layer("parcels").fields.filter { $0.spellingKeys.contains(FieldSpelling.key(spelling)) }
        #expect(owners.map(\.name) == [field])
    }

    @Test("the legal area is preferred to the measured one where a file has both")
    func legalAreaFirst() throws {
        let parcels = try layer("parcels")
        let keys = try #require(parcels.fields.first { $0.name == "dien_tich" }).spellingKeys
        let legal = try #require(keys.firstIndex(of: "dientichpl"))
        #expect(try legal < #require(keys.firstIndex(of: "dientich")))
    }

    @Test(
        "land-use codes have their regulated colours",
        arguments: [
            ("LUC", "#FFFC8C"), ("ONT", "#FFD0FF"), ("ODT", "#FFA0FF"), ("CQP", "#FF6450"), ("DGT", "#FFAA32"),
            ("SON", "#A0FFFF"), ("RDD", "#6EFF64"), ("NTD", "#D2D2D2"),
        ])
    func colours(code: String, color: String) throws {
        let list = try #require(catalogue.codeLists["land-use"])
        #expect(list.codes.first { $0.value == code }?.color == color)
    }

    @Test("codes that the land law of 2024 brought are known, and say that their colour is their group's")
    func newCodes() throws {
        let list = try #require(catalogue.codeLists["land-use"])
        for value in ["CNT", "DMT", "DKT", "DPC", "DCT", "DDD", "SCC", "SCT", "TVC", "CGT", "MCS"] {
            let code = try #require(list.codes.first { $0.value == value }, "\(value)")
            #expect(code.note != nil && !code.retired)
        }
        for value in ["BHK", "NHK", "DDT", "TTN", "LUN"] {
            #expect(list.codes.first { $0.value == value }?.retired == true, "\(value)")
        }
    }

    @Test("the archipelagos' names are in tiles of every zoom and never left out")
    func islands() throws {
        let tiles = try layer("island-labels").tiles
        #expect(tiles.always && tiles.minZoom == 0 && tiles.fullZoom == 0 && tiles.label == "ten")
    }

    @Test("titles and texts are composed Unicode, so that equal names are equal bytes")
    func composed() throws {
        for file in try FileManager.default.contentsOfDirectory(
            at: RepositoryFolder.root.appending(path: "layers"), includingPropertiesForKeys: nil)
        where file.pathExtension == "yaml" {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(Array(text.unicodeScalars) == Array(text.precomposedStringWithCanonicalMapping.unicodeScalars))
        }
    }

    @Test("no field that is restricted is shipped in tiles, and none is a label")
    func restrictedFields() {
        for definition in catalogue.definitions {
            for field in definition.access.restricted.keys {
                #expect(!definition.tiles.fields.contains(field), "\(definition.id) \(field)")
                #expect(definition.tiles.label != field, "\(definition.id) \(field)")
            }
        }
    }

    @Test("writing a definition and reading it again gives the same definition")
    func roundTrip() throws {
        let reader = LayerDefinitionReader(codeLists: catalogue.codeLists)
        for definition in catalogue.definitions {
            let text = try LayerDefinitionWriter.yaml(definition)
            #expect(try reader.definition(from: text, file: "layers/\(definition.id).yaml") == definition)
        }
    }
}
