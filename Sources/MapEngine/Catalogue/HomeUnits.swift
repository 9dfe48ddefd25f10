package import GeoCore

/// The fields of a layer that hold the codes of the units where its objects are at home, whatever their place.
///
/// `unit=` chooses by them, since a vessel at sea lies in no commune.
package struct HomeUnits: Hashable, Sendable {
    /// By level.
    package var fields: [UnitLevel: String]

    package init(fields: [UnitLevel: String]) {
        self.fields = fields
    }

    /// The codes in a row, in order of the levels; `nil` where it has none.
    func codes(in values: [FieldValue], of definition: LayerDefinition) -> [String]? {
        let codes = UnitLevel.allCases.compactMap { level -> String? in
            guard let index = fields[level].flatMap({ definition.index(of: $0) }),
                case .text(let code) = values[index], !code.isEmpty
            else { return nil }
            return code
        }
        return codes.isEmpty ? nil : codes
    }

    /// The field of a level.
    ///
    /// - Throws: `invalidParameter` where the layer keeps none of that level.
    func field(_ level: UnitLevel, of layer: LayerID) throws -> String {
        if let field = fields[level] { return field }
        let known = UnitLevel.allCases.filter { fields[$0] != nil }.map(\.rawValue).joined(separator: " or ")
        throw EngineError(
            .invalidParameter, "The layer “\(layer)” knows where its objects are at home by \(known) only.",
            parameter: "unit")
    }
}

extension HomeUnits {
    static let keys = UnitLevel.allCases.map(\.rawValue)

    /// Reads `homeUnits`, which names a field for one level at least.
    init?(reading mapping: MappingReader) {
        var fields: [UnitLevel: String] = [:]
        for level in UnitLevel.allCases { fields[level] = mapping.text(level.rawValue) }
        guard !fields.isEmpty else { return nil }
        self.init(fields: fields)
    }
}
