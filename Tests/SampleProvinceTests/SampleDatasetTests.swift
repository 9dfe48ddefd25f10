import Foundation
import GeoCore
import GeoNative
import SampleProvince
import Testing

/// Every vector file of the sample, written once and read back.
struct SampleDatasetTests {
    typealias Base = SampleProvinceTests

    static func text(_ record: SourceRecord, _ column: Int, _ encoding: TextEncoding = .utf8) -> String? {
        guard case .bytes(let bytes) = record.values[column] else { return nil }
        return encoding.decode(bytes)?.text
    }

    static func column(_ name: String, _ layer: SourceLayer) throws -> Int {
        try #require(layer.fields.firstIndex { $0.name == name }, "\(layer.name) has no \(name)")
    }

    static func values(_ name: String, _ file: URL, _ encoding: TextEncoding = .utf8) throws -> [String] {
        let (layer, records) = try Base.records(file)
        let column = try column(name, layer)
        return records.compactMap { text($0, column, encoding) }
    }

    @Test("every vector file of the manifest is there, opens, and has records")
    func manifest() throws {
        try Base.withFolder { folder in
            try SampleProvince.write(to: folder, options: .init(parcels: 240, contents: .vectors))
            for entry in SampleProvince.manifest where entry.kind == .vector {
                let (layer, records) = try Base.records(folder.appending(path: entry.file))
                #expect(!records.isEmpty, "\(entry.file)")
                #expect(records.allSatisfy { $0.geometry.whole != nil || layer.crs == nil }, "\(entry.file)")
                #expect(LayerID(entry.layer) != nil)
            }
            try Self.checkUnits(folder)
            try Self.checkQuirks(folder)
            try Self.checkSea(folder)
        }
    }

    /// The merged and the divided communes, with their codes.
    static func checkUnits(_ folder: URL) throws {
        let new = try values("code", folder.appending(path: "xa-tu-2025-07.geojson"))
        #expect(new.count == 135)
        #expect(Set(new).count == 135)
        let old = try values("ma_xa", folder.appending(path: "xa-truoc-2025-07.geojson"))
        #expect(Set(old).isSuperset(of: ["21634", "21997", "22000", "21589", "21991"]))
        #expect(try values("name", folder.appending(path: "tinh-tu-2025-07.geojson")) == ["Gia Lai"])
        let districts = try values("ten_day_du", folder.appending(path: "huyen-truoc-2025-07.geojson"))
        #expect(districts.contains("Huyện Tuy Phước"))
    }

    static func checkQuirks(_ folder: URL) throws {
        let plan = folder.appending(path: "quy-hoach-chi-tiet.tab")
        #expect(try values("ChucNang", plan, .vni).contains("Đất ở hiện trạng cải tạo"))
        #expect(try Base.records(plan).layer.crs != nil)
        let land = folder.appending(path: "quy-hoach-su-dung-dat.tab")
        #expect(try values("TenCongTrinh", land, .tcvn3).contains { $0.hasPrefix("Khu dân cư đô thị") })
        let lines = try values("Layer", folder.appending(path: "chi-gioi.dxf"))
        #expect(Set(lines) == ["Chỉ giới đường đỏ", "Chỉ giới xây dựng"])
        let (layer, addresses) = try Base.records(folder.appending(path: "dia-chi.csv"))
        let (x, y) = (try column("X", layer), try column("Y", layer))
        for record in addresses.prefix(20) {
            let north = try #require(text(record, x).flatMap(NumberText.parse))
            let east = try #require(text(record, y).flatMap(NumberText.parse))
            #expect(north > VietnamZones.northingThreshold && east < VietnamZones.northingThreshold)
        }
        let parcels = try Base.records(folder.appending(path: "dia-chinh.shp"))
        let (commune, former) = (try column("xaid", parcels.layer), try column("xaidcu", parcels.layer))
        let divided = parcels.records.filter { text($0, former) == "21634" }
        #expect(Set(divided.compactMap { text($0, commune) }) == ["21622", "21628"])
    }

    static func checkSea(_ folder: URL) throws {
        let names = try values("ten_dao", folder.appending(path: "ten-dao.geojson"))
        #expect(Set(names).isSuperset(of: ["Biển Đông", "Quần đảo Hoàng Sa", "Quần đảo Trường Sa"]))
        let units = try values("don_vi", folder.appending(path: "ten-dao.geojson"))
        #expect(units.contains("Đặc khu Hoàng Sa, thành phố Đà Nẵng"))
        #expect(units.contains("Đặc khu Trường Sa, tỉnh Khánh Hòa"))
        let lines = folder.appending(path: "duong-bien.geojson")
        #expect(Set(try values("tinh_chat", lines)) == ["Tuyên bố", "Điều ước", "Tham khảo"])
        // Point 9 of the delimitation is the first of the coastal fishing limit: two sources, one place.
        let records = try Base.records(lines).records
        let delimitation = try #require(records[2].geometry.whole?.paths.first)
        let limit = try #require(records[5].geometry.whole?.paths.first?.first)
        #expect(abs(delimitation[8].x - limit.x) < 1e-4 && abs(delimitation[8].y - limit.y) < 1e-3)
    }
}
