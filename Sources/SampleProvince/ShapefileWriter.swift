import Foundation
import GeoCore

/// Writes polygon shapefiles as Vietnamese cadastral programs leave them: no `.prj`, no `.cpg`, text bytes of any
/// encoding under a language id that says Windows-1252, the same bytes for the same records.
struct ShapefileWriter: ~Copyable {
    /// A column of the DBF.
    struct Field: Sendable {
        enum Kind: Sendable {
            case text
            case number(decimals: Int)
        }

        var name: String
        var kind: Kind
        var width: Int
    }

    enum Value: Sendable {
        case text([UInt8])
        case number(Double)
        case null
    }

    private let fields: [Field]
    private var shapes: BufferedFile
    private var index: BufferedFile
    private var table: BufferedFile
    private var count = 0
    private var box: BoundingBox?

    /// - Parameter path: Ends in `.shp`; the other two files lie beside it. Existing files are replaced.
    init(path: URL, fields: [Field]) throws {
        let base = path.deletingPathExtension()
        let shapes = try BufferedFile(base.appendingPathExtension("shp"))
        let index = try BufferedFile(base.appendingPathExtension("shx"))
        let table = try BufferedFile(base.appendingPathExtension("dbf"))
        self.init(fields: fields, shapes: shapes, index: index, table: table)
    }

    private init(
        fields: [Field], shapes: consuming BufferedFile, index: consuming BufferedFile, table: consuming BufferedFile
    ) {
        self.fields = fields
        self.shapes = shapes
        self.index = index
        self.table = table
        self.shapes.append([UInt8](repeating: 0, count: 100))
        self.index.append([UInt8](repeating: 0, count: 100))
        self.table.append(Self.tableHeader(fields, count: 0))
    }

    /// Appends one polygon of one ring (clockwise, closed) with a value for each field.
    mutating func append(ring: [Coordinate], values: [Value]) throws {
        precondition(values.count == fields.count, "each field needs a value")
        guard let extent = BoundingBox(enclosing: ring) else { return }
        let contentWords = (44 + 4 + 16 * ring.count) / 2
        index.appendBig(UInt32(shapes.length / 2))
        index.appendBig(UInt32(contentWords))
        count += 1
        shapes.appendBig(UInt32(count))
        shapes.appendBig(UInt32(contentWords))
        shapes.appendLittle(UInt32(5))
        for bound in [extent.west, extent.south, extent.east, extent.north] { shapes.appendLittle(bound.bitPattern) }
        for number in [UInt32(1), UInt32(ring.count), 0] { shapes.appendLittle(number) }
        for point in ring {
            shapes.appendLittle(point.x.bitPattern)
            shapes.appendLittle(point.y.bitPattern)
        }
        appendRow(values)
        box = box?.union(extent) ?? extent
        try shapes.flushIfLarge()
        try index.flushIfLarge()
        try table.flushIfLarge()
    }

    /// Completes the headers and closes the files.
    consuming func finish() throws {
        table.append([0x1A])
        try shapes.finish(header: Self.mainHeader(bytes: shapes.length, box: box))
        try index.finish(header: Self.mainHeader(bytes: index.length, box: box))
        try table.finish(header: Self.tableHeader(fields, count: count))
    }
}

extension ShapefileWriter {
    private mutating func appendRow(_ values: [Value]) {
        table.append([0x20])
        for (field, value) in zip(fields, values) { table.append(Self.cell(value, field)) }
    }

    /// Text to the left, numbers to the right, both padded with blanks.
    private static func cell(_ value: Value, _ field: Field) -> [UInt8] {
        switch (value, field.kind) {
        case (.text(let bytes), _):
            let kept = bytes.prefix(field.width)
            return kept + [UInt8](repeating: 0x20, count: field.width - kept.count)
        case (.number(let number), .number(let decimals)):
            let digits = Array(DecimalText.fixed(number, decimals: decimals).utf8.prefix(field.width))
            return [UInt8](repeating: 0x20, count: field.width - digits.count) + digits
        case (.number, .text), (.null, _):
            return [UInt8](repeating: 0x20, count: field.width)
        }
    }

    private static func mainHeader(bytes: Int, box: BoundingBox?) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 100)
        header.replaceSubrange(0..<4, with: big(9994))
        header.replaceSubrange(24..<28, with: big(UInt32(bytes / 2)))
        header.replaceSubrange(28..<32, with: little(UInt32(1000)))
        header.replaceSubrange(32..<36, with: little(UInt32(5)))
        let box = box ?? BoundingBox(west: 0, south: 0, east: 0, north: 0)
        for (position, bound) in [box.west, box.south, box.east, box.north].enumerated() {
            header.replaceSubrange((36 + 8 * position)..<(44 + 8 * position), with: little(bound.bitPattern))
        }
        return header
    }

    /// A dBASE III header dated 30 June 2025, with the language id of Windows-1252.
    private static func tableHeader(_ fields: [Field], count: Int) -> [UInt8] {
        let width = fields.reduce(1) { $0 + $1.width }
        var header: [UInt8] = [3, 125, 6, 30] + little(UInt32(count))
        header += little(UInt16(33 + 32 * fields.count)) + little(UInt16(width)) + [UInt8](repeating: 0, count: 20)
        header[29] = 0x57
        for field in fields {
            let name = Array(field.name.utf8.prefix(10))
            header += name + [UInt8](repeating: 0, count: 11 - name.count)
            switch field.kind {
            case .text: header += [UInt8(ascii: "C"), 0, 0, 0, 0, UInt8(field.width), 0]
            case .number(let decimals): header += [UInt8(ascii: "N"), 0, 0, 0, 0, UInt8(field.width), UInt8(decimals)]
            }
            header += [UInt8](repeating: 0, count: 14)
        }
        return header + [0x0D]
    }

    private static func big(_ value: UInt32) -> [UInt8] { little(value).reversed() }

    private static func little<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
