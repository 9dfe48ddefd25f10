package import Foundation
package import GeoCore
import GeoNative

/// Made-up source files of a province around the real Quy Nhơn (Gia Lai), in the forms and with the quirks in which
/// Vietnamese offices hand them over. The same options give the same files.
package struct SampleProvince {
    /// What to make.
    package struct Options: Hashable, Sendable {
        package var seed: UInt64
        /// Parcels of the city; the number is met exactly unless the buildable land ends.
        package var parcels: Int
        package var contents: Contents

        package init(seed: UInt64 = 2025, parcels: Int = 2_400, contents: Contents = .everything) {
            self.seed = seed
            self.parcels = parcels
            self.contents = contents
        }
    }

    /// Which files to write.
    package enum Contents: Hashable, Sendable {
        /// Every dataset of the manifest.
        case everything
        /// Every dataset but the rasters.
        case vectors
        /// The parcels only, with about 13 vertices each and six attributes: the load for measurements.
        case benchmarkParcels
    }

    /// Called with the share done, 0–1, and the file being written; throw to stop.
    package typealias Progress = (_ share: Double, _ file: String) throws -> Void

    /// Zone 108°15′ of VN-2000, in which everything is drawn.
    package static let zone = CRS(epsg: 9217)

    /// Writes the files into a folder, which is made where it is missing; files of the same names are replaced.
    ///
    /// - Throws: What the file system or GDAL says, or what `progress` throws; files written until then stay.
    package static func write(
        to folder: URL, options: Options = Options(), progress: Progress = { _, _ in }
    ) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var context = try GeoContext()
        let workshop = try Workshop(folder: folder, options: options, context: &context)
        switch options.contents {
        case .benchmarkParcels: try workshop.writeBenchmark(progress)
        case .everything, .vectors: try workshop.writeEverything(&context, progress)
        }
    }
}

/// What the parts of the generator share while files are written.
struct Workshop {
    let folder: URL
    let options: SampleProvince.Options
    let terrain: Terrain
    let map: UnitMap
    let plan: CityPlan
    /// A village in the old commune of An Nghĩa, which was divided between two new ones; none in the large load.
    let village: CityPlan

    init(folder: URL, options: SampleProvince.Options, context: inout GeoContext) throws {
        self.folder = folder
        self.options = options
        let isBenchmark = options.contents == .benchmarkParcels
        terrain = Terrain(hash: SeededHash(seed: options.seed))
        let transformer = try context.transformer(for: SampleProvince.zone)
        map = try UnitMap(terrain: terrain) { places in
            var places = places
            try transformer.fromCRS84(&places)
            return places
        }
        let grid = StreetGrid(hash: terrain.hash, edgeVertices: isBenchmark ? 2 : 1)
        let blocks = (options.parcels + 2 * StreetGrid.lotsAlong - 1) / (2 * StreetGrid.lotsAlong)
        plan = CityPlan(
            grid: grid, terrain: terrain, map: map, blocks: blocks,
            register: isBenchmark ? .newCommunes : .oldCommunes, around: Terrain.cityCenter)
        village = CityPlan(
            grid: grid, terrain: terrain, map: map, blocks: isBenchmark ? 0 : 14, register: .oldCommunes,
            around: map.divide(of: "21634"))
    }

    /// The large parcel file: `parcels.shp`.
    func writeBenchmark(_ progress: SampleProvince.Progress) throws {
        let fields = ParcelFile.benchmarkFields
        try writeParcels(ParcelSequence(plan, limit: options.parcels), to: "parcels.shp", fields: fields) { share in
            try progress(share, "parcels.shp")
        }
    }

    func writeParcels(
        _ parcels: some Sequence<SampleParcel>, to name: String, fields: [String],
        progress: (Double) throws -> Void
    ) throws {
        let columns = ParcelFile.fields.filter { fields.contains($0.name) }
        var writer = try ShapefileWriter(path: folder.appending(path: name), fields: columns)
        var count = 0
        for parcel in parcels {
            let values = ParcelFile.values(parcel)
            try writer.append(ring: parcel.ring, values: columns.map { values[$0.name] ?? .null })
            count += 1
            if count % 5_000 == 0 { try progress(Double(count) / Double(options.parcels)) }
        }
        try writer.finish()
        try progress(1)
    }
}
