import Foundation
import MapTesting
import Testing

@Suite struct CommandLineTests {
    @Test("an unknown layer is wrong usage, told in one sentence with the nearest name")
    func unknownLayer() throws {
        let temporary = try TemporaryWorkspace()
        let file = try temporary.write("{\"type\":\"FeatureCollection\",\"features\":[]}", to: "a.geojson")
        let result = try BandoProcess.run(["import", "parcel", file.path], in: temporary)
        #expect(result.status == 2)
        #expect(result.error.contains("parcels"))
    }

    @Test("a second import of the same file changes nothing and says so")
    func importTwice() throws {
        let temporary = try TemporaryWorkspace()
        let file = TemporaryWorkspace.datasets.appending(path: "tinh-tu-2025-07.geojson")
        let first = try BandoProcess.run(["import", "province", file.path, "--json"], in: temporary)
        let second = try BandoProcess.run(["import", "province", file.path], in: temporary)
        #expect(first.status == 0)
        #expect(first.output.contains("\"added\":1"))
        #expect(second.status == 0)
        #expect(second.output.contains("Nothing changed"))
    }
}
