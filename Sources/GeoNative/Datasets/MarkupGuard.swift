import CGDAL
import Foundation

/// Keeps a KML document that would crash GDAL 3.6's LIBKML driver away from it.
///
/// The driver takes the first `when` of a `gx:Track` without looking whether there is one
/// (fixed in later versions; Debian 12 has 3.6.2).
enum MarkupGuard {
    /// Makes LIBKML's singletons before two threads can race to make them.
    static func startLibrary() {
        _ = started
    }

    private static let started: Bool = {
        let name = "/vsimem/bando-start.kml"
        var text = Array("<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>a</name></Document></kml>".utf8)
        let flags = UInt32(GDAL_OF_VECTOR | GDAL_OF_READONLY)
        unsafe text.withUnsafeMutableBufferPointer { buffer in
            let file = unsafe VSIFileFromMemBuffer(name, buffer.baseAddress, UInt64(buffer.count), 0)
            _ = unsafe VSIFCloseL(file)
            if let dataset = unsafe GDALOpenEx(name, flags, nil, nil, nil) { unsafe GDALClose(dataset) }
            _ = unsafe VSIUnlink(name)
        }
        return true
    }()

    static func check(_ path: SourcePath) throws(NativeError) {
        guard tracksHaveTimes(try document(path)) else {
            throw NativeError(
                .unreadable,
                "\(path.named) holds a gx:Track without times, which cannot be read; add a <when> for each "
                    + "<gx:coord>, or save the track as a LineString.", path: path.named)
        }
    }

    /// The longest document that is looked through, in bytes; LIBKML holds it in memory too.
    private static let limit: Int64 = 1 << 30

    private static func document(_ path: SourcePath) throws(NativeError) -> Data {
        var inner = path.native
        if SourcePath.ending(of: path.native) == "kmz" {
            let members = try VirtualFile.list(under: "/vsizip/{\(path.native)}", named: path.named)
            guard let kml = members.first(where: { SourcePath.ending(of: $0) == "kml" }) else { return Data() }
            inner = "/vsizip/{\(path.native)}/\(kml)"
        }
        let size = VirtualFile.size(of: inner) ?? 0
        guard size <= limit else {
            throw NativeError(
                .unreadable, "\(path.named) is larger than 1 GB of KML; save it as GeoPackage.", path: path.named)
        }
        return Data(VirtualFile.bytes(of: inner, count: Int(size)))
    }

    private static func tracksHaveTimes(_ document: Data) -> Bool {
        let closing = Data(":Track>".utf8)
        let opening = Data(":Track".utf8)
        let time = Data("when".utf8)
        var start = document.startIndex
        while let open = document.range(of: opening, in: start..<document.endIndex) {
            guard let close = document.range(of: closing, in: open.upperBound..<document.endIndex) else { return true }
            guard document.range(of: time, in: open.upperBound..<close.lowerBound) != nil else { return false }
            start = close.upperBound
        }
        return true
    }
}
