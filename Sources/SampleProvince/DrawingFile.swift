import GeoCore

/// Drawings as AutoCAD 2007 and later exchange them (DXF AC1021, text in UTF-8), lines only, without a coordinate
/// system, as planning and infrastructure offices hand them over.
enum DrawingFile {
    /// - Parameter lines: In metres, each on its drawing layer.
    static func text(_ lines: [(layer: String, line: [Coordinate])]) -> String {
        var groups = header(layers: lines.map(\.layer))
        groups += pair(0, "SECTION") + pair(2, "ENTITIES")
        for (number, item) in lines.enumerated() {
            groups += pair(0, "LWPOLYLINE") + pair(5, String(256 + number, radix: 16, uppercase: true))
            groups += pair(100, "AcDbEntity") + pair(8, item.layer) + pair(100, "AcDbPolyline")
            groups += pair(90, String(item.line.count)) + pair(70, "0")
            for point in item.line {
                groups +=
                    pair(10, DecimalText.fixed(point.x, decimals: 3))
                    + pair(20, DecimalText.fixed(point.y, decimals: 3))
            }
        }
        groups += pair(0, "ENDSEC") + pair(0, "EOF")
        return groups
    }

    private static func header(layers: [String]) -> String {
        let names = Set(layers).sorted()
        var groups = pair(0, "SECTION") + pair(2, "HEADER")
        groups += pair(9, "$ACADVER") + pair(1, "AC1021") + pair(9, "$DWGCODEPAGE") + pair(3, "ANSI_1252")
        groups += pair(9, "$INSUNITS") + pair(70, "6") + pair(0, "ENDSEC")
        groups +=
            pair(0, "SECTION") + pair(2, "TABLES") + pair(0, "TABLE") + pair(2, "LAYER") + pair(70, "\(names.count)")
        for name in names {
            groups += pair(0, "LAYER") + pair(2, name) + pair(70, "0") + pair(62, "1") + pair(6, "CONTINUOUS")
        }
        return groups + pair(0, "ENDTAB") + pair(0, "ENDSEC")
    }

    private static func pair(_ code: Int, _ value: String) -> String { "\(code)\r\n\(value)\r\n" }
}
