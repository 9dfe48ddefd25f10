import Foundation
import GeoCore
import GeoNative

extension Workshop {
    /// Writes the files of the manifest, about in its order.
    func writeEverything(_ context: inout GeoContext, _ progress: SampleProvince.Progress) throws {
        var steps: [(file: String, write: (inout GeoContext) throws -> Void)] = [
            ("xa-tu-2025-07.geojson", { try writeUnits(&$0) }), ("dia-chinh.shp", { _ in try writeCadastre() }),
            ("quy-hoach-su-dung-dat.tab", { _ in try writePlans() }),
            ("duong.gpkg", { _ in try writeInfrastructure() }),
            ("dia-chi.csv", { _ in try writeAddresses() }), ("diem-du-lich.kml", { try writeTourism(&$0) }),
            ("duong-bien.geojson", { _ in try writeSea() }), ("tau-ca.csv", { try writeOperations(&$0) }),
            ("binh-do.geojson", { try writeContours(&$0) }),
        ]
        if options.contents == .everything {
            steps.append(("do-cao.tif", { try writeElevation(&$0) }))
            steps.append(("anh-truc-giao.tif", { try writeOrthophoto(&$0) }))
        }
        for (number, step) in steps.enumerated() {
            try progress(Double(number) / Double(steps.count), step.file)
            try step.write(&context)
        }
        try progress(1, steps[steps.count - 1].file)
    }

    private func writeCadastre() throws {
        let parcels = Array(ParcelSequence(plan, limit: options.parcels)) + ParcelSequence(village, limit: .max)
        try writeParcels(parcels, to: "dia-chinh.shp", fields: ParcelFile.fields.map(\.name)) { _ in }
    }

    private func writePlans() throws {
        let planning = Planning(plan: plan)
        try write(
            planning.landUsePlan, to: "quy-hoach-su-dung-dat.tab", layer: "quy_hoach_su_dung_dat",
            crs: SampleProvince.zone, encoding: .tcvn3)
        try write(
            planning.constructionPlan, to: "quy-hoach-chi-tiet.tab", layer: "quy_hoach_chi_tiet",
            crs: SampleProvince.zone, encoding: .vni)
        try write(
            planning.extents, to: "ranh-gioi-quy-hoach.tab", layer: "ranh_gioi_quy_hoach", crs: SampleProvince.zone,
            encoding: .vni)
        try write(DrawingFile.text(planning.redLines), to: "chi-gioi.dxf")
    }

    private func writeInfrastructure() throws {
        let infrastructure = Infrastructure(plan: plan)
        let files = Dictionary(SampleProvince.infrastructure.map { ($0.layer, $0.file) }, uniquingKeysWith: { $1 })
        for (layer, table) in infrastructure.tables {
            guard let file = files[layer] else { preconditionFailure("the manifest has a file for \(layer)") }
            try write(
                table, to: file, layer: layer.replacing("-", with: "_"), crs: SampleProvince.zone)
        }
        let sewers = plan.streets.map { (layer: "CONG_THOAT_NUOC", line: $0.shifted(by: 4 - $0.width / 2)) }
        try write(DrawingFile.text(sewers), to: "cong-thoat-nuoc.dxf")
    }

    private func writeAddresses() throws {
        let addresses = Addresses(plan: plan, parcels: Array(ParcelSequence(plan, limit: options.parcels)))
        try write(addresses.csv, to: "dia-chi.csv")
        try write(addresses.buildings, to: "cong-trinh.gpkg", layer: "cong_trinh", crs: SampleProvince.zone)
    }

    private func writeTourism(_ context: inout GeoContext) throws {
        let tourism = Tourism(hash: terrain.hash)
        try write(TextFiles.kml(tourism.sights, title: "Điểm du lịch"), to: "diem-du-lich.kml")
        let transformer = try context.transformer(for: SampleProvince.zone)
        let hotels = try plan.sites.enumerated().filter { $0.offset % 5 == 2 }.map { _, site in
            (place: try transformer.toCRS84(site.center), street: Names.street(row: site.block.row))
        }
        try write(TextFiles.geoJSON(tourism.lodging(hotels)), to: "co-so-luu-tru.geojson")
        try write(TextFiles.geoJSON(tourism.products), to: "san-pham-ocop.geojson")
    }

    private func writeSea() throws {
        try write(TextFiles.geoJSON(Maritime.lineTable), to: "duong-bien.geojson")
        try write(TextFiles.geoJSON(Maritime.zoneTable), to: "vung-bien.geojson")
        try write(TextFiles.geoJSON(Islands.table), to: "ten-dao.geojson")
    }

    private func writeOperations(_ context: inout GeoContext) throws {
        let fleet = SampleProvince.fleet(start: Instant(seconds: 1_782_864_000))
        try write(OperationsFiles.register(fleet.vessels, hash: terrain.hash), to: "tau-ca.csv")
        let transformer = try context.transformer(for: SampleProvince.zone)
        let corners = try plan.sites.enumerated().filter { $0.offset % 4 == 1 }.prefix(40).map { _, site in
            (place: try transformer.toCRS84(site.center), street: Names.street(row: site.block.row))
        }
        try write(TextFiles.geoJSON(OperationsFiles.cameras(Array(corners), hash: terrain.hash)), to: "camera.geojson")
    }

    private func writeContours(_ context: inout GeoContext) throws {
        let transformer = try context.transformer(for: SampleProvince.zone)
        var table = contourTable()
        for index in table.rows.indices {
            table.rows[index].geometry = try transformer.toCRS84(table.rows[index].geometry)
        }
        try write(TextFiles.geoJSON(table), to: "binh-do.geojson")
    }
}
