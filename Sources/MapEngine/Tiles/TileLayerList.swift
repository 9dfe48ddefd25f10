/// The names of the layers of a composite, as the address of a tile has them.
package struct TileLayerList: Hashable, Sendable {
    /// The most layers of one tile.
    package static let limit = 64

    package let names: [String]

    /// Reads names with commas between them.
    ///
    /// - Throws: `invalidParameter` for more names than a tile takes, and for one that is given twice: the names of a
    ///   tile's layers are unique (MVT 2.1, 4.1).
    package init(_ text: some StringProtocol) throws {
        let parts = text.split(separator: ",", maxSplits: Self.limit, omittingEmptySubsequences: false)
        guard parts.count <= Self.limit else {
            throw EngineError(
                .invalidParameter, "A tile holds at most \(Self.limit) layers; ask for fewer at a time.",
                parameter: "layers")
        }
        names = parts.map { String($0) }
        var seen: Set<String> = []
        if let repeated = names.first(where: { !seen.insert($0).inserted }) {
            throw EngineError(
                .invalidParameter, "The layer “\(repeated)” is given twice; name each layer once.", parameter: "layers")
        }
    }
}
