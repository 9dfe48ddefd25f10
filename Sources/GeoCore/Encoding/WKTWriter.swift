/// Writes well-known text, for messages that people read.
package enum WKTWriter {
    /// `POLYGON ((109.2 13.7, …))`; after so many vertices the rest is an ellipsis.
    package static func text(of geometry: Geometry, decimals: Int = 7, maxVertices: Int = .max) -> String {
        var output = Output(decimals: decimals, budget: maxVertices)
        output.write(geometry)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    private struct Output {
        let decimals: Int
        var budget: Int
        var bytes: [UInt8] = []

        mutating func write(_ geometry: Geometry) {
            write(geometry.typeName.uppercased())
            write(" ")
            switch geometry {
            case .point(let point): list([point]) { $0.write($1) }
            case .multiPoint(let points): list(points) { output, point in output.list([point]) { $0.write($1) } }
            case .lineString(let line): list(line) { $0.write($1) }
            case .multiLineString(let lines): rings(lines)
            case .polygon(let polygon): rings(polygon.rings)
            case .multiPolygon(let polygons): list(polygons) { $0.rings($1.rings) }
            }
        }

        private mutating func rings(_ rings: [[Coordinate]]) {
            list(rings) { output, ring in output.list(ring) { $0.write($1) } }
        }

        private mutating func list<Item>(_ items: [Item], _ body: (inout Self, Item) -> Void) {
            guard !items.isEmpty else {
                write("EMPTY")
                return
            }
            write("(")
            for (index, item) in items.enumerated() {
                if index > 0 { write(", ") }
                guard budget > 0 else {
                    write("…")
                    break
                }
                body(&self, item)
            }
            write(")")
        }

        private mutating func write(_ point: Coordinate) {
            budget -= 1
            JSONText.append(point.x, decimals: decimals, to: &bytes)
            write(" ")
            JSONText.append(point.y, decimals: decimals, to: &bytes)
        }

        private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }
    }
}
