package import GeoCore

extension GeoContext {
    /// Says what a raster file is, and where on the map it lies.
    ///
    /// - Parameter assignedCRS: The coordinate system to believe instead of the file's own.
    /// - Throws: `NativeError` where the file is missing, forbidden or no raster; what can be told in spite of a fault is
    ///   answered with the fault among the problems.
    package mutating func rasterInfo(
        _ path: String, assignedCRS: CRS? = nil
    ) throws(NativeError) -> RasterInfo {
        let dataset = try RasterDataset(opening: path)
        let reference = try RasterReference(of: dataset, assigned: assignedCRS)
        var info = RasterInfo(describing: dataset, reference: reference)
        info.assignedCRS = assignedCRS
        do throws(NativeError) {
            info.placement = try OpenRaster(path: path, assignedCRS: assignedCRS).placement()
        } catch {
            info.problems.append(error.message)
        }
        info.noteProblems()
        return info
    }
}

extension RasterInfo {
    fileprivate init(describing dataset: borrowing RasterDataset, reference: RasterReference?) {
        var descriptions: [BandDescription] = []
        for number in 1...max(1, dataset.bandCount) {
            if let description = BandDescription(number, of: dataset) { descriptions.append(description) }
        }
        self.init(
            path: dataset.path, driver: dataset.driver, width: dataset.width, height: dataset.height,
            bands: descriptions.map(Band.init), crs: reference?.crs, crsName: reference?.name,
            isVN2000: reference?.isVN2000 ?? false,
            overviews: RasterLevel.overviewSizes(of: dataset).map { Size(width: $0.width, height: $0.height) },
            paletteCount: descriptions.first?.palette?.count ?? 0, problems: [])
    }

    fileprivate mutating func noteProblems() {
        if overviews.isEmpty, max(width, height) > 4_096 {
            problems.append(
                "\(path) has no overviews, so that low zooms are slow or left out; make some with gdaladdo, or a COG.")
        }
    }
}

extension RasterInfo.Band {
    fileprivate init(_ description: BandDescription) {
        self.init(
            type: description.typeName, interpretation: description.interpretationName, noData: description.noData,
            scale: description.scale, offset: description.offset)
    }
}
