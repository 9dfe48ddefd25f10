import GRDB
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct RowCodecTests {
    static let values: [FieldValue] = [
        .null, .integer(0), .integer(-1), .integer(.max), .integer(.min), .real(0.1), .real(-1e300), .text(""),
        .text("Ngô Thì Nhậm"), .text(String(repeating: "x", count: 300)), .boolean(true), .boolean(false),
    ]
    static let types: [FieldType] = [
        .text, .integer, .integer, .integer, .integer, .real, .real, .text, .text, .text, .boolean, .boolean,
    ]

    @Test("values come back as they were")
    func roundTrip() throws {
        var bytes: [UInt8] = []
        RowCodec.append(Self.values, to: &bytes)
        let (values, length) = try RowCodec.decode(bytes, types: Self.types)
        #expect(values == Self.values)
        #expect(length == bytes.count)
    }

    @Test("bytes cut short are an error")
    func short() throws {
        var bytes: [UInt8] = []
        RowCodec.append(Self.values, to: &bytes)
        for end in bytes.indices {
            #expect(throws: StorageError.self) {
                try RowCodec.decode(Array(bytes[..<end]), types: Self.types)
            }
        }
    }

    @Test("a stored row gives back the very bytes that were staged")
    func stored() async throws {
        let temporary = try TemporaryStore()
        var tree = StagedFeature.tree(1)
        tree.values = [.text("Cây số 1"), .integer(12), .null]
        try await temporary.importTrees([tree])
        #expect(try await temporary.store.check() == [])
        #expect(try await temporary.store.features(FeatureQuery(layer: .trees)).features[0].values[1] == .real(12))
    }
}
