import GeoCore

/// The rasters that a worker keeps open; the one unused for longest is closed when there are too many.
final class RasterShelf: GeoCompanion {
    /// Each open file holds a descriptor and its directory of blocks.
    private static let limit = 24

    private var entries: [Entry] = []

    private struct Entry {
        let file: Key
        let stamp: FileStamp?
        let raster: OpenRaster
    }

    private struct Key: Hashable {
        let path: String
        let crs: String?
    }

    init() {}

    /// The raster of a file, opened again where the file has been replaced.
    func raster(of file: RasterFile) throws(NativeError) -> OpenRaster {
        let key = Key(path: file.path, crs: file.assignedCRS?.name)
        let stamp = FileStamp(file.path)
        if let index = entries.firstIndex(where: { $0.file == key }) {
            let entry = entries.remove(at: index)
            if entry.stamp == stamp {
                entries.append(entry)
                return entry.raster
            }
        }
        let raster = try OpenRaster(path: file.path, assignedCRS: file.assignedCRS)
        if entries.count >= Self.limit { entries.removeFirst() }
        entries.append(Entry(file: key, stamp: stamp, raster: raster))
        return raster
    }
}
