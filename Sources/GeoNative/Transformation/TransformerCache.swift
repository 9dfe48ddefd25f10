package import GeoCore

/// The transformers a worker has made, since making one takes milliseconds.
final class TransformerCache: GeoCompanion {
    private var transformers: [CRSDefinition: CoordinateTransformer] = [:]
    private static let limit = 64

    func transformer(
        for definition: CRSDefinition, in context: borrowing GeoContext
    ) throws(NativeError) -> CoordinateTransformer {
        if let known = transformers[definition] { return known }
        let made = try CoordinateTransformer(definition, in: context)
        if transformers.count >= Self.limit { transformers.removeAll() }
        transformers[definition] = made
        return made
    }
}

extension GeoContext {
    /// The transformer of a coordinate system, made when first asked for; it must not leave the job.
    package mutating func transformer(for definition: CRSDefinition) throws(NativeError) -> CoordinateTransformer {
        let cache = companion(TransformerCache.self)
        return try cache.transformer(for: definition, in: self)
    }

    /// The transformer of a coordinate system by its code.
    package mutating func transformer(for crs: CRS) throws(NativeError) -> CoordinateTransformer {
        try transformer(for: .code(crs))
    }
}
