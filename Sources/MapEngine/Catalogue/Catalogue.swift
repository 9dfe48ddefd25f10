package import GeoCore
package import LiveMap

/// All layer definitions and code lists of a workspace at one moment: an immutable snapshot.
package struct Catalogue: Sendable {
    /// Ordered by id.
    package let definitions: [LayerDefinition]
    package let codeLists: [String: CodeList]
    /// What moves or measures, by layer.
    package let deviceKinds: [LayerID: DeviceKind]
    /// Where the objects of layers are at home, by layer.
    package let homeUnits: [LayerID: HomeUnits]
    private let positions: [LayerID: Int]

    /// - Precondition: No two definitions have the same id.
    package init(
        definitions: [LayerDefinition], codeLists: [String: CodeList] = [:], deviceKinds: [LayerID: DeviceKind] = [:],
        homeUnits: [LayerID: HomeUnits] = [:]
    ) {
        self.homeUnits = homeUnits
        self.deviceKinds = deviceKinds
        self.definitions = definitions.sorted { $0.id < $1.id }
        self.codeLists = codeLists
        self.positions = Dictionary(
            uniqueKeysWithValues: self.definitions.enumerated().map { ($0.element.id, $0.offset) })
    }

    /// The definition of a layer, or `nil` where there is none.
    package subscript(id: LayerID) -> LayerDefinition? {
        positions[id].map { definitions[$0] }
    }

    /// The definition of a layer by the name that a path or an argument gives; `nil` for no id and for an unknown one.
    package subscript(name name: String) -> LayerDefinition? {
        LayerID(name).flatMap { self[$0] }
    }

    /// The definitions that a caller may see, ordered by id; others do not exist for this caller.
    package func definitions(readableBy caller: Caller) -> [LayerDefinition] {
        definitions.filter { $0.access.allowsReading(by: caller) }
    }

    /// The definitions of a theme that a caller may see, ordered by id.
    package func definitions(of theme: Theme, readableBy caller: Caller) -> [LayerDefinition] {
        definitions(readableBy: caller).filter { $0.theme == theme }
    }

    /// The layer whose features are the administrative units of a level.
    package func units(_ level: UnitLevel) -> LayerDefinition? {
        definitions.first { $0.unitLevel == level }
    }

    /// The same catalogue with a definition added, or replaced where its id is there already.
    package func adding(_ definition: LayerDefinition) -> Catalogue {
        Catalogue(
            definitions: definitions.filter { $0.id != definition.id } + [definition], codeLists: codeLists,
            deviceKinds: deviceKinds, homeUnits: homeUnits)
    }

    /// The same catalogue with a layer as another one has it, what moves or measures and its units among it.
    func keeping(_ definition: LayerDefinition, of other: Catalogue) -> Catalogue {
        let id = definition.id
        var (kinds, homes) = (deviceKinds, homeUnits)
        (kinds[id], homes[id]) = (other.deviceKinds[id], other.homeUnits[id])
        return Catalogue(
            definitions: definitions.filter { $0.id != id } + [definition], codeLists: codeLists, deviceKinds: kinds,
            homeUnits: homes)
    }

    /// The same catalogue without a layer.
    package func removing(_ id: LayerID) -> Catalogue {
        Catalogue(
            definitions: definitions.filter { $0.id != id }, codeLists: codeLists,
            deviceKinds: deviceKinds.filter { $0.key != id }, homeUnits: homeUnits.filter { $0.key != id })
    }

    /// The known id that a mistyped name most probably meant.
    package func nearestID(to name: String) -> String? {
        definitions.map(\.id.name).nearest(to: name)
    }
}
