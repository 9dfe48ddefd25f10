import GeoNative

extension ReportService {
    /// The longer sides that a small rendition of a picture may have, in pixels.
    package static let renditionSides = 32...1_024

    /// A small rendition of a picture's bytes, as ``picture(_:of:for:)`` gives them to those who may see them.
    ///
    /// - Parameter longSide: The longer side in pixels, within ``renditionSides``; a smaller picture keeps its size.
    /// - Throws: `invalidParameter` for another side, `unreadable` where the file is no picture, `busy`.
    package func rendition(of bytes: [UInt8], longSide: Int) async throws -> [UInt8] {
        let sides = Self.renditionSides
        guard sides.contains(longSide) else {
            throw EngineError(
                .invalidParameter, "“size” must be between \(sides.lowerBound) and \(sides.upperBound) pixels.",
                parameter: "size")
        }
        return try await EngineError.translating {
            try await self.pool.run { context in
                try context.cleanPicture(bytes, limits: PictureLimits(longSide: longSide)).bytes
            }
        }
    }
}
