import GeoCore

/// Turns the geometry of one feature at a time into the commands of a tile.
struct ShapeWriter: ~Copyable {
    private let frame: TileFrame
    private let zoom: UInt8
    private let clipper: BoxClipper
    private var path = PathBuffer()
    private(set) var geometry = GeometryBuffer()
    /// Whether the feature's rings cannot touch at this zoom, so that nobody need look.
    private var isSafe = false
    /// The pieces of an exterior that touched itself, until its holes are known.
    private var repaired: [[[TilePoint]]] = []

    init(frame: TileFrame) {
        self.frame = frame
        zoom = UInt8(frame.tile.z)
        // Half a unit out, so that no vertex lies on the box and none of the special cases arises.
        let low = Double(frame.least) - 0.5, high = Double(frame.greatest) + 0.5
        clipper = BoxClipper(BoundingBox(west: low, south: low, east: high, north: high))
    }

    /// Writes the feature's geometry to `geometry` and says whether anything of it is left in the tile.
    @inline(__always)
    mutating func write(_ feature: Int, of view: BlockView, isInside: Bool) throws(TilingError) -> Bool {
        geometry.begin()
        var source = PathSource(view: view, geometry: try view.geometry(of: feature), frame: frame, feature: feature)
        isSafe = view.kind == .polygon && view.safeZoom(of: feature) <= zoom
        switch (view.kind, isInside) {
        case (.point, _): writePoints(&source)
        case (.line, true): writeLines(&source)
        case (.line, false): writeClippedLines(&source)
        case (.polygon, true): writeRings(&source)
        case (.polygon, false): writeClippedPolygons(&source)
        }
        return !geometry.isEmpty
    }

    private mutating func writePoints(_ source: inout PathSource) {
        path.begin(source.vertexCount)
        while source.nextPath() {
            while let point = source.nextVertex() {
                if frame.contains(point) { path.appendToLine(point) }
            }
        }
        if path.count > 0 { geometry.writePoints(path) }
    }

    private mutating func writeLines(_ source: inout PathSource) {
        while source.nextPath() {
            path.begin(source.verticesLeft)
            while let point = source.nextVertex(upTo: zoom) { path.appendToLine(point) }
            if path.count > 1 { geometry.writeLine(path) }
        }
    }

    private mutating func writeRings(_ source: inout PathSource) {
        var part = PartState.whole
        while source.nextPath() {
            if !source.beginsPart, part == .lost {
                source.skipPath()
                continue
            }
            if source.beginsPart { flushRepaired() }
            path.begin(source.verticesLeft)
            while let point = source.nextVertex(upTo: zoom) { path.appendToRing(point) }
            if source.beginsPart { part = writeExterior() } else { writeHole(of: part) }
        }
        flushRepaired()
    }

    /// What became of the exterior ring that holes follow.
    private enum PartState {
        /// Written as it was.
        case whole
        /// Without area.
        case lost
        /// Waiting in `repaired`, in pieces that holes have to be shared out to.
        case repaired
    }

    /// Takes the exterior ring in `path`; it is turned as MVT 2.1, 4.3.4.4 wants.
    private mutating func writeExterior() -> PartState {
        path.closeRing()
        let area = path.doubledArea()
        guard area != 0 else { return .lost }
        if isSafe || path.isSimple() {
            geometry.writeRing(path, reversed: area < 0)
            return .whole
        }
        repaired = RingRepair.pieces(ofExterior: area > 0 ? path.points() : path.points().reversed())
        return .repaired
    }

    private mutating func writeHole(of part: PartState) {
        path.closeRing()
        let area = path.doubledArea()
        guard area != 0 else { return }
        let isSimple = isSafe || path.isSimple()
        if isSimple, part == .whole {
            geometry.writeRing(path, reversed: area > 0)
            return
        }
        let ring = area < 0 ? path.points() : path.points().reversed()
        for hole in isSimple ? [ring] : RingRepair.pieces(ofHole: ring) {
            if part == .whole {
                writeRaw(hole)
            } else if let owner = RingRepair.owner(of: hole, among: repaired) {
                repaired[owner].append(hole)
            }
        }
    }

    /// Writes the waiting pieces by way of `path`, which must hold nothing that is still needed.
    private mutating func flushRepaired() {
        guard !repaired.isEmpty else { return }
        for ring in repaired.joined() { writeRaw(ring) }
        repaired.removeAll()
    }

    private mutating func writeRaw(_ ring: [TilePoint]) {
        path.begin(ring.count)
        for point in ring { path.appendToLine(point) }
        geometry.writeRing(path, reversed: false)
    }
}

extension ShapeWriter {
    private mutating func writeClippedLines(_ source: inout PathSource) {
        while source.nextPath() {
            for line in clipper.clip(line: source.coordinates(upTo: zoom)) {
                path.begin(line.count)
                for coordinate in line { path.appendToLine(rounded(coordinate)) }
                if path.count > 1 { geometry.writeLine(path) }
            }
        }
    }

    private mutating func writeClippedPolygons(_ source: inout PathSource) {
        // The cut makes new segments along the box, which the clearance of the whole rings says nothing of.
        isSafe = false
        var rings: [[Coordinate]] = []
        while source.nextPath() {
            if source.beginsPart { writeClipped(rings) }
            if source.beginsPart { rings.removeAll() }
            rings.append(source.coordinates(upTo: zoom))
        }
        writeClipped(rings)
    }

    private mutating func writeClipped(_ rings: [[Coordinate]]) {
        for polygon in clipper.clip(openRings: rings) {
            var part = PartState.lost
            for (index, ring) in polygon.enumerated() {
                path.begin(ring.count)
                for coordinate in ring { path.appendToRing(rounded(coordinate)) }
                if index == 0 { part = writeExterior() } else { writeHole(of: part) }
                if part == .lost { break }
            }
            flushRepaired()
        }
    }

    /// The nearest unit inside the tile's buffer.
    private func rounded(_ coordinate: Coordinate) -> TilePoint {
        func unit(_ value: Double) -> Int {
            min(max(Int(value.rounded(.toNearestOrEven)), frame.least), frame.greatest)
        }
        return TilePoint(x: unit(coordinate.x), y: unit(coordinate.y))
    }
}

/// Walks the paths of a feature and gives their vertices in tile units.
private struct PathSource {
    private let view: BlockView
    private let geometry: BlockView.GeometryView
    private let offsetX: Int
    private let offsetY: Int
    private let shift: Int
    private var header: Int
    private var pathsLeft: Int
    private var vertex = 0
    private var pathEnd = 0
    private(set) var beginsPart = true

    init(view: BlockView, geometry: BlockView.GeometryView, frame: TileFrame, feature: Int) {
        self.view = view
        self.geometry = geometry
        let box = view.box(of: feature)
        offsetX = Int(box.x0) - frame.originX + frame.half
        offsetY = Int(box.y0) - frame.originY + frame.half
        shift = frame.shift
        header = geometry.headers
        pathsLeft = geometry.pathCount
    }

    var vertexCount: Int { geometry.vertexCount }
    var verticesLeft: Int { pathEnd - vertex }

    mutating func nextPath() -> Bool {
        guard pathsLeft > 0 else { return false }
        pathsLeft -= 1
        let value = view.pathHeader(&header)
        beginsPart = value & 1 == 1
        pathEnd = vertex + (value >> 1)
        return true
    }

    mutating func skipPath() {
        vertex = pathEnd
    }

    @inline(__always)
    mutating func nextVertex() -> TilePoint? {
        guard vertex < pathEnd else { return nil }
        vertex += 1
        return point(vertex - 1)
    }

    /// The next vertex of the path that is needed at a zoom.
    @inline(__always)
    mutating func nextVertex(upTo zoom: UInt8) -> TilePoint? {
        while vertex < pathEnd {
            vertex += 1
            if view.load(geometry.zooms + vertex - 1, UInt8.self) <= zoom { return point(vertex - 1) }
        }
        return nil
    }

    mutating func coordinates(upTo zoom: UInt8) -> [Coordinate] {
        var result: [Coordinate] = []
        result.reserveCapacity(verticesLeft)
        while let point = nextVertex(upTo: zoom) { result.append(Coordinate(x: Double(point.x), y: Double(point.y))) }
        return result
    }

    @inline(__always)
    private func point(_ number: Int) -> TilePoint {
        let (x, y) = view.vertex(number, of: geometry)
        return TilePoint(x: (Int(x) + offsetX) >> shift, y: (Int(y) + offsetY) >> shift)
    }
}
