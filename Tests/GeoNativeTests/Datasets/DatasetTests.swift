import Foundation
import GeoCore
import Testing

@testable import GeoNative

@Suite("Dataset")
struct DatasetTests {
    /// A Shapefile of two squares with TCVN3 text.
    private func shapefile(_ folder: ScratchFolder, declared: String? = nil) throws -> String {
        let path = folder.file("thửa.shp")
        var writer = try DatasetWriter(creating: path, format: .shapefile)
        let layer = try writer.addLayer(
            TargetLayer(
                name: "a", geometry: .polygon, fields: [SourceField(name: "ten", type: .text, width: 20)], crs: nil,
                text: .raw(declared: declared)))
        for offset in [0.0, 10] {
            let ring = [(0.0, 0.0), (0, 5), (5, 5), (5, 0), (0, 0)].map { Coordinate(x: $0.0 + offset, y: $0.1) }
            try writer.write(.polygon(Polygon(rings: [ring])), [.bytes([0xAD, 0xB8])], to: layer)
        }
        try writer.close()
        return path
    }

    private func read(_ path: String) throws -> [SourceRecord] {
        var dataset = try Dataset(opening: path)
        return try dataset.withLayer { reader in try reader.next(100) }
    }

    private func failure(_ path: String) throws -> NativeError {
        do {
            _ = try read(path)
        } catch let error as NativeError {
            return error
        }
        throw NativeError(.library, "\(path) was opened.")
    }

    @Test("a Shapefile says its fields, count, extent and what it knows of its text")
    func describes() throws {
        let folder = try ScratchFolder()
        var dataset = try Dataset(opening: try shapefile(folder, declared: "1252"))
        let layer = try #require(try dataset.layers().first)
        #expect(layer.name == "thửa")
        #expect(layer.fields == [SourceField(name: "ten", type: .text, width: 20)])
        #expect(layer.recordCount == 2)
        #expect(layer.extent == BoundingBox(west: 0, south: 0, east: 15, north: 5))
        #expect(layer.crs == nil)
        #expect(layer.text == TextEvidence(form: .raw, declared: "1252", languageDriver: 0))
    }

    @Test("a truncated .shp is refused with the bytes that are missing")
    func truncatedShapes() throws {
        let folder = try ScratchFolder()
        let path = try shapefile(folder)
        try folder.write(Array(try folder.bytes("thửa.shp").dropLast(40)), to: "thửa.shp")
        let error = try failure(path)
        #expect(error.code == .truncated)
        #expect(error.message.contains("is cut off"))
    }

    @Test("a truncated .dbf is refused")
    func truncatedTable() throws {
        let folder = try ScratchFolder()
        let path = try shapefile(folder)
        try folder.write(Array(try folder.bytes("thửa.dbf").prefix(80)), to: "thửa.dbf")
        #expect(try failure(path).code == .truncated)
    }

    @Test("a .shp without its .dbf is refused")
    func missingTable() throws {
        let folder = try ScratchFolder()
        let path = try shapefile(folder)
        try FileManager.default.removeItem(atPath: folder.file("thửa.dbf"))
        #expect(try failure(path).code == .missingCompanion)
    }

    @Test("a missing .shx is rebuilt elsewhere, and the user's folder stays as it was")
    func missingIndex() throws {
        let folder = try ScratchFolder()
        let path = try shapefile(folder)
        try FileManager.default.removeItem(atPath: folder.file("thửa.shx"))
        let before = try folder.names
        let dataset = try Dataset(opening: path)
        #expect(dataset.notes.count == 1)
        dataset.close()
        #expect(try read(path).count == 2)
        #expect(try folder.names == before)
    }

    @Test("a zipped Shapefile is read without unpacking")
    func zipped() throws {
        let path = SharedData.path("awkward/gdal/shp/poly.zip")
        guard SharedData.exists else { return }
        #expect(try read(path).count == 10)
        #expect(try read(path + "/poly.shp").count == 10)
        #expect(try failure(path + "/other.shp").code == .unknownFormat)
    }

    @Test(
        "what is not a local data file is refused before GDAL sees it",
        arguments: [
            "/vsicurl/http://example.org/a.shp", "http://example.org/a.geojson", "/vsistdin/",
            "/vsizip/vsicurl/http://x/a.zip/a.shp", "WFS:http://example.org", "/dev/null", "/etc", "/nowhere/a.gpkg",
            "a.vrt", "{\"type\":\"FeatureCollection\",\"features\":[]}.geojson",
        ])
    func refusesSpecialPaths(path: String) throws {
        let code = try failure(path).code
        #expect([.forbiddenPath, .missingFile, .unknownFormat].contains(code))
    }

    @Test("a VRT under the name of another format does not reach the file that it names")
    func refusesDisguisedReference() throws {
        let folder = try ScratchFolder()
        let path = try shapefile(folder)
        let reference = """
            <OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>\(path)</SrcDataSource></OGRVRTLayer>\
            </OGRVRTDataSource>
            """
        for ending in ["gpkg", "geojson", "kml", "tab", "fgb", "gpx", "dxf", "dgn", "xlsx"] {
            try folder.write(Array(reference.utf8), to: "b.\(ending)")
            #expect(throws: NativeError.self, "\(ending)") { try read(folder.file("b.\(ending)")) }
        }
    }

    @Test(
        "files that are empty or another format get a sentence that names them",
        arguments: [
            "shp", "gpkg", "geojson", "kml", "kmz", "tab", "mif", "fgb", "xlsx", "dgn", "dxf", "gpx", "zip", "dbf",
        ])
    func refusesNonsense(ending: String) throws {
        let folder = try ScratchFolder()
        try folder.write([], to: "empty.\(ending)")
        try folder.write(Array("this is no data file at all, only words".utf8), to: "words.\(ending)")
        for name in ["empty", "words"] {
            let error = try failure(folder.file("\(name).\(ending)"))
            #expect(error.message.contains("\(name).\(ending)"))
            #expect(error.message.hasSuffix("."))
        }
    }

    @Test("reading leaves every byte and name in the folder as it was")
    func changesNothing() throws {
        let folder = try ScratchFolder()
        _ = try shapefile(folder)
        for format in [TargetFormat.geoPackage, .mapInfoTable, .geoJSON, .csv] {
            var writer = try DatasetWriter(creating: folder.file("b.\(format.endings[0])"), format: format, csv: .wkt)
            let fields = [SourceField(name: "ten", type: .text, width: 9)]
            let layer = try writer.addLayer(TargetLayer(name: "b", geometry: .point, fields: fields, crs: nil))
            try writer.write(.point(Coordinate(x: 1, y: 2)), [.text("a")], to: layer)
            try writer.close()
        }
        let names = try folder.names
        let before = try names.map { try folder.bytes($0) }
        for name in ["thửa.shp", "b.gpkg", "b.tab", "b.geojson", "b.csv"] {
            #expect(try !read(folder.file(name)).isEmpty)
        }
        #expect(try folder.names == names)
        #expect(try names.map { try folder.bytes($0) } == before)
    }

    @Test("heights are dropped and told, mixed collections split by kind, rings closed")
    func flattensGeometry() throws {
        let folder = try ScratchFolder()
        let features = [
            #"{"type":"Point","coordinates":[1,2,3]}"#,
            #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},"#
                + #"{"type":"LineString","coordinates":[[0,0],[1,1]]},{"type":"Point","coordinates":[3,4]}]}"#,
            "null",
        ]
        let list = features.map { #"{"type":"Feature","properties":{"a":1},"geometry":\#($0)}"# }
        try folder.write(
            Array(#"{"type":"FeatureCollection","features":[\#(list.joined(separator: ","))]}"#.utf8), to: "a.geojson")
        let records = try read(folder.file("a.geojson"))
        #expect(records[0].geometry == .whole(.point(Coordinate(x: 1, y: 2))))
        #expect(records[0].changes == .droppedZ)
        let points = Geometry.multiPoint([Coordinate(x: 1, y: 2), Coordinate(x: 3, y: 4)])
        #expect(records[1].geometry.geometry(of: .point) == points)
        #expect(records[1].geometry.geometry(of: .polygon) == nil)
        #expect(records[1].changes.contains(.splitCollection))
        #expect(records[2].geometry == .absent)
    }

    @Test(
        "points of no numbers, arcs and patches in real files are told",
        .enabled(if: SharedData.exists, "needs the folder of real files beside the repository"))
    func realGeometries() throws {
        let empty = try read(SharedData.path("awkward/gdal/shp/pointnan.shp"))
        #expect(empty.contains { $0.geometry == .absent })
        let patches = try read(SharedData.path("awkward/gdal/shp/multipatch.shp"))
        #expect(patches[0].changes.contains(.joinedPatches))
        #expect(patches[0].geometry.whole?.kind == .polygon)
        var dataset = try Dataset(opening: SharedData.path("awkward/gdal/dxf/circle.dxf"))
        let circles = try dataset.withLayer("entities") { reader in try reader.next(10) }
        #expect(circles.allSatisfy { $0.geometry.whole?.kind == .line })
    }

    @Test("a vertex that is no number makes its record unusable and is named, and the next record is read")
    func notFinite() throws {
        let folder = try ScratchFolder()
        let path = folder.file("a.shp")
        var writer = try DatasetWriter(creating: path, format: .shapefile)
        let layer = try writer.addLayer(
            TargetLayer(name: "a", geometry: .lineString, fields: [SourceField(name: "n", type: .integer)], crs: nil))
        let start = Coordinate(x: 0, y: 0)
        try writer.write(.lineString([start, Coordinate(x: 7.25, y: 1)]), [.integer(1)], to: layer)
        try writer.write(.lineString([start, Coordinate(x: 1, y: 1)]), [.integer(2)], to: layer)
        try writer.close()
        var bytes = try folder.bytes("a.shp")
        let last = try #require(bytes.indices.reversed().first { bytes[$0...].starts(with: Self.bytes(7.25)) })
        bytes.replaceSubrange(last..<last + 8, with: Self.bytes(.nan))
        try folder.write(bytes, to: "a.shp")
        let records = try read(path)
        #expect(records[0].geometry == .unusable(.notFinite(vertex: 1)))
        #expect(records[1].geometry.whole?.vertexCount == 2)
    }

    private static func bytes(_ number: Double) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> ($0 * 8)) }
    }

    @Test("the text of a drawing before AutoCAD 2007 comes as its bytes, with escapes resolved where it has any")
    func drawingText() throws {
        let folder = try ScratchFolder()
        func drawing(_ text: [UInt8]) -> [UInt8] {
            let head =
                "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n9\n$DWGCODEPAGE\n3\nANSI_1252\n0\nENDSEC\n0\nSECTION\n"
                + "2\nENTITIES\n0\nTEXT\n8\n0\n10\n600000\n20\n1500000\n40\n2\n1\n"
            return Array(head.utf8) + text + Array("\n0\nENDSEC\n0\nEOF\n".utf8)
        }
        func value(_ name: String) throws -> (SourceValue, TextEvidence) {
            var dataset = try Dataset(opening: folder.file(name))
            return try dataset.withLayer("entities") { reader in
                let index = try #require(reader.layer.fields.firstIndex { $0.name == "Text" })
                return (try reader.next(1)[0].values[index], reader.layer.text)
            }
        }
        try folder.write(drawing([0xA7, 0xAD, 0xEA, 0x6E, 0x67]), to: "raw.dxf")
        let raw = try value("raw.dxf")
        #expect(raw.0 == .bytes([0xA7, 0xAD, 0xEA, 0x6E, 0x67]))
        #expect(raw.1 == TextEvidence(form: .raw, declared: "ANSI_1252"))
        try folder.write(drawing(Array("\\U+0110\\U+01B0\\U+1EDDng L".utf8) + [0xF4]), to: "escaped.dxf")
        #expect(try value("escaped.dxf").0 == .text("Đường Lô"))
    }

    @Test("a layer that is not there is answered with those that are")
    func unknownLayer() throws {
        let folder = try ScratchFolder()
        var dataset = try Dataset(opening: try shapefile(folder))
        #expect {
            _ = try dataset.withLayer("khác") { reader in try reader.next(1) }
        } throws: { error in
            (error as? NativeError)?.message.contains("it has: thửa.") ?? false
        }
    }

    @Test("a reader can begin again and fetch one record by its number")
    func rewinds() throws {
        let folder = try ScratchFolder()
        var dataset = try Dataset(opening: try shapefile(folder))
        try dataset.withLayer { reader in
            let first = try reader.next(1)
            #expect(try reader.next(5).count == 1)
            #expect(try reader.next(5).isEmpty)
            reader.rewind()
            #expect(try reader.next(1) == first)
            #expect(reader.record(1)?.number == 1)
            #expect(reader.record(99) == nil)
        }
    }

    @Test("a thousand opened, broken and dropped datasets leave no file open, no folder and no error handler")
    func leaksNothing() throws {
        let folder = try ScratchFolder()
        let path = try shapefile(folder)
        try folder.write(Array("words".utf8), to: "bad.gpkg")
        _ = try read(path)
        let files = try openFiles(in: folder)
        for _ in 0..<350 {
            _ = try read(path)
            _ = try failure(folder.file("bad.gpkg"))
            _ = try Dataset(opening: path)
        }
        #expect(try openFiles(in: folder) == files)
        #expect(!GDALMessages.isCollecting)
    }

    /// Files of a folder that this process has open; others belong to tests beside it.
    private func openFiles(in folder: ScratchFolder) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { number in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
            return target?.hasPrefix(folder.file("")) ?? false
        }.count
    }
}
