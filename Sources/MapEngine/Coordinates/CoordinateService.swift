package import GeoCore
import GeoNative

/// Turns places into coordinates of other systems and back, VN-2000 by EPSG:6960.
package struct CoordinateService: Sendable {
    private let pool: GeoWorkerPool

    init(pool: GeoWorkerPool) {
        self.pool = pool
    }

    /// A place in a projected system, with the words of Vietnamese coordinate tables: X is the northing.
    package struct Projected: Sendable {
        /// The system's name for people.
        package var name: String
        package var northing: Double
        package var easting: Double
    }

    /// Projects a place given in CRS84, to the tenth of a millimetre.
    ///
    /// - Throws: `invalidParameter` for an unknown system, or a place outside of what it can hold.
    package func project(_ place: Coordinate, to crs: CRS) async throws -> Projected {
        try await EngineError.translating {
            try await pool.run { context in
                let projected = try context.transformer(for: crs).fromCRS84(place)
                let zone = try context.vietnamZones().first { $0.crs == crs }
                return Projected(
                    name: zone?.name ?? crs.name, northing: (projected.y * 10_000).rounded() / 10_000,
                    easting: (projected.x * 10_000).rounded() / 10_000)
            }
        }
    }
}
