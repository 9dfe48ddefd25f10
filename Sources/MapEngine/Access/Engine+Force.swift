package import GeoCore
import GeoStorage

extension Engine {
    /// Whether what a caller was let in by still holds: always for the public, for others while their token is in force.
    ///
    /// For answers that last, such as `/events`: a token that is revoked or expires meanwhile must end them.
    package func isInForce(_ caller: Caller) async throws -> Bool {
        guard caller.role != nil else { return true }
        return try await EngineError.translating {
            try await self.store.isTokenInForce(caller.name, at: self.live.currentInstant.date)
        }
    }
}
