package import GeoCore

/// One record of a source layer as the file holds it: nothing decoded, mapped, repaired or transformed.
package struct SourceRecord: Hashable, Sendable {
    /// The record's number as GDAL counts it (`ogrinfo` shows the same); a Shapefile's first is 0.
    package var number: Int64
    package var geometry: SourceGeometry
    /// What was changed to make the geometry a plain two-dimensional one.
    package var changes: GeometryChanges
    /// One value for each field of the layer, in its order.
    package var values: [SourceValue]

    package init(number: Int64, geometry: SourceGeometry, changes: GeometryChanges = [], values: [SourceValue]) {
        self.number = number
        self.geometry = geometry
        self.changes = changes
        self.values = values
    }
}

/// The geometry of a source record in the layer's coordinate system.
package enum SourceGeometry: Hashable, Sendable {
    /// The record has no place: a null or an empty geometry.
    case absent
    case whole(Geometry)
    /// A collection whose members are of different kinds, one for each kind.
    case mixed([Geometry])
    case unusable(GeometryProblem)

    /// The geometry of a kind, from a whole or from the fitting part of a mixed one; else `nil`.
    package func geometry(of kind: GeometryKind) -> Geometry? {
        switch self {
        case .absent, .unusable: nil
        case .whole(let geometry): geometry.kind == kind ? geometry : nil
        case .mixed(let parts): parts.first { $0.kind == kind }
        }
    }

    /// The geometry where it is of one kind; else `nil`.
    package var whole: Geometry? {
        if case .whole(let geometry) = self { geometry } else { nil }
    }
}

/// Why a record's geometry cannot be used.
package enum GeometryProblem: Hashable, Sendable {
    /// A coordinate is infinite or no number; the index counts all vertices of the geometry from 0.
    case notFinite(vertex: Int)
    /// GDAL could not read the geometry; its message.
    case unreadable(String)
    /// A type that has no plain form, by its OGC name.
    case unsupported(String)
}

/// What had to be changed in a geometry on reading.
package struct GeometryChanges: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Heights were dropped.
    package static let droppedZ = GeometryChanges(rawValue: 1)
    /// Measures were dropped.
    package static let droppedM = GeometryChanges(rawValue: 2)
    /// Arcs became chains of segments.
    package static let linearized = GeometryChanges(rawValue: 4)
    /// A collection of members of one kind became a multi-part geometry, or one of many kinds was split by kind.
    package static let splitCollection = GeometryChanges(rawValue: 8)
    /// The patches of a surface (multipatch, TIN) became a multi-polygon.
    package static let joinedPatches = GeometryChanges(rawValue: 16)
    /// A ring did not end where it began and was closed.
    package static let closedRing = GeometryChanges(rawValue: 32)
}

/// One attribute value as the file holds it.
package enum SourceValue: Hashable, Sendable {
    case null
    /// The bytes of a text, in the encoding of the file, which only the importer can tell.
    case bytes([UInt8])
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case date(SourceDate)
    case dateTime(SourceDateTime)
    /// Bytes that are no text.
    case binary([UInt8])

    /// A text, as UTF-8.
    package static func text(_ text: String) -> SourceValue {
        .bytes(Array(text.utf8))
    }
}

/// A day of the proleptic Gregorian calendar as a file states it; nobody has checked that it exists.
package struct SourceDate: Hashable, Sendable {
    package var year: Int
    package var month: Int
    package var day: Int

    package init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }
}

/// A day and time of day as a file states it.
package struct SourceDateTime: Hashable, Sendable {
    package var date: SourceDate
    package var hour: Int
    package var minute: Int
    package var second: Double
    /// Minutes east of UTC; `nil` where the file says nothing.
    package var offsetMinutes: Int?

    package init(date: SourceDate, hour: Int, minute: Int, second: Double, offsetMinutes: Int?) {
        self.date = date
        self.hour = hour
        self.minute = minute
        self.second = second
        self.offsetMinutes = offsetMinutes
    }
}
