import GeoCore

extension GeoContext {
    /// Draws a tile and packs it, or answers `nil` where the source has nothing to show there.
    ///
    /// - Throws: `NativeError`: a file that is missing or damaged, elevation asked of a palette, or Terrain-RGB asked as
    ///   JPEG, which would falsify it.
    package mutating func rasterTile(
        _ request: RasterTileRequest, of source: RasterSource
    ) throws(NativeError) -> [UInt8]? {
        let files = source.files.filter { $0.touches(request.tile) }
        guard !files.isEmpty else { return nil }
        guard let picture = try picture(request, of: files), !picture.isTransparent else { return nil }
        return try RasterTileEncoder(request.format, style: request.style).encode(picture)
    }

    /// A tile with nothing on it: transparent, or white where the format has no transparency.
    package mutating func emptyRasterTile(
        format: RasterTileFormat, size: RasterTileRequest.Size = .standard
    ) throws(NativeError) -> [UInt8] {
        let bytes = [UInt8](repeating: 0, count: size.rawValue * size.rawValue * 2)
        let picture = PixelBuffer(size: size.rawValue, channels: .greyAlpha, bytes: bytes)
        return try RasterTileEncoder(format, style: .image).encode(picture)
    }

    private mutating func picture(
        _ request: RasterTileRequest, of files: [RasterFile]
    ) throws(NativeError) -> PixelBuffer? {
        let tile = MercatorTile(request.tile, size: request.size.rawValue)
        switch request.style {
        case .image: return try image(tile, of: files)
        case .terrainRGB:
            let heights = try heights(tile, of: files)
            return heights.map { PixelBuffer(size: tile.size, channels: .rgb, bytes: TerrainRGB.pack($0)) }
        case .hillshade(let hillshade):
            guard let heights = try heights(tile.widened(by: 1), of: files) else { return nil }
            let bytes = hillshade.shade(heights, size: tile.size, groundMeters: tile.groundMeters)
            return PixelBuffer(size: tile.size, channels: .greyAlpha, bytes: bytes)
        }
    }

    private mutating func image(_ tile: MercatorTile, of files: [RasterFile]) throws(NativeError) -> PixelBuffer {
        var canvas = ImageCanvas(size: tile.size)
        for file in files.reversed() {
            try companion(RasterShelf.self).raster(of: file).draw(tile, stretch: file.stretch, under: &canvas)
            if canvas.isOpaque { break }
        }
        return canvas.picture
    }

    private mutating func heights(_ tile: MercatorTile, of files: [RasterFile]) throws(NativeError) -> [Float]? {
        var canvas = HeightCanvas(size: tile.size)
        for file in files.reversed() {
            try companion(RasterShelf.self).raster(of: file).addHeights(tile, to: &canvas)
            if canvas.isFull { break }
        }
        return canvas.isEmpty ? nil : canvas.heights
    }
}

extension RasterFile {
    /// Whether the tile, with the margin that shading needs, may show some of the file.
    fileprivate func touches(_ tile: TileCoordinate) -> Bool {
        var box = WorldGrid.boundingBox(of: tile)
        let margin = (box.east - box.west) / 128
        (box.west, box.east) = (box.west - margin, box.east + margin)
        (box.south, box.north) = (box.south - margin, box.north + margin)
        return extent.parts.contains { $0.intersects(box) }
    }
}
