package import GeoCore

/// What raster tiles are drawn from: one file, or a mosaic of files of which later ones lie on top.
package struct RasterSource: Hashable, Sendable, Codable {
    package var files: [RasterFile]

    package init(files: [RasterFile]) {
        self.files = files
    }

    /// The box of all files in degrees; `nil` without files.
    package var extent: BoundingBox? {
        guard let first = files.first else { return nil }
        return files.dropFirst().reduce(first.extent) { $0.enclosing($1.extent) }
    }
}

/// One registered file with what was found out about it when it was registered.
package struct RasterFile: Hashable, Sendable {
    /// An absolute path of a local file.
    package var path: String
    /// The coordinate system given by the user, where the file names none or a wrong one.
    package var assignedCRS: CRS?
    /// Where the file has data, in degrees; may cross the antimeridian.
    package var extent: BoundingBox
    /// How the values of each drawn band become 0 to 255; empty for 8-bit pictures.
    package var stretch: [RasterStretch]

    package init(path: String, assignedCRS: CRS? = nil, extent: BoundingBox, stretch: [RasterStretch] = []) {
        self.path = path
        self.assignedCRS = assignedCRS
        self.extent = extent
        self.stretch = stretch
    }
}

/// The values of a band that are drawn as black and as white; those between are spread evenly.
package struct RasterStretch: Hashable, Sendable, Codable {
    package var low: Double
    package var high: Double

    package init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }
}

extension RasterFile: Codable {
    private enum Key: String, CodingKey {
        case path
        case assignedCRS = "crs"
        case extent
        case stretch
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let edges = try container.decode([Double].self, forKey: .extent)
        guard edges.count == 4 else {
            throw DecodingError.dataCorruptedError(
                forKey: .extent, in: container, debugDescription: "An extent is west, south, east, north.")
        }
        self.init(
            path: try container.decode(String.self, forKey: .path),
            assignedCRS: try container.decodeIfPresent(String.self, forKey: .assignedCRS).flatMap(CRS.init),
            extent: BoundingBox(west: edges[0], south: edges[1], east: edges[2], north: edges[3]),
            stretch: try container.decodeIfPresent([RasterStretch].self, forKey: .stretch) ?? [])
    }

    /// Writes the extent as west, south, east, north.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(path, forKey: .path)
        try container.encodeIfPresent(assignedCRS?.name, forKey: .assignedCRS)
        try container.encode([extent.west, extent.south, extent.east, extent.north], forKey: .extent)
        try container.encode(stretch, forKey: .stretch)
    }
}

extension BoundingBox {
    /// The box around both; where one crosses the antimeridian, so does the result, unless it goes around the world.
    fileprivate func enclosing(_ other: BoundingBox) -> BoundingBox {
        guard crossesAntimeridian || other.crossesAntimeridian else { return union(other) }
        var box = eastward.union(other.eastward)
        if box.east - box.west < 360 {
            box.east -= 360
        } else {
            (box.west, box.east) = (-180, 180)
        }
        return box
    }

    /// The same box with its west between 0 and 360 and its east beyond it.
    private var eastward: BoundingBox {
        var box = self
        if crossesAntimeridian { box.east += 360 }
        if box.west < 0 { (box.west, box.east) = (box.west + 360, box.east + 360) }
        return box
    }
}
