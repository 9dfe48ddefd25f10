import Foundation
import GeoCore
import Testing

@testable import MapEngine

@Suite("The standard styles")
struct StandardStylesTests {
    private let catalogue: Catalogue

    init() throws {
        catalogue = try RepositoryFolder.catalogue.get()
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: RepositoryFolder.root.appending(path: "styles/\(name).json"), encoding: .utf8)
    }

    private func style(_ name: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text(name).utf8)) as? [String: Any])
    }

    private func layers(_ name: String) throws -> [[String: Any]] {
        try #require(try style(name)["layers"] as? [[String: Any]])
    }

    private func ours(_ layer: [String: Any]) -> String? {
        (layer["metadata"] as? [String: Any])?["bando:layer"] as? String
    }

    @Test(
        "every standard layer but those of operations, which the page draws live, has a source, style layers with its theme, and a legend in both languages",
        arguments: StandardStyle.names)
    func everyLayer(name: String) throws {
        let style = try style(name)
        let sources = try #require(style["sources"] as? [String: Any])
        let legends = try #require((style["metadata"] as? [String: Any])?["bando:legend"] as? [String: [[String: Any]]])
        for definition in catalogue.definitions where definition.theme != .operations {
            let id = definition.id.name
            #expect((sources[id] as? [String: Any])?["url"] as? String == "/tiles/\(id).json")
            let drawn = try layers(name).filter { ours($0) == id }
            #expect(!drawn.isEmpty, "\(id)")
            for layer in drawn {
                #expect((layer["metadata"] as? [String: Any])?["bando:theme"] as? String == definition.theme.rawValue)
            }
            let legend = try #require(legends[id], "\(id)")
            #expect(!legend.isEmpty)
            for entry in legend {
                let title = try #require(entry["title"] as? [String: String])
                #expect(title["vi"]?.isEmpty == false && title["en"]?.isEmpty == false)
            }
        }
    }

    @Test(
        "style layers read the tile layers that there are, and only fields that tiles ship",
        arguments: StandardStyle.names)
    func shippedFields(name: String) throws {
        for layer in try layers(name) {
            guard let id = ours(layer), let definition = catalogue[name: id] else { continue }
            let tileLayer = try #require(layer["source-layer"] as? String)
            #expect(tileLayer == id || tileLayer == "\(id):label" && definition.geometry == .polygon, "\(tileLayer)")
            let shipped = Set(definition.tiles.fields).union(["point_count"])
            for field in fields(in: layer) {
                #expect(shipped.contains(field), "\(layer["id"] ?? "") reads \(field)")
            }
        }
    }

    /// The fields that any expression of a style layer reads.
    private func fields(in value: Any) -> Set<String> {
        if let map = value as? [String: Any] {
            return map.values.reduce(into: []) { $0.formUnion(fields(in: $1)) }
        }
        guard let list = value as? [Any] else { return [] }
        if list.count == 2, ["get", "has"].contains(list[0] as? String), let field = list[1] as? String {
            return [field]
        }
        return list.reduce(into: []) { $0.formUnion(fields(in: $1)) }
    }

    @Test("nothing comes from another place: every address is a path of this server", arguments: StandardStyle.names)
    func noForeignAddress(name: String) throws {
        let text = try text(name)
        #expect(!text.contains("://"))
        #expect(try style(name)["sprite"] as? String == "/sprites/bando")
        #expect(try style(name)["glyphs"] as? String == "/fonts/{fontstack}/{range}.pbf")
    }

    @Test(
        "land use has the colours of the code list, and an unknown code a neutral one", arguments: StandardStyle.names,
        ["parcels", "landuse-plan", "construction-plan"])
    func landUse(name: String, layer: String) throws {
        let fill = try #require(try layers(name).first { $0["id"] as? String == "\(layer)-fill" })
        let match = try #require((fill["paint"] as? [String: Any])?["fill-color"] as? [Any])
        var colors: [String: String] = [:]
        for index in stride(from: 2, to: match.count - 1, by: 2) {
            let values = match[index] as? [String] ?? [match[index] as? String].compactMap { $0 }
            for value in values { colors[value] = match[index + 1] as? String }
        }
        let list = try #require(catalogue.codeLists["land-use"])
        let expected = list.codes.compactMap { code in code.color.map { (code.value, $0) } }
        #expect(colors == Dictionary(uniqueKeysWithValues: expected))
        #expect(!colors.values.contains(try #require(match.last as? String)))
    }

    @Test(
        "the archipelagos' names stand at every zoom, are never pushed away, and other names make room",
        arguments: StandardStyle.names)
    func archipelagos(name: String) throws {
        // What is drawn last is placed first.
        let label = try #require(try layers(name).last)
        #expect(label["id"] as? String == "island-labels-archipelago")
        let layout = try #require(label["layout"] as? [String: Any])
        #expect(layout["text-allow-overlap"] as? Bool == true)
        #expect(layout["text-ignore-placement"] == nil)
        #expect(layout["visibility"] as? String == "visible")
        #expect(label["minzoom"] == nil && label["maxzoom"] == nil)
    }

    @Test("every icon and pattern that a style names is drawn in styles/icons", arguments: StandardStyle.names)
    func icons(name: String) throws {
        let folder = RepositoryFolder.root.appending(path: "styles/icons")
        for layer in try layers(name) {
            let icon = (layer["layout"] as? [String: Any])?["icon-image"] as? String
            let pattern = (layer["paint"] as? [String: Any])?["fill-pattern"] as? String
            for image in [icon, pattern].compactMap({ $0 }) {
                let file = folder.appending(path: "\(image).svg")
                #expect(FileManager.default.fileExists(atPath: file.path), "\(layer["id"] ?? "") needs \(image)")
            }
        }
    }

    @Test("no foreign name of our seas and islands is anywhere in layers or styles")
    func foreignNames() throws {
        let foreign = ["Paracel", "Spratly", "South China", "Nansha", "Xisha"]
        for folder in ["layers", "styles"] {
            let root = RepositoryFolder.root.appending(path: folder)
            for file in try FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
            where ["yaml", "json"].contains(file.pathExtension) {
                let text = try String(contentsOf: file, encoding: .utf8)
                for name in foreign { #expect(!text.contains(name), "\(file.lastPathComponent) says \(name)") }
            }
        }
    }

    @Test("both styles draw the same style layers in the same order")
    func sameLayers() throws {
        let ids = try StandardStyle.names.map { try layers($0).compactMap { $0["id"] as? String } }
        #expect(ids[0] == ids[1])
        #expect(Set(ids[0]).count == ids[0].count)
    }

    @Test("the files are what scripts/make-styles would write", .enabled(if: StylesScript.canRun, "needs PyYAML"))
    func current() throws {
        #expect(try StylesScript.run(["scripts/make-styles", "--check"]) == 0)
    }
}

/// The styles that come with the program.
enum StandardStyle {
    static let names = ["bando-light", "bando-night"]
}

/// Runs Python scripts of the repository.
enum StylesScript {
    static var canRun: Bool {
        (try? run(["-c", "import yaml"])) == 0
    }

    /// The exit code.
    static func run(_ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-B"] + arguments
        process.currentDirectoryURL = RepositoryFolder.root
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
