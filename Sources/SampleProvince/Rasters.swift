import Foundation
import GeoCore
import GeoNative

extension Workshop {
    /// Heights in tenths of a metre around the city, 40 m a pixel.
    func writeElevation(_ context: inout GeoContext) throws {
        let box = surroundings
        let grid = RasterGrid(
            width: 300, height: 300, northWest: Coordinate(x: box.west, y: box.north), pixelSize: 40,
            crs: SampleProvince.zone)
        try context.writeElevation(grid, noData: -9999, to: folder.appending(path: "do-cao.tif").path) { rows in
            rows.flatMap { row in
                (0..<grid.width).map { column in
                    let height = terrain.height(grid.center(column: column, row: row))
                    return height < 0 ? Float(0) : Float((height * 10).rounded() / 10)
                }
            }
        }
    }

    /// A made-up picture from above of the middle of the city, one metre a pixel.
    func writeOrthophoto(_ context: inout GeoContext) throws {
        let center = Terrain.cityCenter
        let size = 1_536
        let grid = RasterGrid(
            width: size, height: size, northWest: Coordinate(x: center.x - 640, y: center.y + 768), pixelSize: 1,
            crs: SampleProvince.zone)
        let picture = AerialPicture(plan: plan)
        let path = folder.appending(path: "anh-truc-giao.tif").path
        try context.writeOrthophoto(grid, quality: 72, to: path) { rows in
            rows.flatMap { row in
                (0..<grid.width).flatMap { picture.color(at: grid.center(column: $0, row: row)) }
            }
        }
    }
}

/// The colours of the ground: roofs, gardens, streets, beach and sea.
struct AerialPicture {
    let plan: CityPlan
    private let built: Set<StreetGrid.Block>

    init(plan: CityPlan) {
        self.plan = plan
        built = Set(plan.sites.map(\.block))
    }

    /// Red, green, blue.
    func color(at place: Coordinate) -> [UInt8] {
        let terrain = plan.terrain
        let toShore = terrain.shore(northing: place.y) - place.x
        let grain = terrain.hash.noise(place.x / 3, place.y / 3, 111) * 8
        if toShore < 0 { return Self.shaded((38, 92, 120), 1 + min(0.25, -toShore / 2000) * -1, grain / 2) }
        if toShore < 45 { return Self.shaded((222, 206, 168), 1, grain) }
        let (along, across) = plan.grid.axes(of: place)
        let light = terrain.shade(place, step: 20) / 0.7
        guard let spot = Spot(along: along, across: across), built.contains(spot.block) else {
            return isStreet(along, across) ? Self.shaded((120, 120, 118), 1, grain) : field(place, light, grain)
        }
        return lot(spot, grain: grain, light: light)
    }

    /// Between blocks of which one is built on.
    private func isStreet(_ along: Double, _ across: Double) -> Bool {
        guard Spot(along: along, across: across) == nil else { return false }
        let reach = StreetGrid.mainStreet
        return [-reach, -StreetGrid.sideStreet, 0, StreetGrid.sideStreet, reach].contains { east in
            [-reach, -StreetGrid.sideStreet, 0, StreetGrid.sideStreet, reach].contains { north in
                Spot(along: along + east, across: across + north).map { built.contains($0.block) } ?? false
            }
        }
    }

    /// Open country in patches.
    private func field(_ place: Coordinate, _ light: Double, _ grain: Double) -> [UInt8] {
        let patch = plan.terrain.hash.noise(place.x / 140, place.y / 90, 113)
        let color = patch > 0.25 ? (148.0, 152.0, 84.0) : patch < -0.3 ? (74.0, 110.0, 62.0) : (110.0, 136.0, 78.0)
        return Self.shaded(color, light, grain * 1.5)
    }

    /// A roof in the front of the lot, a yard behind.
    private func lot(_ spot: Spot, grain: Double, light: Double) -> [UInt8] {
        let hash = plan.terrain.hash
        let splits = plan.grid.splits(of: spot.block)
        let lot = (splits.firstIndex { $0 > spot.along } ?? splits.count) - 1
        let side = spot.across < StreetGrid.lotDepth ? 0 : 1
        let depth = side == 0 ? spot.across : StreetGrid.blockDepth - spot.across
        let key = (spot.block.column &* 65_537 &+ spot.block.row) &* 32 &+ side &* 16 &+ lot
        let nearEdge = min(spot.along - splits[lot], splits[lot + 1] - spot.along)
        guard depth > 2, depth < 12 + 12 * hash.unit(95, key), nearEdge > 0.9 else {
            return Self.shaded((112, 138, 86), light, grain * 2)
        }
        let roofs: [(Double, Double, Double)] = [
            (176, 92, 70), (150, 152, 156), (196, 190, 178), (94, 120, 150), (206, 126, 84),
        ]
        return Self.shaded(hash.pick(roofs, 112, key), depth < 9 ? 1.06 : 0.9, grain)
    }

    private static func shaded(_ color: (Double, Double, Double), _ light: Double, _ grain: Double) -> [UInt8] {
        [color.0, color.1, color.2].map { UInt8(min(255, max(0, $0 * light + grain))) }
    }

    /// A place within a block; `nil` on a street.
    struct Spot {
        var block: StreetGrid.Block
        var along: Double
        var across: Double

        init?(along: Double, across: Double) {
            guard
                let column = Self.cell(
                    along, StreetGrid.pitch.along, StreetGrid.blockLength, StreetGrid.start(ofColumn:)),
                let row = Self.cell(across, StreetGrid.pitch.across, StreetGrid.blockDepth, StreetGrid.start(ofRow:))
            else { return nil }
            block = StreetGrid.Block(column: column, row: row)
            self.along = along - StreetGrid.start(ofColumn: column)
            self.across = across - StreetGrid.start(ofRow: row)
        }

        private static func cell(_ value: Double, _ pitch: Double, _ size: Double, _ start: (Int) -> Double) -> Int? {
            let guess = Int((value / pitch).rounded(.down))
            return (guess - 1...guess + 1).first { value >= start($0) && value < start($0) + size }
        }
    }
}

extension StreetGrid {
    /// From eastings and northings back to the plan's axes, to a few millimetres.
    func axes(of place: Coordinate) -> (along: Double, across: Double) {
        let (dx, dy) = (place.x - Terrain.cityCenter.x, place.y - Terrain.cityCenter.y)
        let bent = (along: dx * Self.cosine + dy * Self.sine, across: -dx * Self.sine + dy * Self.cosine)
        var guess = bent
        for _ in 0..<3 {
            guess = (
                along: bent.along - 14 * hash.noise(guess.along / 700, guess.across / 700, 11),
                across: bent.across - 14 * hash.noise(guess.along / 700, guess.across / 700, 12)
            )
        }
        return guess
    }
}
