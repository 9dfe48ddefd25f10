import GeoCore
import Testing
import Tiling

@Suite("Vector tile maker")
struct VectorTileMakerTests {
    private let land = Subdivision(columns: 40, rows: 40)
    private let schema = Subdivision.schema()

    /// The decoded tile of a zoom at the land's corner.
    private func decoded(
        _ zoom: Int, _ inputs: [TileIndexInput], _ schema: TileIndexSchema, visibleFields: Set<String>? = nil
    ) throws -> VectorTile {
        let made = try make(
            try tile(zoom, at: land.origin), try blocks(inputs, schema), schema, visibleFields: visibleFields)
        return try VectorTileDecoder().decode(try #require(made).bytes)
    }

    @Test("a tile holds the layer and its label points, each with id and values", arguments: [12, 14, 16, 18])
    func layers(_ zoom: Int) throws {
        let tile = try decoded(zoom, land.inputs, schema)
        #expect(tile.layers.map(\.name) == ["parcels", "parcels:label"])
        let parcels = try #require(tile.layer(named: "parcels")),
            labels = try #require(tile.layer(named: "parcels:label"))
        #expect(parcels.features.count == labels.features.count)
        for (parcel, label) in zip(parcels.features, labels.features) {
            let id = try #require(parcel.id)
            #expect(label.id == id)
            #expect(parcel["so_to"] == .integer(Int64(id)))
            #expect(parcel["dia_chi"] == (id % 2 == 0 ? nil : .text("Tổ \(id / 7)")))
            #expect(label.properties == [.init(key: "so_to", value: .integer(Int64(id)))])
        }
    }

    @Test("geometry stays inside the buffer, rings are turned rightly and have area", arguments: 10...18)
    func rules(_ zoom: Int) throws {
        let allowed = -64...4160
        for feature in try #require(try decoded(zoom, land.inputs, schema).layer(named: "parcels")).features {
            guard case .polygons(let polygons) = feature.geometry else {
                Issue.record("a parcel came out as something else than a polygon")
                return
            }
            for polygon in polygons {
                #expect(polygon.joined().allSatisfy { allowed.contains($0.x) && allowed.contains($0.y) })
                #expect(area(polygon[0]) > 0)
                #expect(polygon.dropFirst().allSatisfy { area($0) < 0 })
            }
        }
    }

    @Test("rounding never lets a ring of a tile touch or cross itself", arguments: [8, 9, 10, 11, 12, 13])
    func simpleRings(_ zoom: Int) throws {
        var rough = land
        rough.cell = 90.0 / 111_320 / Double(zoom)
        for feature in try #require(try decoded(zoom, rough.inputs, schema).layer(named: "parcels")).features {
            guard case .polygons(let polygons) = feature.geometry else { continue }
            for polygon in polygons {
                let rings = polygon.map { ring in
                    (ring + ring.prefix(1)).map { Coordinate(x: Double($0.x), y: Double($0.y)) }
                }
                #expect(rings.allSatisfy { RingCheck().check(Polygon(rings: [$0])) == .valid })
            }
        }
    }

    @Test("a part after one that rounding pinched off is there, and every part once")
    func partsAfterAMendedOne() throws {
        // Two squares with a neck between them that is thinner than a unit, and an island.
        let dumbbell: [(Double, Double)] = [
            (1000, 1000), (1100, 1000), (1100, 1050), (1200, 1050), (1200, 1000), (1300, 1000), (1300, 1100),
            (1200, 1100), (1200, 1050.2), (1100, 1050.2), (1100, 1100), (1000, 1100),
        ]
        let island: [(Double, Double)] = [(2000, 2000), (2100, 2000), (2100, 2100), (2000, 2100)]
        let parts = try placed([dumbbell, island], 14)
        let squares = try polygons(parts, 14).compactMap { polygon in polygon[0].map(\.x).min() }
        #expect(squares.sorted() == [1000, 1200, 2000])
    }

    @Test("a ring cut at the buffer's edge does not run back along it")
    func cutRings() throws {
        let notch: [(Double, Double)] = [(1960, 4162), (1978, 4160.3), (1997, 4152), (2010, 4180), (1980, 4200)]
        for polygon in try polygons(try placed([notch], 15), 15) {
            let ring = polygon[0].map { Coordinate(x: Double($0.x), y: Double($0.y)) }
            #expect(RingCheck().check(Polygon(rings: [ring + ring.prefix(1)])) == .valid, "\(ring)")
        }
    }

    /// The polygons of a feature's tile at the land's corner.
    private func polygons(_ parts: Geometry, _ zoom: Int) throws -> [[[TilePoint]]] {
        let input = TileIndexInput(id: 1, geometry: parts, values: [FieldValue](repeating: .null, count: 4))
        guard case .polygons(let polygons) = try decoded(zoom, [input], schema).layers[0].features[0].geometry else {
            Issue.record("the polygons came out as something else")
            return []
        }
        return polygons
    }

    /// Exteriors given in units of the tile at the land's corner, which a tile is small enough for to be straight.
    private func placed(_ exteriors: [[(Double, Double)]], _ zoom: Int) throws -> Geometry {
        let frame = WorldGrid.boundingBox(of: try tile(zoom, at: land.origin))
        let rings = exteriors.map { ring in
            (ring + ring.prefix(1)).map { x, y in
                Coordinate(
                    x: frame.west + x / 4096 * (frame.east - frame.west),
                    y: frame.north - y / 4096 * (frame.north - frame.south))
            }
        }
        return .multiPolygon(rings.map { Polygon(rings: [$0]) })
    }

    @Test("tiles of one zoom together cover the land once", arguments: [15, 17])
    func coverage(_ zoom: Int) throws {
        let all = try blocks(land.inputs, schema)
        let corner = try tile(zoom, at: land.origin)
        var labels: [Int64: TilePoint] = [:]
        for x in (corner.x - 1)...(corner.x + 12) {
            for y in (corner.y - 12)...(corner.y + 1) {
                let tile = try #require(TileCoordinate(z: zoom, x: x, y: y))
                guard let made = try make(tile, all, schema) else { continue }
                let layer = try VectorTileDecoder().decode(made.bytes).layer(named: "parcels:label")
                for feature in try #require(layer).features {
                    guard case .points(let points) = feature.geometry, points.count == 1 else {
                        Issue.record("a label is no single point")
                        return
                    }
                    let place = TilePoint(x: points[0].x + x * 4096, y: points[0].y + y * 4096)
                    let id = Int64(try #require(feature.id))
                    #expect(labels[id] == nil || labels[id] == place)
                    labels[id] = place
                }
            }
        }
        #expect(labels.count == 1600)
    }

    @Test("a field that the caller must not see is in neither layer")
    func hiddenFields() throws {
        let tile = try decoded(16, land.inputs, schema, visibleFields: ["loai_dat"])
        for feature in tile.layers[0].features { #expect(feature.properties.map(\.key) == ["loai_dat"]) }
        for feature in tile.layers[1].features { #expect(feature.properties.isEmpty) }
    }

    @Test("a polygon around the whole tile becomes the tile with its buffer")
    func cover() throws {
        let ring = [(109.0, 13.0), (110, 13), (110, 14), (109, 14), (109, 13)].map { Coordinate(x: $0.0, y: $0.1) }
        let input = TileIndexInput(
            id: 5, geometry: .polygon(Polygon(rings: [ring])), values: [FieldValue](repeating: .null, count: 4))
        let tile = try decoded(15, [input], schema)
        let corners: Set = [
            TilePoint(x: -64, y: -64), TilePoint(x: 4160, y: -64), TilePoint(x: 4160, y: 4160),
            TilePoint(x: -64, y: 4160),
        ]
        guard case .polygons(let polygons) = tile.layers[0].features[0].geometry else {
            Issue.record("the polygon came out as something else")
            return
        }
        #expect(polygons.count == 1 && polygons[0].count == 1)
        #expect(Set(polygons[0][0]) == corners && polygons[0][0].count == 4)
        // The label stands 6,000 tiles off: no client could take its position.
        #expect(tile.layer(named: "parcels:label") == nil)
    }

    @Test("lines are cut into pieces, points outside are left out")
    func linesAndPoints() throws {
        let frame = WorldGrid.boundingBox(of: try tile(14, at: land.origin))
        let width = frame.east - frame.west, middle = frame.center
        let zigzag = (0...8).map { step in
            Coordinate(x: middle.x + (step % 2 == 0 ? -0.2 : 1.5) * width, y: middle.y + Double(step) * width / 40)
        }
        let lines = TileIndexSchema(layer: "roads", geometry: .line, fields: [], settings: TileSettings())
        let road = try decoded(14, [TileIndexInput(id: 1, geometry: .lineString(zigzag), values: [])], lines)
        guard case .lines(let pieces) = road.layers[0].features[0].geometry else {
            Issue.record("the road came out as something else than lines")
            return
        }
        #expect(pieces.count == 5)
        let points = TileIndexSchema(layer: "lamps", geometry: .point, fields: [], settings: TileSettings())
        let lamps = [middle, Coordinate(x: middle.x + width, y: middle.y)]
        let lamp = try decoded(14, [TileIndexInput(id: 1, geometry: .multiPoint(lamps), values: [])], points)
        #expect(lamp.layers.count == 1)
        #expect(lamp.layers[0].features[0].geometry == .points([TilePoint(x: 2048, y: 2048)]))
    }

    @Test("where nothing is there is no tile")
    func nothing() throws {
        let all = try blocks(land.inputs, schema)
        #expect(try make(try tile(14, at: Coordinate(x: 10, y: 50)), all, schema) == nil)
        #expect(VectorTileMaker(tile: try #require(TileCoordinate(z: 21, x: 0, y: 0)), schema: schema) == nil)
    }

    @Test("a damaged block is refused and never crashes")
    func damage() throws {
        var random = SeededGenerator(seed: 9)
        let block = try #require(try blocks(land.inputs, schema).first).data
        let place = try tile(16, at: land.origin)
        var refused = 0
        for round in 0..<3000 {
            var bad = block
            for _ in 0...Int.random(in: 0...3, using: &random) {
                bad[Int.random(in: bad.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if round % 3 == 0 { bad.removeLast(Int.random(in: 1..<bad.count, using: &random)) }
            guard var maker = VectorTileMaker(tile: place, schema: schema) else { return }
            do {
                try maker.add(bad)
                _ = maker.finish()
            } catch {
                refused += 1
            }
            _ = try? TileBlock(
                box: GridBox(x0: 0, y0: 0, x1: 0, y1: 0), visibleFrom: 0, featureCount: 0, ids: 0...0, data: bad
            ).entries(schema: schema)
        }
        #expect(refused >= 1000)
    }
}

/// Twice the surveyor's area.
private func area(_ ring: [TilePoint]) -> Int {
    zip(ring, ring.dropFirst() + ring.prefix(1)).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y }
}
