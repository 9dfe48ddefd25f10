import Foundation
import GeoCore
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

@Suite("Pictures of reports")
struct ReportPictureTests {
    /// Four pixels as PNG.
    private static let picture: [UInt8] = {
        let base64 =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAC3RFWHRDb21tZW50AEdQU7mGBZEAAAASSURBVHicY/jPwMAAwgz/gQAAH+4F+wvZaIsAAAAASUVORK5CYII="
        return Data(base64Encoded: base64).map(Array.init) ?? []
    }()

    @Test("a picture is seen by handlers and the reporter, and by nobody else once the report is published")
    func hides() async throws {
        let fixture = try await OperationsFixture()
        let reports = fixture.engine.reports
        let report = try await fixture.submit()
        let picture = try await reports.attach(Self.picture, to: report.code, by: OperationsFixture.citizen())
        func sees(_ actor: ReportActor) async -> Bool {
            await code { _ = try await reports.picture(picture.id, of: report.code, for: actor) } == nil
        }
        #expect(await sees(OperationsFixture.officer))
        #expect(await sees(OperationsFixture.commune))
        #expect(await sees(OperationsFixture.citizen(receipt: report.key)))
        #expect(await !sees(OperationsFixture.citizen()))
        #expect(await !sees(OperationsFixture.otherCommune))
        try await fixture.move(report, "assigned", "in-progress", "done", "published")
        #expect(await !sees(OperationsFixture.citizen()))
        #expect(await !sees(OperationsFixture.otherCommune))
        #expect(await sees(OperationsFixture.citizen(receipt: report.key)))
        let listed = await code { _ = try await reports.pictures(of: report.code, for: OperationsFixture.citizen()) }
        #expect(listed == .unauthenticated)
        #expect(picture.mediaType == "image/png" && picture.width == 2)
    }

    @Test("who did not send a report cannot add pictures to it; the sender's address can for an hour, the key ever")
    func refusesStrangers() async throws {
        let fixture = try await OperationsFixture("anonymous: true, pictures: 2")
        let report = try await fixture.submit()
        func attach(_ actor: ReportActor, _ bytes: [UInt8] = Self.picture) async -> EngineError.Code? {
            await code { _ = try await fixture.engine.reports.attach(bytes, to: report.code, by: actor) }
        }
        #expect(await attach(OperationsFixture.citizen("198.51.100.9")) == .unauthenticated)
        #expect(await attach(OperationsFixture.otherCommune) == .notFound)
        #expect(await attach(OperationsFixture.citizen()) == nil)
        #expect(await attach(OperationsFixture.citizen(), Array("GIF89a".utf8)) == .unreadable)
        fixture.clock.advance(seconds: 3_601)
        #expect(await attach(OperationsFixture.citizen()) == .unauthenticated)
        #expect(await attach(OperationsFixture.citizen("198.51.100.9", receipt: report.key)) == nil)
        #expect(await attach(OperationsFixture.officer) == .unprocessable)
    }

    @Test("more than 15 MB is refused")
    func refusesLarge() async throws {
        let fixture = try await OperationsFixture()
        let report = try await fixture.submit()
        let large = Self.picture + [UInt8](repeating: 0, count: 15 << 20)
        #expect(
            await code {
                _ = try await fixture.engine.reports.attach(large, to: report.code, by: OperationsFixture.officer)
            } == .tooLarge)
    }
}
