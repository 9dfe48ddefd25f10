import Foundation
import GeoCore

extension Workspace {
    /// Reads every code list and definition; without a folder `layers` the catalogue is empty.
    ///
    /// - Throws: `ConfigurationError` with all that is wrong in all of the files.
    package func readCatalogue() throws(ConfigurationError) -> Catalogue {
        var loader = CatalogueLoader(workspace: self)
        return try loader.load()
    }
}

/// Goes through the files of `layers/`, keeping what reads well and every issue of what does not.
private struct CatalogueLoader {
    let workspace: Workspace
    private var issues: [ConfigurationIssue] = []

    init(workspace: Workspace) {
        self.workspace = workspace
    }

    mutating func load() throws(ConfigurationError) -> Catalogue {
        let lists = codeLists()
        let reader = LayerDefinitionReader(codeLists: lists, tileMatrixSets: tileMatrixSetIDs())
        let layers = layers(by: reader)
        guard issues.isEmpty else { throw ConfigurationError(issues) }
        let kinds = layers.compactMap { layer in layer.deviceKind.map { (layer.definition.id, $0) } }
        let homes = layers.compactMap { layer in layer.homeUnits.map { (layer.definition.id, $0) } }
        return Catalogue(
            definitions: layers.map(\.definition), codeLists: lists,
            deviceKinds: Dictionary(kinds, uniquingKeysWith: { first, _ in first }),
            homeUnits: Dictionary(homes, uniquingKeysWith: { first, _ in first }))
    }

    /// Each tile matrix set is a JSON file in `tiles/` named by its id; `WebMercatorQuad` is built in.
    private mutating func tileMatrixSetIDs() -> Set<String> {
        let files = files(in: workspace.tilesFolder, ending: "json")
        return Set(files.map { $0.deletingPathExtension().lastPathComponent }).union(["WebMercatorQuad"])
    }

    private mutating func files(in folder: URL, ending: String) -> [URL] {
        do {
            return try workspace.files(in: folder, ending: ending)
        } catch {
            let message = "the folder cannot be read; \(error.description)"
            issues.append(
                ConfigurationIssue(file: workspace.relativePath(of: folder), line: 1, column: 1, message: message))
            return []
        }
    }

    private mutating func codeLists() -> [String: CodeList] {
        var lists: [String: CodeList] = [:]
        for file in files(in: workspace.codeListsFolder, ending: "yaml") {
            let list = read(file) { text, name throws(ConfigurationError) in
                try CodeListReader.codeList(from: text, file: name)
            }
            if let list { lists[list.id] = list }
        }
        return lists
    }

    private mutating func layers(by reader: LayerDefinitionReader) -> [ReadLayer] {
        var layers: [ReadLayer] = []
        for file in files(in: workspace.layersFolder, ending: "yaml") {
            let layer = read(file) { text, name throws(ConfigurationError) in
                try reader.layer(from: text, file: name)
            }
            if let layer { layers.append(layer) }
        }
        return layers
    }

    private mutating func read<Value>(
        _ file: URL, _ body: (_ text: String, _ name: String) throws(ConfigurationError) -> Value
    ) -> Value? {
        let name = workspace.relativePath(of: file)
        do {
            return try body(try WorkspaceFile.text(of: file, named: name), name)
        } catch {
            issues += error.issues
            return nil
        }
    }
}
