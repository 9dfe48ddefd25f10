extension SampleProvince {
    /// One file and the layer that it belongs to.
    package struct Entry: Hashable, Sendable {
        /// The name of the file in the folder.
        package var file: String
        /// The identifier of the layer.
        package var layer: String
        package var kind: Kind
    }

    /// How a file is taken in.
    package enum Kind: String, Hashable, Sendable {
        /// `bando import LAYER FILE`, without flags.
        case vector
        /// `bando raster add ID FILE`.
        case raster
    }

    /// Every file in the order in which they are best imported: units first, since they tell where data should lie, and
    /// files that name their coordinate system before drawings that do not.
    package static let manifest: [Entry] =
        [
            vector("province", "tinh-truoc-2025-07.geojson"), vector("province", "tinh-tu-2025-07.geojson"),
            vector("district", "huyen-truoc-2025-07.geojson"), vector("commune", "xa-truoc-2025-07.geojson"),
            vector("commune", "xa-tu-2025-07.geojson"), vector("parcels", "dia-chinh.shp"),
            vector("landuse-plan", "quy-hoach-su-dung-dat.tab"), vector("construction-plan", "quy-hoach-chi-tiet.tab"),
            vector("plan-extents", "ranh-gioi-quy-hoach.tab"),
        ] + infrastructure.map { vector($0.layer, $0.file) } + [
            vector("sewers", "cong-thoat-nuoc.dxf"), vector("red-lines", "chi-gioi.dxf"),
            vector("addresses", "dia-chi.csv"), vector("buildings", "cong-trinh.gpkg"),
            vector("tourism-places", "diem-du-lich.kml"), vector("lodging", "co-so-luu-tru.geojson"),
            vector("ocop-products", "san-pham-ocop.geojson"), vector("maritime-lines", "duong-bien.geojson"),
            vector("maritime-zones", "vung-bien.geojson"), vector("island-labels", "ten-dao.geojson"),
            vector("vessels", "tau-ca.csv"), vector("cameras", "camera.geojson"),
            vector("contours", "binh-do.geojson"), Entry(file: "do-cao.tif", layer: "elevation", kind: .raster),
            Entry(file: "anh-truc-giao.tif", layer: "orthophoto", kind: .raster),
        ]

    private static func vector(_ layer: String, _ file: String) -> Entry {
        Entry(file: file, layer: layer, kind: .vector)
    }

    /// The GeoPackages of the infrastructure by layer.
    static let infrastructure: [(layer: String, file: String)] = [
        ("roads", "duong.gpkg"), ("street-lamps", "den-chieu-sang.gpkg"), ("power-poles", "cot-dien.gpkg"),
        ("power-lines", "duong-day-dien.gpkg"), ("substations", "tram-bien-ap.gpkg"),
        ("water-pipes", "ong-cap-nuoc.gpkg"),
        ("valves", "van-nuoc.gpkg"), ("hydrants", "tru-cuu-hoa.gpkg"), ("manholes", "ho-ga.gpkg"),
        ("trees", "cay-xanh.gpkg"), ("schools", "truong-hoc.gpkg"), ("health-stations", "co-so-y-te.gpkg"),
    ]
}
