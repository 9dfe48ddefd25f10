/// Writes well-known binary (ISO 19125-1), optionally with PostGIS's SRID.
package enum WKBWriter {
    /// The order of bytes, as the format numbers it.
    package enum ByteOrder: UInt8, Sendable {
        case big = 0
        case little = 1
    }

    /// A geometry as it is; an SRID makes it PostGIS's extended form.
    package static func bytes(
        of geometry: Geometry, byteOrder: ByteOrder = .little, srid: Int32? = nil
    ) -> [UInt8] {
        var output = Output(order: byteOrder)
        output.bytes.reserveCapacity(32 + geometry.vertexCount * 16)
        output.write(geometry, srid: srid)
        return output.bytes
    }

    private struct Output {
        let order: ByteOrder
        var bytes: [UInt8] = []

        mutating func write(_ geometry: Geometry, srid: Int32? = nil) {
            header(type: geometry.wkbType, srid: srid)
            switch geometry {
            case .point(let point): write(point)
            case .multiPoint(let points): parts(points.map(Geometry.point))
            case .lineString(let line): write(line)
            case .multiLineString(let lines): parts(lines.map(Geometry.lineString))
            case .polygon(let polygon):
                word(UInt32(polygon.rings.count))
                for ring in polygon.rings { write(ring) }
            case .multiPolygon(let polygons): parts(polygons.map(Geometry.polygon))
            }
        }

        private mutating func header(type: UInt32, srid: Int32?) {
            bytes.append(order.rawValue)
            word(srid == nil ? type : type | 0x2000_0000)
            if let srid { word(UInt32(bitPattern: srid)) }
        }

        private mutating func parts(_ parts: [Geometry]) {
            word(UInt32(parts.count))
            for part in parts { write(part) }
        }

        private mutating func write(_ path: [Coordinate]) {
            word(UInt32(path.count))
            for point in path { write(point) }
        }

        private mutating func write(_ point: Coordinate) {
            word(point.x.bitPattern)
            word(point.y.bitPattern)
        }

        private mutating func word<Word: FixedWidthInteger>(_ word: Word) {
            var rest = order == .little ? word : word.byteSwapped
            for _ in 0..<Word.bitWidth / 8 {
                bytes.append(UInt8(truncatingIfNeeded: rest))
                rest = rest >> 8
            }
        }
    }
}

extension Geometry {
    fileprivate var wkbType: UInt32 {
        switch self {
        case .point: 1
        case .lineString: 2
        case .polygon: 3
        case .multiPoint: 4
        case .multiLineString: 5
        case .multiPolygon: 6
        }
    }
}
