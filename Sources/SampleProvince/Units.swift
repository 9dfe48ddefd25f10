import Foundation
import GeoCore
import GeoNative

extension Workshop {
    /// The units of both eras: three files until 30 June 2025, two since 1 July.
    func writeUnits(_ context: inout GeoContext) throws {
        let transformer = try context.transformer(for: SampleProvince.zone)
        let arcs = UnitArcs(map)
        let files = UnitFiles(arcs: arcs, atoms: map.atoms)
        for (name, table) in files.tables {
            var table = table
            for index in table.rows.indices {
                table.rows[index].geometry = try transformer.toCRS84(table.rows[index].geometry)
            }
            try write(TextFiles.geoJSON(table), to: name)
        }
    }
}

/// Puts the pieces of land together to the units of each level and era.
struct UnitFiles {
    let arcs: UnitArcs
    let atoms: [UnitAtom]

    /// The day from which the codes of the old era were used (Quyết định 124/2004/QĐ-TTg), and the last era's end.
    static let oldStart = "2004-07-08"
    static let newStart = "2025-07-01"

    /// File names with their records, in zone 108°15′.
    var tables: [(name: String, table: SampleTable)] {
        [
            ("tinh-truoc-2025-07.geojson", oldProvinces), ("huyen-truoc-2025-07.geojson", districts),
            ("xa-truoc-2025-07.geojson", oldCommunes), ("tinh-tu-2025-07.geojson", province),
            ("xa-tu-2025-07.geojson", communes),
        ]
    }

    private var oldProvinces: SampleTable {
        var table = SampleTable(columns: ["ma_tinh", "ten_tinh", "ten_day_du", "dien_tich_km2", "tu_ngay", "den_ngay"])
        let units = arcs.units { label in districtProvince(atoms[Int(label)].district) }
        for (code, name) in [("52", "Bình Định"), ("64", "Gia Lai")] {
            append(units[code], to: &table) {
                [.text(code), .text(name), .text("Tỉnh \(name)"), $0, .text(Self.oldStart), .text(Self.newStart)]
            }
        }
        return table
    }

    private var districts: SampleTable {
        var table = SampleTable(columns: [
            "ma_huyen", "ten_huyen", "ten_day_du", "cap", "ma_tinh", "dien_tich_km2", "tu_ngay", "den_ngay",
        ])
        let units = arcs.units { label in atoms[Int(label)].district }
        for row in districtRows {
            append(units[row[0]], to: &table) {
                [
                    .text(row[0]), .text(row[2]), .text("\(row[1]) \(row[2])"), .text(row[1]), .text(row[3]), $0,
                    .text(Self.oldStart), .text(Self.newStart),
                ]
            }
        }
        return table
    }

    private var oldCommunes: SampleTable {
        var table = SampleTable(columns: [
            "ma_xa", "ten_xa", "ten_day_du", "cap", "ma_huyen", "ma_tinh", "dien_tich_km2", "tu_ngay", "den_ngay",
        ])
        let units = arcs.units { label in atoms[Int(label)].old?.code }
        var seen: Set<String> = []
        for atom in atoms {
            guard let old = atom.old, seen.insert(old.code).inserted else { continue }
            append(units[old.code], to: &table) {
                [
                    .text(old.code), .text(old.name), .text("\(old.type) \(old.name)"), .text(old.type),
                    .text(atom.district), .text("52"), $0, .text(Self.oldStart), .text(Self.newStart),
                ]
            }
        }
        return table
    }

    private var province: SampleTable {
        var table = SampleTable(columns: ["code", "name", "full_name", "unit_type", "area_km2", "valid_from"])
        append(arcs.units { _ in "52" }["52"], to: &table) {
            [.text("52"), .text("Gia Lai"), .text("Tỉnh Gia Lai"), .text("Tỉnh"), $0, .text(Self.newStart)]
        }
        return table
    }

    private var communes: SampleTable {
        var table = SampleTable(columns: [
            "code", "name", "full_name", "unit_type", "province_code", "area_km2", "valid_from",
        ])
        let units = arcs.units { label in atoms[Int(label)].code }
        var seen: Set<String> = []
        for atom in atoms where seen.insert(atom.code).inserted {
            append(units[atom.code], to: &table) {
                [
                    .text(atom.code), .text(atom.name), .text("\(atom.type) \(atom.name)"), .text(atom.type),
                    .text("52"), $0, .text(Self.newStart),
                ]
            }
        }
        return table
    }
}

extension UnitFiles {
    private var districtRows: [[String]] {
        UnitTable.districts.split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
    }

    private func districtProvince(_ district: String) -> String? { districtRows.first { $0[0] == district }?[3] }

    private func append(_ polygons: [Polygon]?, to table: inout SampleTable, values: (FieldValue) -> [FieldValue]) {
        guard let polygons, !polygons.isEmpty else { return }
        let squareMeters = polygons.flatMap(\.rings).reduce(0) { $0 + PlaneArea.signed($1) }
        let area = FieldValue.real((squareMeters / 10_000).rounded() / 100)
        let geometry = polygons.count == 1 ? Geometry.polygon(polygons[0]) : .multiPolygon(polygons)
        table.rows.append(SampleTable.Row(geometry: geometry, values: values(area)))
    }
}
