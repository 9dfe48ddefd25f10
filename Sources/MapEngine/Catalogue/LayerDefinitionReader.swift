package import GeoCore
package import LiveMap
import Yams

/// Reads one layer definition strictly: anything that is not in the format is an issue with its line.
package struct LayerDefinitionReader {
    /// The shared code lists that a field may name.
    package var codeLists: [String: CodeList]
    /// The ids of tile matrix sets, which no layer may have.
    package var tileMatrixSets: Set<String>

    package init(codeLists: [String: CodeList] = [:], tileMatrixSets: Set<String> = []) {
        self.codeLists = codeLists
        self.tileMatrixSets = tileMatrixSets
    }

    /// Reads a definition.
    ///
    /// - Parameter file: The path for messages; the id must be its name without folder and ending.
    /// - Throws: `ConfigurationError` with everything that is wrong in the file.
    package func definition(from text: String, file: String) throws(ConfigurationError) -> LayerDefinition {
        try layer(from: text, file: file).definition
    }

    /// Reads a definition with what its `live:` says of the devices that its features are.
    ///
    /// - Throws: As `definition(from:file:)`.
    package func layer(from text: String, file: String) throws(ConfigurationError) -> ReadLayer {
        let log = IssueLog(file: file)
        return try log.result(
            read(text, log: log), empty: "the file is empty; write a layer definition or remove it")
    }

    private func read(_ text: String, log: IssueLog) -> ReadLayer? {
        guard let root = StrictYAML.root(of: text, log: log),
            let mapping = MappingReader(root, path: "", known: DefinitionKeys.layer, log: log)
        else { return nil }
        for key in ["id", "title", "theme", "geometry", "fields"] { mapping.require(key) }
        let fields = fields(of: mapping)
        LayerDefinitionChecks(mapping: mapping, fields: fields.map(\.definition)).run()
        let id = id(of: mapping)
        let title = mapping.localizedText("title")
        let theme = mapping.choice("theme", of: Theme.self)
        let geometry = mapping.choice("geometry", of: GeometryKind.self)
        let settings = settings(of: mapping)
        guard let id, let title, let theme, let geometry else { return nil }
        let key = mapping.texts("key").map(\.value)
        let devices = DeviceKindReader(layer: id, key: key, fields: fields.map(\.definition))
        let kind = mapping.mapping("live", known: LiveKeys.live).flatMap(devices.kind)
        if kind != nil, geometry != .point { mapping.reject("geometry", "must be point, since devices are at places") }
        let definition = LayerDefinition(
            id: id, title: title, summary: mapping.localizedText("summary"), theme: theme, geometry: geometry,
            key: key, fields: fields.map(\.definition),
            legalArea: mapping.text("legalArea"), validity: settings.validity,
            unitLevel: mapping.choice("unitLevel", of: UnitLevel.self), tiles: settings.tiles,
            access: settings.access, attribution: mapping.text("attribution"), licence: mapping.text("licence"))
        let homes = mapping.mapping("homeUnits", known: HomeUnits.keys).flatMap(HomeUnits.init(reading:))
        return ReadLayer(definition: definition, deviceKind: kind, homeUnits: homes)
    }

    private func id(of mapping: MappingReader) -> LayerID? {
        guard let name = mapping.located("id") else { return nil }
        guard let id = LayerID(name.value) else {
            mapping.reject(
                "id",
                "is '\(name.value)'; write lower-case letters and digits joined by single hyphens, beginning with a letter"
            )
            return nil
        }
        let expected = Self.stem(of: mapping.log.file)
        if id.name != expected {
            mapping.reject("id", "is '\(id)', but the file is named '\(expected)'; make them the same")
        }
        if tileMatrixSets.contains(where: { $0.lowercased() == id.name }) {
            mapping.reject("id", "is '\(id)', which is the id of a tile matrix set; choose another")
        }
        return id
    }

    /// The name of a file without its folder and ending.
    static func stem(of file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return name.split(separator: ".").first.map(String.init) ?? name
    }

    private func settings(
        of mapping: MappingReader
    ) -> (
        tiles: TileSettings, access: AccessSettings, validity: Validity?
    ) {
        (
            mapping.mapping("tiles", known: DefinitionKeys.tiles).map(TileSettings.init(reading:)) ?? TileSettings(),
            mapping.mapping("access", known: DefinitionKeys.access).map(AccessSettings.init(reading:))
                ?? AccessSettings(),
            mapping.mapping("validity", known: DefinitionKeys.validity).flatMap(Validity.init(reading:))
        )
    }
}

/// A layer as its file defines it.
package struct ReadLayer: Sendable {
    package var definition: LayerDefinition
    /// `nil` for a layer of things that neither move nor measure.
    package var deviceKind: DeviceKind?
    /// `nil` for a layer whose features belong to the units that they lie in.
    package var homeUnits: HomeUnits?
}

extension MappingReader {
    /// A text in both languages; both are required.
    func localizedText(_ key: String) -> LocalizedText? {
        guard let reader = mapping(key, known: DefinitionKeys.localizedText) else { return nil }
        reader.require("vi")
        reader.require("en")
        guard let vi = reader.text("vi"), let en = reader.text("en") else { return nil }
        return LocalizedText(vi: vi, en: en)
    }
}
