import Foundation
import MapTesting
import Testing

@testable import MapEngine

@Suite("A recording with nothing in it")
struct EmptyReplayTests {
    private func replay(_ text: String, named name: String = "a.csv") async throws -> PositionAnswer {
        let fixture = try await OperationsFixture()
        let file = try fixture.temporary.write(text, to: name)
        return try await PositionReplay(engine: fixture.engine, start: nil).run(file) { _, _ in }
    }

    @Test(
        "an empty file, and one with a header alone, into an empty history bring nothing",
        arguments: ["", "vessel,time,lon,lat\n"])
    func empty(text: String) async throws {
        #expect(try await replay(text) == PositionAnswer())
    }

    @Test("sentences of which nothing says when they were are refused, not passed over")
    func untimed() async throws {
        let sentence = "!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24\r\n"
        await #expect(throws: EngineError.self) { try await replay(sentence, named: "a.nmea") }
    }

    @Test("a folder is no recording")
    func folder() async throws {
        let fixture = try await OperationsFixture()
        let folder = fixture.temporary.workspace.dataFolder
        await #expect(throws: EngineError.self) {
            try await PositionReplay(engine: fixture.engine, start: nil).run(folder) { _, _ in }
        }
    }
}
