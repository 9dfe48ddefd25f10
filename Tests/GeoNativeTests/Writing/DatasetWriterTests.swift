import Foundation
import GeoCore
import Testing

@testable import GeoNative

@Suite("DatasetWriter")
struct DatasetWriterTests {
    /// "ư" and "Đ" in TCVN3, with a byte that is undefined in Windows-1252 between them.
    static let tcvn3: [UInt8] = [0xAD, 0x81, 0xA7]

    static let square = Geometry.polygon(
        Polygon(rings: [
            [
                Coordinate(x: 600_000, y: 1_520_000), Coordinate(x: 600_000, y: 1_520_010),
                Coordinate(x: 600_010, y: 1_520_010), Coordinate(x: 600_010, y: 1_520_000),
                Coordinate(x: 600_000, y: 1_520_000),
            ]
        ]))

    static func layer(_ text: TargetText = .utf8, crs: CRSDefinition? = .code(CRS(epsg: 9217))) -> TargetLayer {
        TargetLayer(
            name: "thua", geometry: .polygon,
            fields: [
                SourceField(name: "so_to", type: .integer, width: 6), SourceField(name: "ten", type: .text, width: 40),
                SourceField(name: "dien_tich", type: .real, width: 12, precision: 1),
                SourceField(name: "ngay", type: .date),
            ], crs: crs, text: text,
            bounds: BoundingBox(west: 500_000, south: 1_400_000, east: 700_000, north: 1_600_000))
    }

    static func values(_ text: SourceValue) -> [SourceValue] {
        [.integer(12), text, .real(100.5), .date(SourceDate(year: 2025, month: 7, day: 1))]
    }

    @discardableResult
    private func write(
        _ folder: ScratchFolder, _ name: String, _ format: TargetFormat, _ layer: TargetLayer,
        _ values: [SourceValue]
    ) throws -> String {
        let path = folder.file(name)
        var writer = try DatasetWriter(creating: path, format: format)
        let index = try writer.addLayer(layer)
        try writer.write(Self.square, values, to: index)
        try writer.close()
        return path
    }

    private func read(_ path: String) throws -> (SourceLayer, [SourceRecord]) {
        var dataset = try Dataset(opening: path)
        let name = try #require(try dataset.layers().first).name
        return try dataset.withLayer(name) { reader in (reader.layer, try reader.next(100)) }
    }

    @Test(
        "what is written comes back: geometry, numbers, text and dates",
        arguments: [
            (TargetFormat.shapefile, "a.shp"), (.geoPackage, "a.gpkg"), (.flatGeobuf, "a.fgb"),
            (.mapInfoTable, "a.tab"), (.mapInfoInterchange, "a.mif"), (.geoJSON, "a.geojson"),
        ])
    func roundTrip(format: TargetFormat, name: String) throws {
        let folder = try ScratchFolder()
        let path = try write(folder, name, format, Self.layer(), Self.values(.text("Đường Nguyễn Huệ")))
        let (layer, records) = try read(path)
        #expect(records.count == 1)
        let box = try #require(records[0].geometry.whole?.boundingBox)
        #expect(abs(box.west - 600_000) < 0.001 && abs(box.north - 1_520_010) < 0.001)
        let index = try #require(layer.fields.firstIndex { $0.name == "ten" })
        #expect(records[0].values[index] == .text("Đường Nguyễn Huệ"))
        #expect(records[0].values.contains(.integer(12)) || records[0].values.contains(.real(12)))
        let date = SourceDate(year: 2025, month: 7, day: 1)
        let midnight = SourceDateTime(date: date, hour: 0, minute: 0, second: 0, offsetMinutes: nil)
        // FlatGeobuf has no dates, only times.
        #expect(records[0].values.contains(format == .flatGeobuf ? .dateTime(midnight) : .date(date)))
    }

    @Test(
        "raw bytes go into a file and come out of it unchanged, whatever encoding it names",
        arguments: [
            (TargetFormat.shapefile, "a.shp", nil as String?), (.shapefile, "a.shp", "1252"),
            (.shapefile, "a.shp", "UTF-8"),
            (.mapInfoTable, "a.tab", nil), (.mapInfoTable, "a.tab", "WindowsLatin1"),
            (.mapInfoInterchange, "a.mif", nil), (.mapInfoInterchange, "a.mif", "WindowsLatin1"),
        ])
    func rawBytes(format: TargetFormat, name: String, declared: String?) throws {
        let folder = try ScratchFolder()
        let path = try write(
            folder, name, format, Self.layer(.raw(declared: declared)), Self.values(.bytes(Self.tcvn3)))
        let before = try folder.names
        let (layer, records) = try read(path)
        #expect(records[0].values[1] == .bytes(Self.tcvn3))
        #expect(layer.text.form == .raw)
        #expect(layer.text.declared == (declared ?? (format == .shapefile ? nil : "Neutral")))
        #expect(layer.name == "a" || layer.name == "thua")
        #expect(try folder.names == before)
    }

    @Test("a Shapefile without a coordinate system has no .prj")
    func noProjection() throws {
        let folder = try ScratchFolder()
        try write(folder, "a.shp", .shapefile, Self.layer(crs: nil), Self.values(.null))
        #expect(try folder.names == ["a.dbf", "a.shp", "a.shx", "a.cpg"].sorted())
    }

    @Test(
        "the same records give the same bytes",
        arguments: [
            (TargetFormat.shapefile, "a.shp"), (.geoPackage, "a.gpkg"), (.flatGeobuf, "a.fgb"), (.csv, "a.csv"),
            (.mapInfoTable, "a.tab"), (.mapInfoInterchange, "a.mif"), (.geoJSON, "a.geojson"), (.kml, "a.kml"),
            (.geoJSONSequence, "a.geojsonl"), (.dxf, "a.dxf"),
        ])
    func deterministic(format: TargetFormat, name: String) throws {
        let first = try ScratchFolder()
        let second = try ScratchFolder()
        for folder in [first, second] {
            try write(folder, name, format, Self.layer(), Self.values(.text("Quỳnh")))
        }
        #expect(try first.names == second.names)
        for file in try first.names { #expect(try first.bytes(file) == second.bytes(file), "\(file)") }
    }

    @Test("a file that exists is not written over unless asked")
    func refusesExisting() throws {
        let folder = try ScratchFolder()
        let path = try write(folder, "a.geojson", .geoJSON, Self.layer(), Self.values(.null))
        #expect { _ = try DatasetWriter(creating: path, format: .geoJSON) } throws: { error in
            (error as? NativeError)?.code == .notWritten
        }
        var writer = try DatasetWriter(creating: path, format: .geoJSON, existing: .replace)
        _ = try writer.addLayer(Self.layer())
        try writer.close()
        #expect(try read(path).1.isEmpty)
    }

    @Test("a folder that does not exist gets a sentence")
    func refusesMissingFolder() throws {
        #expect {
            var writer = try DatasetWriter(creating: "/nowhere/at/all/a.gpkg", format: .geoPackage)
            _ = try writer.addLayer(Self.layer())
            try writer.close()
        } throws: { error in
            (error as? NativeError)?.message.contains("/nowhere/at/all/a.gpkg could not be written") ?? false
        }
    }

    @Test("a DXF keeps the layer and the text of a point")
    func drawing() throws {
        let folder = try ScratchFolder()
        let path = folder.file("a.dxf")
        var writer = try DatasetWriter(creating: path, format: .dxf)
        let fields = [SourceField(name: "Layer", type: .text), SourceField(name: "Text", type: .text)]
        let index = try writer.addLayer(TargetLayer(name: "any", geometry: .any, fields: fields, crs: nil))
        let place = Geometry.point(Coordinate(x: 600_000, y: 1_520_000))
        try writer.write(place, [.text("CHU"), .text("ODT-03 \"Lô đất Nguyễn\"")], to: index)
        try writer.write(Self.square, [.text("RANH_QH"), .null], to: index)
        try writer.close()
        var dataset = try Dataset(opening: path)
        let (layer, records) = try dataset.withLayer("entities") { reader in (reader.layer, try reader.next(10)) }
        let names = layer.fields.map(\.name)
        let layerIndex = try #require(names.firstIndex(of: "Layer"))
        let textIndex = try #require(names.firstIndex(of: "Text"))
        #expect(records.map { $0.values[layerIndex] } == [.text("CHU"), .text("RANH_QH")])
        #expect(records[0].values[textIndex] == .text("ODT-03 \"Lô đất Nguyễn\""))
        #expect(records[0].geometry == .whole(place))
    }

    @Test("a KML holds each value under its field, though the format puts two of its own first")
    func placemarks() throws {
        let folder = try ScratchFolder()
        let path = folder.file("a.kml")
        var writer = try DatasetWriter(creating: path, format: .kml)
        let fields = ["ma", "ten", "loai"].map { SourceField(name: $0, type: .text) }
        let index = try writer.addLayer(TargetLayer(name: "a", geometry: .point, fields: fields, crs: .code(.crs84)))
        let values = ["00004", "Thị Nại", "cầu"].map { SourceValue.text($0) }
        try writer.write(.point(Coordinate(x: 109.25, y: 13.75)), values, to: index)
        try writer.close()
        let (layer, records) = try read(path)
        let found = try fields.map { field in
            records[0].values[try #require(layer.fields.firstIndex { $0.name == field.name })]
        }
        #expect(found == values)
    }

    @Test("a CSV leaves the .prj of a Shapefile with its name alone")
    func anotherFilesProjection() throws {
        let folder = try ScratchFolder()
        try write(folder, "a.shp", .shapefile, Self.layer(), Self.values(.null))
        var writer = try DatasetWriter(creating: folder.file("a.csv"), format: .csv, existing: .replace)
        _ = try writer.addLayer(Self.layer())
        try writer.close()
        #expect(try folder.names.contains("a.prj"))
    }

    @Test("a drawing holds each place of a multipoint, since it has none")
    func drawnPlaces() throws {
        let folder = try ScratchFolder()
        let path = folder.file("a.dxf")
        let places = [Coordinate(x: 600_000, y: 1_520_000), Coordinate(x: 600_005, y: 1_520_005)]
        var writer = try DatasetWriter(creating: path, format: .dxf)
        let index = try writer.addLayer(TargetLayer(name: "a", geometry: .multiPoint, fields: [], crs: nil))
        try writer.write(.multiPoint(places), [], to: index)
        try writer.write(.point(places[0]), [], to: index)
        try writer.close()
        var dataset = try Dataset(opening: path)
        let records = try dataset.withLayer("entities") { try $0.next(10) }
        #expect(records.map(\.geometry) == (places + places.prefix(1)).map { .whole(.point($0)) })
    }

    @Test("a file that is given up is not left in part")
    func discards() throws {
        let folder = try ScratchFolder()
        var writer = try DatasetWriter(creating: folder.file("a.shp"), format: .shapefile)
        let index = try writer.addLayer(Self.layer())
        try writer.write(Self.square, Self.values(.null), to: index)
        try writer.discard()
        #expect(try folder.names.isEmpty)
    }

    @Test("a CSV holds the columns that it is asked for")
    func table() throws {
        let folder = try ScratchFolder()
        let path = folder.file("a.csv")
        var writer = try DatasetWriter(creating: path, format: .csv, csv: .xy)
        let fields = [SourceField(name: "ma", type: .text), SourceField(name: "so", type: .integer)]
        let index = try writer.addLayer(TargetLayer(name: "a", geometry: .point, fields: fields, crs: nil))
        try writer.write(.point(Coordinate(x: 109.25, y: 13.5)), [.text("00004"), .integer(7)], to: index)
        try writer.close()
        let text = String(decoding: try folder.bytes("a.csv"), as: UTF8.self)
        #expect(text == "X,Y,ma,so\n109.25,13.5,00004,7\n")
    }
}
