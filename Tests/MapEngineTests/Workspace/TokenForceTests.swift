import Foundation
import GeoCore
import MapTesting
import Testing

@testable import MapEngine

@Suite("Tokens of answers that last")
struct TokenForceTests {
    @Test("a caller is in force until the token is revoked or expires; the public always is")
    func force() async throws {
        let fixture = try await OperationsFixture()
        let tokens = fixture.engine.tokens
        let lasting = try await tokens.caller(of: tokens.create(role: .viewer, unit: nil, expires: nil))
        let end = fixture.clock.date.addingTimeInterval(60)
        let short = try await tokens.caller(of: tokens.create(role: .viewer, unit: nil, expires: end))
        for caller in [lasting, short, .anonymous] { #expect(try await fixture.engine.isInForce(caller)) }
        fixture.clock.advance(seconds: 61)
        #expect(try await !fixture.engine.isInForce(short))
        #expect(try await fixture.engine.isInForce(lasting))
        try await tokens.revoke(lasting.name)
        #expect(try await !fixture.engine.isInForce(lasting))
        #expect(try await fixture.engine.isInForce(.anonymous))
        #expect(try await !fixture.engine.isInForce(Caller(role: .viewer, name: "unknown")))
    }
}
