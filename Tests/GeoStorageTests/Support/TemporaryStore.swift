import Foundation
import GeoCore

@testable import GeoStorage

/// A store in a folder of its own, removed with it.
final class TemporaryStore {
    let folder: URL
    let store: SpatiaLiteStore

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "bando-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try SpatiaLiteStore(url: folder.appending(path: "bando.sqlite"))
    }

    var url: URL { store.url }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(at: folder)
    }
}

extension LayerDefinition {
    static func points(_ id: String = "trees", key: [String] = ["code"]) -> LayerDefinition {
        LayerDefinition(
            id: LayerID(id)!, title: LocalizedText(vi: "Cây", en: "Trees"), theme: .infrastructure, geometry: .point,
            key: key,
            fields: [
                FieldDefinition(name: "code", type: .text, title: LocalizedText(vi: "Mã", en: "Code")),
                FieldDefinition(name: "height", type: .real, title: LocalizedText(vi: "Cao", en: "Height")),
                FieldDefinition(name: "planted", type: .date, title: LocalizedText(vi: "Trồng", en: "Planted")),
            ])
    }
}
