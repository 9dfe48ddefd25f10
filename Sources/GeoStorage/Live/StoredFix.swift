import GeoCore

/// A fix as the files hold it: its object and device by number, its absent numbers as NaN.
struct StoredFix: Hashable, Sendable, BitwiseCopyable {
    var object: Int32
    var device: Int32
    /// Milliseconds of event time.
    var time: Int64
    /// Milliseconds of arrival.
    var received: Int64
    var longitude: Double
    var latitude: Double
    var speed: Double
    var course: Double
    var traits: FixTraits

    /// What makes two fixes the same message.
    struct Key: Hashable, Comparable, BitwiseCopyable {
        var object: Int32
        var time: Int64
        var device: Int32

        static func < (left: Key, right: Key) -> Bool {
            (left.object, left.time, left.device) < (right.object, right.time, right.device)
        }
    }

    var key: Key { Key(object: object, time: time, device: device) }

    /// The day of event time in UTC, by which the files that a track needs are known.
    var eventDay: Int64 { Self.day(time) }

    static func day(_ milliseconds: Int64) -> Int64 { Instant(milliseconds: milliseconds).day(offsetMinutes: 0).number }

    /// Whether every number is the other's to the bit.
    func isIdentical(to other: StoredFix) -> Bool {
        key == other.key && received == other.received && traits == other.traits
            && longitude.bitPattern == other.longitude.bitPattern && latitude.bitPattern == other.latitude.bitPattern
            && Self.same(speed, other.speed) && Self.same(course, other.course)
    }

    private static func same(_ left: Double, _ right: Double) -> Bool {
        left.bitPattern == right.bitPattern || (left.isNaN && right.isNaN)
    }
}

extension StoredFix {
    init(_ received: ReceivedFix, object: Int32, device: Int32) {
        let fix = received.fix
        self.init(
            object: object, device: device, time: fix.time.milliseconds, received: received.received.milliseconds,
            longitude: fix.coordinate.longitude, latitude: fix.coordinate.latitude, speed: fix.speedKnots ?? .nan,
            course: fix.courseDegrees ?? .nan, traits: FixTraits(source: fix.source, quality: received.quality))
    }

    /// The fix in the words of those who use it.
    func received(object: ObjectID, device: String) -> ReceivedFix {
        let fix = Fix(
            object: object, time: Instant(milliseconds: time),
            coordinate: Coordinate(longitude: longitude, latitude: latitude), speedKnots: speed.isNaN ? nil : speed,
            courseDegrees: course.isNaN ? nil : course, device: device, source: traits.source)
        return ReceivedFix(fix: fix, received: Instant(milliseconds: received), quality: traits.quality)
    }
}

/// Source and quality in four bits: two for each.
struct FixTraits: Hashable, Sendable, BitwiseCopyable {
    let bits: UInt8

    init(source: FixSource, quality: FixQuality) {
        bits = Self.code(source) | Self.code(quality) << 2
    }

    /// `nil` where the bits stand for nothing.
    init?(bits: UInt8) {
        guard bits < 16, bits & 3 < 3, bits >> 2 < 3 else { return nil }
        self.bits = bits
    }

    var source: FixSource {
        switch bits & 3 {
        case 0: .vms
        case 1: .ais
        default: .manual
        }
    }

    var quality: FixQuality {
        switch bits >> 2 {
        case 0: .good
        case 1: .late
        default: .suspect
        }
    }

    private static func code(_ source: FixSource) -> UInt8 {
        switch source {
        case .vms: 0
        case .ais: 1
        case .manual: 2
        }
    }

    private static func code(_ quality: FixQuality) -> UInt8 {
        switch quality {
        case .good: 0
        case .late: 1
        case .suspect: 2
        }
    }
}
