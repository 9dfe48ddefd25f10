import Foundation
import GeoCore
import Testing

@testable import MapEngine

@Suite("Small renditions of pictures")
struct PictureRenditionTests {
    /// A plain PNG of 128 by 80 pixels.
    private static let picture: [UInt8] = {
        let base64 =
            "iVBORw0KGgoAAAANSUhEUgAAAIAAAABQCAIAAABeYuqzAAAAiUlEQVR42u3RQQ0AAAjEsJOKFKQgFRk8aDIFa6pHh8UCAAAE"
            + "AIAAABAAAAIAQAAACAAAAQAgAAAEAIAAABAAAAIAQAAACAAAAQAgAAAEAIAAABAAAAIAQAAACAAAAQAgAAAEAIAAABAAAAIA"
            + "QAAACAAAAQAAwAUAAAQAgAAAEAAAAgBAAAAIwIcWAMYDhfq+P4sAAAAASUVORK5CYII="
        return Data(base64Encoded: base64).map(Array.init) ?? []
    }()

    /// Width and height as the header of a PNG has them.
    private func size(_ bytes: [UInt8]) -> [Int] {
        [16, 20].map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    }

    @Test("the longer side is as asked, the shape stays, and a smaller picture keeps its size")
    func sides() async throws {
        let reports = try await OperationsFixture().engine.reports
        #expect(size(Self.picture) == [128, 80])
        #expect(size(try await reports.rendition(of: Self.picture, longSide: 64)) == [64, 40])
        #expect(size(try await reports.rendition(of: Self.picture, longSide: 1_024)) == [128, 80])
    }

    @Test("a side out of bounds is refused with the bounds", arguments: [0, 31, 1_025, -64])
    func bounds(side: Int) async throws {
        let reports = try await OperationsFixture().engine.reports
        let error = await #expect(throws: EngineError.self) {
            try await reports.rendition(of: Self.picture, longSide: side)
        }
        #expect(error?.code == .invalidParameter && error?.message.contains("32 and 1024") == true)
    }
}
