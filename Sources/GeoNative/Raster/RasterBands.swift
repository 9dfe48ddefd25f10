import CGDAL

/// Which bands of a raster are drawn, and how.
struct RasterBands: Hashable, Sendable {
    let kind: Kind
    let mask: Mask

    enum Kind: Hashable, Sendable {
        /// 8-bit bands: one of grey, or red, green, blue.
        case bytes([Int])
        /// One band of numbers into a table of red, green, blue, alpha.
        case palette(band: Int, colors: [UInt32])
        /// Bands of other numbers, drawn by their stretch: one of grey, or red, green, blue.
        case values([Int])
    }

    /// How the file says where it has no data.
    enum Mask: Hashable, Sendable {
        case none
        /// A pixel is there where the mask of any of the bands says so: a value that means no data, or a mask band.
        case presence([Int])
        /// The mask of the bands is their opacity.
        case opacity(Int)
    }

    /// The bands that are drawn, numbered from 1.
    var numbers: [Int] {
        switch kind {
        case .bytes(let bands), .values(let bands): bands
        case .palette(let band, _): [band]
        }
    }

    init(of dataset: borrowing RasterDataset) throws(NativeError) {
        let descriptions = (1...max(1, dataset.bandCount)).compactMap { BandDescription($0, of: dataset) }
        let visible = descriptions.filter { $0.interpretation != GCI_AlphaBand }
        guard let first = visible.first else {
            throw NativeError(.empty, "\(dataset.path) has no band to draw.", path: dataset.path)
        }
        let drawn = Self.drawn(visible)
        guard !drawn.contains(where: \.isComplex) else {
            throw NativeError(
                .unknownFormat, "\(dataset.path) holds complex numbers; give a file of their amplitudes.",
                path: dataset.path)
        }
        kind = Self.kind(drawn, palette: first.palette)
        mask = Self.mask(drawn)
    }

    private static func drawn(_ visible: [BandDescription]) -> [BandDescription] {
        let colors = [GCI_RedBand, GCI_GreenBand, GCI_BlueBand].compactMap { color in
            visible.first { $0.interpretation == color }
        }
        if colors.count == 3 { return colors }
        return visible.count >= 3 ? Array(visible.prefix(3)) : Array(visible.prefix(1))
    }

    private static func kind(_ drawn: [BandDescription], palette: [UInt32]?) -> Kind {
        let numbers = drawn.map(\.number)
        if drawn.count == 1, let palette { return .palette(band: numbers[0], colors: palette) }
        return drawn.allSatisfy { $0.type == GDT_Byte } ? .bytes(numbers) : .values(numbers)
    }

    private static func mask(_ drawn: [BandDescription]) -> Mask {
        let flags = drawn[0].maskFlags
        if flags & GMF_ALL_VALID != 0 { return .none }
        if flags & GMF_ALPHA != 0 { return .opacity(drawn[0].number) }
        return flags & GMF_NODATA != 0 ? .presence(drawn.map(\.number)) : .presence([drawn[0].number])
    }
}

/// What GDAL says of one band.
struct BandDescription: Hashable, Sendable {
    let number: Int
    let type: GDALDataType
    let interpretation: GDALColorInterp
    let noData: Double?
    let maskFlags: Int32
    let palette: [UInt32]?
    /// A value v of the file stands for v · scale + offset.
    let scale: Double
    let offset: Double

    var isComplex: Bool { GDALDataTypeIsComplex(type) != 0 }
    var typeName: String { unsafe String(cString: GDALGetDataTypeName(type)) }
    var interpretationName: String { unsafe String(cString: GDALGetColorInterpretationName(interpretation)) }

    /// `nil` where the dataset has no such band.
    init?(_ number: Int, of dataset: borrowing RasterDataset) {
        guard let band = unsafe GDALGetRasterBand(dataset.handle, Int32(number)) else { return nil }
        self.number = number
        type = unsafe GDALGetRasterDataType(band)
        interpretation = unsafe GDALGetRasterColorInterpretation(band)
        maskFlags = unsafe GDALGetMaskFlags(band)
        var hasNoData: Int32 = 0
        let value = unsafe GDALGetRasterNoDataValue(band, &hasNoData)
        noData = hasNoData == 0 ? nil : value
        scale = unsafe GDALGetRasterScale(band, nil)
        offset = unsafe GDALGetRasterOffset(band, nil)
        let transparent = noData
        palette = unsafe GDALGetRasterColorTable(band).map { unsafe Self.colors($0, noData: transparent) }
    }

    /// Little-endian red, green, blue, alpha; the entry that means no data is transparent.
    private static func colors(_ table: GDALColorTableH, noData: Double?) -> [UInt32] {
        (0..<(unsafe GDALGetColorEntryCount(table))).map { index in
            guard noData != Double(index), let entry = unsafe GDALGetColorEntry(table, index) else { return 0 }
            let color = unsafe entry.pointee
            func byte(_ value: Int16) -> UInt32 { UInt32(max(0, min(255, value))) }
            return byte(color.c1) | byte(color.c2) << 8 | byte(color.c3) << 16 | byte(color.c4) << 24
        }
    }
}
