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
                try dataset.withLayer(layer.name) { reader in
                    while try !reader.next(1_000).isEmpty {}
                }
            }
        } catch let error as NativeError {
            #expect(error.message.hasSuffix("."))
            #expect(!error.message.isEmpty)
        }
    }
}
