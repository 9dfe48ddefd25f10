import Foundation
import Testing

@testable import GeoNative

@Suite("Awkward files", .enabled(if: SharedData.exists, "needs the folder of real files beside the repository"))
struct AwkwardFileTests {
    @Test("each either opens and reads to its end or gives a sentence", arguments: SharedData.files(under: "awkward"))
    func opensOrTells(path: String) throws {
        do {
            var dataset = try Dataset(opening: path)
            for layer in try dataset.layers() {
                let count = try dataset.withLayer(layer.name) { reader in
                    var count = 0
                    while case let batch = try reader.next(1_000), !batch.isEmpty { count += batch.count }
                    return count
                }
                if ProcessInfo.processInfo.environment["SHOW"] != nil { print("OK", path, layer.name, count) }
            }
        } catch let error as NativeError {
            if ProcessInfo.processInfo.environment["SHOW"] != nil { print("ERR", error) }
            #expect(error.message.hasSuffix("."))
            #expect(!error.message.isEmpty)
        }
    }
}
