import Foundation
import GeoCore
import Testing

@testable import MapEngine

@Suite("A catalogue")
struct CatalogueTests {
    private func definition(
        _ id: String, read: Set<Role>? = nil, restricted: [String: Set<Role>] = [:]
    ) throws
        -> LayerDefinition
    {
        LayerDefinition(
            id: try #require(LayerID(id)), title: LocalizedText(vi: id, en: id), theme: .cadastre, geometry: .polygon,
            key: ["ma", "chu"],
            fields: ["ma", "chu"].map {
                FieldDefinition(name: $0, type: .text, title: LocalizedText(vi: $0, en: $0), from: ["x\($0)"])
            },
            tiles: TileSettings(fields: ["ma", "chu"], label: "chu"),
            access: AccessSettings(read: read, restricted: restricted))
    }

    @Test("definitions are found by id and listed in its order")
    func lookup() throws {
        let catalogue = Catalogue(definitions: [try definition("roads"), try definition("parcels")])
        #expect(catalogue.definitions.map(\.id.name) == ["parcels", "roads"])
        #expect(catalogue[name: "roads"]?.id.name == "roads")
        #expect(catalogue[name: "Roads"] == nil && catalogue[name: "trees"] == nil)
        #expect(catalogue.nearestID(to: "parcel") == "parcels")
    }

    @Test("a layer that a caller may not read is not in that caller's list")
    func readable() throws {
        let catalogue = Catalogue(definitions: [try definition("open"), try definition("closed", read: [.fisheries])])
        #expect(catalogue.definitions(readableBy: .anonymous).map(\.id.name) == ["open"])
        let fisheries = Caller(role: .fisheries, name: "test")
        #expect(catalogue.definitions(of: .cadastre, readableBy: fisheries).count == 2)
        #expect(catalogue.definitions(of: .tourism, readableBy: fisheries).isEmpty)
    }

    @Test("adding replaces the definition of the same id, removing takes it away")
    func changes() throws {
        let first = Catalogue(definitions: [try definition("roads")])
        let changed = first.adding(try definition("roads", read: [.viewer])).adding(try definition("trees"))
        #expect(changed.definitions.count == 2)
        #expect(changed[name: "roads"]?.access.read == [.viewer])
        #expect(first[name: "roads"]?.access.read == nil)
        #expect(changed.removing(try #require(LayerID("roads"))).definitions.map(\.id.name) == ["trees"])
    }

    @Test("a restricted field is nowhere in the description that others get")
    func description() throws {
        let definition = try definition("parcels", restricted: ["chu": [.cadastre]])
        let encoder = JSONEncoder()
        let publicText = try #require(
            String(bytes: encoder.encode(LayerDescription(definition, for: .anonymous)), encoding: .utf8))
        #expect(!publicText.contains("chu"))
        #expect(!publicText.contains("xma"))
        let permitted = LayerDescription(definition, for: Caller(role: .cadastre, name: "test"))
        #expect(permitted.fields.map(\.name) == ["ma", "chu"] && permitted.tiles.label == "chu")
        #expect(!permitted.editable)
        #expect(LayerDescription(definition, for: .local).editable)
    }

    @Test("loading names the faults of all files at once, with their paths below the workspace")
    func loading() throws {
        let folder = try TemporaryFolder()
        try folder.write("id: a\ntitel: x\n", to: "layers/a.yaml")
        try folder.write("id: b\ntitle: [\n", to: "layers/b.yaml")
        try folder.write("id: codes\n", to: "layers/codes/codes.yaml")
        let workspace = try Workspace(root: folder.root)
        let error = try #require(throws: ConfigurationError.self) { try workspace.readCatalogue() }
        #expect(Set(error.issues.map(\.file)) == ["layers/a.yaml", "layers/b.yaml", "layers/codes/codes.yaml"])
        #expect(error.description.contains("layers/a.yaml:2:1: unknown key 'titel'; did you mean 'title'?"))
    }

    @Test("a workspace without layers has an empty catalogue")
    func empty() throws {
        let folder = try TemporaryFolder()
        #expect(try Workspace(root: folder.root).readCatalogue().definitions.isEmpty)
    }

    @Test("a file that is not UTF-8 is named")
    func encoding() throws {
        let folder = try TemporaryFolder()
        try folder.write(Data([0x69, 0x64, 0x3A, 0x20, 0xD0, 0xC0]), to: "layers/a.yaml")
        let error = try #require(throws: ConfigurationError.self) {
            try Workspace(root: folder.root).readCatalogue()
        }
        #expect(error.issues.first?.message.contains("UTF-8") == true)
    }
}
