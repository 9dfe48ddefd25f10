import Foundation
import GeoCore
import GeoNative
import SampleProvince
import Testing

/// The generated files, read back through GDAL.
struct SampleProvinceTests {
    /// A folder of its own for each test, removed afterwards.
    static func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sample-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    static func records(_ file: URL) throws -> (layer: SourceLayer, records: [SourceRecord]) {
        var dataset = try Dataset(opening: file.path)
        let name = file.pathExtension == "dxf" ? "entities" : nil
        let layer = try #require(try dataset.layers().first { name == nil || $0.name == name })
        let records = try dataset.withLayer(name) { reader in
            var all: [SourceRecord] = []
            while case let batch = try reader.next(500), !batch.isEmpty { all.append(contentsOf: batch) }
            return all
        }
        return (layer, records)
    }

    static func rings(_ records: [SourceRecord]) -> [[Coordinate]] {
        records.compactMap { record in
            guard case .polygon(let polygon)? = record.geometry.whole else { return nil }
            return polygon.exterior
        }
    }

    @Test("the same options give the same bytes, another seed gives others")
    func determinism() throws {
        try Self.withFolder { folder in
            let names = ["a": 7, "b": 7, "c": 8] as [String: UInt64]
            for (name, seed) in names {
                let options = SampleProvince.Options(seed: seed, parcels: 300, contents: .benchmarkParcels)
                try SampleProvince.write(to: folder.appending(path: name), options: options)
            }
            for ending in ["shp", "shx", "dbf"] {
                let contents = try ["a", "b", "c"].map {
                    try Data(contentsOf: folder.appending(path: "\($0)/parcels.\(ending)"))
                }
                #expect(contents[0] == contents[1])
                #expect(contents[0] != contents[2] || ending == "shx")
            }
        }
    }

    @Test("the benchmark's parcels have 13 vertices, six attributes and their exact number")
    func benchmark() throws {
        try Self.withFolder { folder in
            let options = SampleProvince.Options(parcels: 1_234, contents: .benchmarkParcels)
            try SampleProvince.write(to: folder, options: options)
            let (layer, records) = try Self.records(folder.appending(path: "parcels.shp"))
            #expect(records.count == 1_234)
            #expect(layer.fields.count == 6)
            #expect(layer.crs == nil)
            #expect(Self.rings(records).allSatisfy { $0.count == 13 })
        }
    }

    @Test("neighbours share their vertices exactly: inside a block every side is there twice")
    func sharedEdges() throws {
        try Self.withFolder { folder in
            let options = SampleProvince.Options(parcels: 400, contents: .benchmarkParcels)
            try SampleProvince.write(to: folder, options: options)
            let rings = Self.rings(try Self.records(folder.appending(path: "parcels.shp")).records)
            var sides: [Set<Coordinate>: Int] = [:]
            for ring in rings {
                for (start, end) in zip(ring, ring.dropFirst()) { sides[[start, end], default: 0] += 1 }
            }
            #expect(sides.values.allSatisfy { $0 <= 2 })
            // Of a block's 2 × 10 lots 28 sides of three pieces are shared: 9 + 9 between lots, 10 along the middle.
            #expect(sides.values.count { $0 == 2 } == 20 * 28 * 3)
        }
    }

    @Test("the text of the cadastre is found to be TCVN3, its zone by its communes")
    func cadastreEvidence() throws {
        try Self.withFolder { folder in
            let options = SampleProvince.Options(parcels: 400, contents: .benchmarkParcels)
            try SampleProvince.write(to: folder, options: options)
            let (layer, records) = try Self.records(folder.appending(path: "parcels.shp"))
            let column = try #require(layer.fields.firstIndex { $0.name == "diachi" })
            let values = records.compactMap { record -> [UInt8]? in
                if case .bytes(let bytes) = record.values[column] { bytes } else { nil }
            }
            #expect(EncodingDetector.detect(values).chosen == .tcvn3)
            let text = try #require(TextEncoding.tcvn3.decode(values[0])?.text)
            #expect(text.hasPrefix("đường "))
        }
    }

    @Test("a parcel's key is unique")
    func keys() throws {
        try Self.withFolder { folder in
            try SampleProvince.write(to: folder, options: .init(parcels: 2_000, contents: .benchmarkParcels))
            let (layer, records) = try Self.records(folder.appending(path: "parcels.shp"))
            let columns = try ["xaid", "shbando", "shthua"].map { name in
                try #require(layer.fields.firstIndex { $0.name == name })
            }
            let keys = Set(records.map { record in columns.map { record.values[$0] } })
            #expect(keys.count == records.count)
        }
    }
}
