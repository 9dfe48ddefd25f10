import GeoCore

/// Builds the whole tile index of a layer out of its features, given one by one in any order.
///
/// Memory is bounded but for about 70 bytes a feature and 12 a junction; shapes, values and vertices wait in a scratch
/// space. Four steps: features are put on the grid and their vertices shared out into buckets by position; junctions
/// are found bucket by bucket; features are brought into their final order, by zoom of first appearance and then along
/// a Hilbert curve; and blocks are packed and given out in that order.
package struct TileIndexBuilder<Scratch: ScratchSpace> {
    private var build: IndexBuild

    package init(schema: TileIndexSchema, scratch: Scratch) {
        build = IndexBuild(schema: schema, scratch: scratch)
    }

    /// How many features the index holds so far.
    package var count: Int { build.count }

    /// Adds a feature.
    ///
    /// - Returns: `false` where nothing of its geometry is left on the grid of 9 mm, so that no tile can show it.
    /// - Throws: `.invalidInput` for a coordinate that is not finite or an input that does not fit the schema, and
    ///   whatever the scratch space throws.
    package mutating func add(_ input: TileIndexInput) throws -> Bool {
        try build.add(input)
    }

    /// Gives out every block in the index's order and ends the build.
    package consuming func finish(_ emit: (TileBlock) throws -> Void) throws {
        try build.finish(emit)
    }

    /// Gives out the same blocks, with the vertices' zooms and the labels found by other tasks beside the packing.
    package consuming func finishTogether(_ emit: (TileBlock) throws -> Void) async throws {
        try await build.finishTogether(emit)
    }
}

/// The build itself, which no generic code of another target slows down.
private struct IndexBuild {
    private let schema: TileIndexSchema
    private var scratch: BufferedScratch
    private var records: [RecordSummary] = []
    private var candidates: [TileThinning.Candidate] = []
    private var arrivals = 0
    private var arrivalBytes = 0

    init(schema: TileIndexSchema, scratch: any ScratchSpace) {
        self.schema = schema
        self.scratch = BufferedScratch(scratch)
    }

    var count: Int { records.count }

    mutating func add(_ input: TileIndexInput) throws -> Bool {
        try schema.check(input)
        guard let geometry = try GridGeometry(input.geometry), let box = geometry.box else { return false }
        let record = IndexRecord.encode(id: input.id, paths: geometry.paths, values: input.values)
        if arrivalBytes + record.count > BucketPlan.arrivalBytes {
            arrivals += 1
            arrivalBytes = 0
        }
        arrivalBytes += record.count
        try scratch.append(record, to: BucketPlan.arrival(arrivals))
        records.append(RecordSummary(curve: HilbertCurve.index(of: box.center), bytes: UInt32(record.count)))
        candidates.append(TileThinning.Candidate(id: input.id, box: box, size: geometry.size))
        try shareOutVertices(of: geometry)
        return true
    }

    consuming func finish(_ emit: (TileBlock) throws -> Void) throws {
        let groups = try arrange()
        let workshop = IndexWorkshop(schema: schema, junctions: try findJunctions())
        var encoder = TileBlockEncoder(schema: schema)
        for group in 0..<groups {
            try pack(workshop.prepare(try scratch.take(BucketPlan.group(group))), into: &encoder, emit)
        }
        if !encoder.isEmpty { try emit(encoder.finish()) }
    }

    /// Groups are prepared two at a time while those before them are packed.
    consuming func finishTogether(_ emit: (TileBlock) throws -> Void) async throws {
        let groups = try arrange()
        let workshop = IndexWorkshop(schema: schema, junctions: try findJunctions())
        var encoder = TileBlockEncoder(schema: schema)
        var ready: [[PreparedFeature]] = []
        for group in stride(from: 0, to: groups + 2, by: 2) {
            let first = try take(group, of: groups), second = try take(group + 1, of: groups)
            async let firstPrepared = workshop.prepare(first)
            async let secondPrepared = workshop.prepare(second)
            for features in ready { try pack(features, into: &encoder, emit) }
            ready = await [firstPrepared, secondPrepared]
        }
        if !encoder.isEmpty { try emit(encoder.finish()) }
    }

    private mutating func take(_ group: Int, of groups: Int) throws -> [UInt8] {
        group < groups ? try scratch.take(BucketPlan.group(group)) : []
    }

    private mutating func shareOutVertices(of geometry: GridGeometry) throws {
        guard schema.geometry != .point else { return }
        for path in geometry.paths {
            var failure: (any Error)?
            JunctionFinder.visit(path.positions, isRing: schema.geometry == .polygon) { key, pair in
                do {
                    try scratch.append(key, pair, to: BucketPlan.vertices(key))
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
        }
    }
}

extension IndexBuild {
    /// Finds the junctions of the layer, one bucket of vertices at a time.
    private mutating func findJunctions() throws -> JunctionSet {
        var junctions = JunctionSet()
        for bucket in BucketPlan.allVertices {
            let bytes = try scratch.take(bucket)
            var finder = JunctionFinder(capacity: bytes.count / 48)
            var reader = ByteReader(bytes)
            while !reader.isAtEnd { finder.add(reader.readUInt64(), reader.readUInt64()) }
            finder.collect(into: &junctions)
        }
        return junctions
    }

    /// Decides the order of the features and brings their records into groups of that order.
    ///
    /// - Returns: The number of groups.
    private mutating func arrange() throws -> Int {
        let zooms = TileThinning(schema).zooms(of: candidates)
        candidates = []
        for (place, item) in finalOrder(zooms).enumerated() { records[Int(item.index)].place = UInt32(place) }
        var next = 0
        for arrival in 0...arrivals {
            let bytes = try scratch.take(BucketPlan.arrival(arrival))
            var start = 0
            while start < bytes.count {
                let summary = records[next]
                let end = start + Int(summary.bytes)
                let place = Int(summary.place)
                try scratch.append(
                    IndexRecord.header(place: place, visibleFrom: zooms[next], bytes: Int(summary.bytes)),
                    to: BucketPlan.group(place / BucketPlan.groupCount))
                try scratch.append(bytes[start..<end], to: BucketPlan.group(place / BucketPlan.groupCount))
                start = end
                next += 1
            }
        }
        let count = records.count
        records = []
        return (count + BucketPlan.groupCount - 1) / BucketPlan.groupCount
    }

    /// The features by zoom, then along the curve, then as they came.
    private func finalOrder(_ zooms: [UInt8]) -> [OrderedRecord] {
        var items = records.indices.map { index in
            OrderedRecord(curve: records[index].curve, index: UInt32(index), zoom: zooms[index])
        }
        items.sort { left, right in
            if left.zoom != right.zoom { return left.zoom < right.zoom }
            return left.curve != right.curve ? left.curve < right.curve : left.index < right.index
        }
        return items
    }

    /// Packs the features of one group; the last block stays open for the next group.
    private func pack(
        _ features: [PreparedFeature], into encoder: inout TileBlockEncoder, _ emit: (TileBlock) throws -> Void
    ) throws {
        for feature in features {
            if !encoder.isEmpty, encoder.isFull || encoder.visibleFrom != feature.visibleFrom {
                try emit(encoder.finish())
            }
            encoder.add(
                id: feature.id, visibleFrom: feature.visibleFrom, box: feature.box, label: feature.label,
                paths: feature.paths, tileValues: feature.values)
        }
    }
}

/// A feature with everything found that its block holds.
private struct PreparedFeature: Sendable {
    var id: Int64
    var visibleFrom: Int
    var box: GridBox
    var label: GridPosition?
    var paths: [GridPath]
    var values: [ArraySlice<UInt8>]
}

/// Finds the zooms of vertices and the labels of a group of features, when the junctions of the layer are known.
private struct IndexWorkshop: Sendable {
    let schema: TileIndexSchema
    let junctions: JunctionSet

    /// - Parameter bytes: The records of a group.
    func prepare(_ bytes: [UInt8]) -> [PreparedFeature] {
        var features: [PreparedFeature] = []
        for located in IndexRecord.locate(in: bytes) {
            let record = IndexRecord.decode(bytes, at: located.range, schema: schema)
            let geometry = GridGeometry(kind: schema.geometry, paths: record.paths)
                .withZooms(junctions, deepestZoom: schema.deepestZoom)
            guard let box = geometry.box else { continue }
            features.append(
                PreparedFeature(
                    id: record.id, visibleFrom: located.visibleFrom, box: box, label: LabelPoint.find(in: geometry),
                    paths: geometry.paths, values: record.values))
        }
        return features
    }
}

/// What stays in memory of a feature while its record lies in the scratch space.
private struct RecordSummary {
    var curve: UInt64
    var bytes: UInt32
    var place: UInt32 = 0
}

/// What a feature is sorted by.
private struct OrderedRecord {
    let curve: UInt64
    let index: UInt32
    let zoom: UInt8
}

/// Which bucket of the scratch space holds what.
private enum BucketPlan {
    /// Records in the order they came, cut into buckets of about this size.
    static let arrivalBytes = 4 << 20
    /// How many features of the final order share a bucket.
    static let groupCount = 8192
    private static let vertexBuckets = 64

    static let allVertices = 0..<vertexBuckets

    static func vertices(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: StableHash.mix(key) & UInt64(vertexBuckets - 1))
    }

    static func arrival(_ number: Int) -> Int { vertexBuckets + 2 * number }

    static func group(_ number: Int) -> Int { vertexBuckets + 2 * number + 1 }
}
