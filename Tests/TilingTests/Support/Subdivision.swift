import GeoCore
import Testing
import Tiling

/// A piece of land cut into parcels that share crooked borders: every border has the same vertices on both its sides.
struct Subdivision {
    let columns: Int
    let rows: Int
    /// The side of a parcel in degrees, about 24 m as in the cadastre that the targets speak of.
    var cell = 24.0 / 111_320
    var origin = Coordinate(longitude: 109.2, latitude: 13.76)
    var seed: UInt64 = 1

    static let fields: [TileIndexSchema.Field] = [
        .init(name: "so_to", type: .integer), .init(name: "loai_dat", type: .text),
        .init(name: "dien_tich", type: .real), .init(name: "dia_chi", type: .text),
    ]

    static func schema(_ settings: TileSettings = TileSettings(maxZoom: 18, featureLimit: 100_000)) -> TileIndexSchema {
        TileIndexSchema(layer: "parcels", geometry: .polygon, fields: fields, label: 0, settings: settings)
    }

    /// Every parcel, its id its place in the rows from 1 on.
    var inputs: [TileIndexInput] {
        (0..<rows).flatMap { row in (0..<columns).map { input(column: $0, row: row) } }
    }

    func input(column: Int, row: Int) -> TileIndexInput {
        let id = row * columns + column + 1
        let values: [FieldValue] = [
            .integer(Int64(id)), .text(["ODT", "LUC", "CLN"][id % 3]), .real(Double(id) / 10),
            id % 2 == 0 ? .null : .text("Tổ \(id / 7)"),
        ]
        return TileIndexInput(
            id: Int64(id), geometry: .polygon(Polygon(rings: [ring(column: column, row: row)])), values: values)
    }

    private func ring(column: Int, row: Int) -> [Coordinate] {
        let south = border(column, row, isHorizontal: true), east = border(column + 1, row, isHorizontal: false)
        let north = border(column, row + 1, isHorizontal: true), west = border(column, row, isHorizontal: false)
        let open = south.dropLast() + east.dropLast() + north.reversed().dropLast() + west.reversed()
        return Array(open)
    }

    private func border(_ column: Int, _ row: Int, isHorizontal: Bool) -> [Coordinate] {
        var random = SeededGenerator(seed: seed &+ UInt64(column * 7_919 + row * 104_729 + (isHorizontal ? 13 : 0)))
        let start = corner(column, row)
        let end = isHorizontal ? corner(column + 1, row) : corner(column, row + 1)
        let count = Int.random(in: 0...6, using: &random)
        let middle = (1...max(1, count)).prefix(count).map { step -> Coordinate in
            let share = Double(step) / Double(count + 1)
            return Coordinate(
                x: start.x + (end.x - start.x) * share + cell * Double.random(in: -0.05...0.05, using: &random),
                y: start.y + (end.y - start.y) * share + cell * Double.random(in: -0.05...0.05, using: &random))
        }
        return [start] + middle + [end]
    }

    private func corner(_ column: Int, _ row: Int) -> Coordinate {
        var random = SeededGenerator(seed: seed &+ UInt64(column * 15_485_863 + row * 32_452_843))
        return Coordinate(
            x: origin.x + cell * (Double(column) + Double.random(in: -0.2...0.2, using: &random)),
            y: origin.y + cell * (Double(row) + Double.random(in: -0.2...0.2, using: &random)))
    }
}

/// What a build gives.
func blocks(_ inputs: [TileIndexInput], _ schema: TileIndexSchema) throws -> [TileBlock] {
    var builder = TileIndexBuilder(schema: schema, scratch: MemoryScratchSpace())
    for input in inputs { _ = try builder.add(input) }
    var result: [TileBlock] = []
    try builder.finish { result.append($0) }
    return result
}

/// Every entry of blocks, by id.
func entries(_ blocks: [TileBlock], _ schema: TileIndexSchema) throws -> [Int64: TileIndexEntry] {
    var result: [Int64: TileIndexEntry] = [:]
    for block in blocks {
        for entry in try block.entries(schema: schema) { result[entry.id] = entry }
    }
    return result
}

/// The tile of a zoom from 1 on at a place.
func tile(_ zoom: Int, at place: Coordinate) throws -> TileCoordinate {
    let position = WorldGrid.position(place)
    let shift = UInt32(32 - zoom)
    return try #require(TileCoordinate(z: zoom, x: Int(position.x >> shift), y: Int(position.y >> shift)))
}

/// A tile made from blocks.
func make(
    _ tile: TileCoordinate, _ blocks: [TileBlock], _ schema: TileIndexSchema, visibleFields: Set<String>? = nil
) throws -> MadeTile? {
    guard var maker = VectorTileMaker(tile: tile, schema: schema, visibleFields: visibleFields) else { return nil }
    for block in blocks { try maker.add(block.data) }
    return maker.finish()
}
