import GeoCore

/// Where and when a message was heard.
struct AISReception {
    var time: Instant
    var isStationTime: Bool
}

extension AISBits {
    /// The message; `[]` for types that are not looked at. Type 19 gives two.
    func messages(_ reception: AISReception) throws(AISFault) -> [AISMessage] {
        guard count >= 38 else { throw .length }
        let type = Int(unsigned(0, 6))
        guard let length = AISLayout.lengths[type] else { return [] }
        guard count >= length else { throw .length }
        guard let mmsi = MMSI(unsigned(8, 30)) else { throw .identity }
        switch type {
        case 4, 11: return [.clock(clock(mmsi))]
        case 5: return [.particulars(particulars(mmsi, .five))]
        case 19:
            return [.position(position(mmsi, type, reception)), .particulars(particulars(mmsi, .nineteen))]
        case 24: return try staticReport(mmsi).map { [.particulars($0)] } ?? []
        case 27: return [.position(longRange(mmsi, reception))]
        default: return [.position(position(mmsi, type, reception))]
        }
    }

    /// Types 1 to 3, 9, 18 and 19.
    private func position(_ mmsi: MMSI, _ type: Int, _ reception: AISReception) -> AISPosition {
        let layout: AISLayout.Position = type == 9 ? .aircraft : type < 4 ? .classA : .classB
        let heading = layout.heading.map { Int(unsigned($0, 9)) }
        var position = AISPosition(
            mmsi: mmsi, type: type, time: reception.time, received: reception.time,
            hasStationTime: reception.isStationTime, isAccurate: unsigned(layout.speed + 10, 1) == 1)
        position.second = Self.available(unsigned(layout.second, 6), below: 60)
        if let second = position.second { position.time = reception.time.latest(second: second) }
        position.coordinate = coordinate(layout.place, degree: 600_000)
        position.speedKnots = Self.available(unsigned(layout.speed, 10), below: 1_023).map { Double($0) / layout.knots }
        position.courseDegrees = Self.available(unsigned(layout.course, 12), below: 3_600).map { Double($0) / 10 }
        position.headingDegrees = heading.flatMap { $0 < 360 ? Double($0) : nil }
        position.navigationStatus = layout.status.flatMap { Self.available(unsigned($0, 4), below: 15) }
        return position
    }

    /// Type 27, whose place is in tenths of a minute.
    private func longRange(_ mmsi: MMSI, _ reception: AISReception) -> AISPosition {
        var position = AISPosition(
            mmsi: mmsi, type: 27, time: reception.time, received: reception.time,
            hasStationTime: reception.isStationTime, isAccurate: unsigned(38, 1) == 1)
        position.coordinate = Self.coordinate(signed(44, 18), signed(62, 17), degree: 600)
        position.speedKnots = Self.available(unsigned(79, 6), below: 63).map { Double($0) }
        position.courseDegrees = Self.available(unsigned(85, 9), below: 360).map { Double($0) }
        position.navigationStatus = Self.available(unsigned(40, 4), below: 15)
        return position
    }

    private func clock(_ mmsi: MMSI) -> AISClock {
        let day = CivilDay(year: Int(unsigned(38, 14)), month: Int(unsigned(52, 4)), day: Int(unsigned(56, 5)))
        let (hour, minute, second) = (unsigned(61, 5), unsigned(66, 6), unsigned(72, 6))
        let isTime = hour < 24 && minute < 60 && second < 60
        let start = isTime ? day?.start(offsetMinutes: 0) : nil
        return AISClock(
            mmsi: mmsi, time: start?.adding(seconds: Double(hour * 3_600 + minute * 60 + second)),
            coordinate: coordinate(79, degree: 600_000))
    }

    private func coordinate(_ start: Int, degree: Double) -> Coordinate? {
        Self.coordinate(signed(start, 28), signed(start + 28, 27), degree: degree)
    }

    /// 181° and 91° stand for “not available”, and nothing beyond 180° and 90° is a place.
    private static func coordinate(_ x: Int, _ y: Int, degree: Double) -> Coordinate? {
        let (longitude, latitude) = (Double(x) / degree, Double(y) / degree)
        guard abs(longitude) <= 180, abs(latitude) <= 90 else { return nil }
        return Coordinate(longitude: longitude, latitude: latitude)
    }

    private static func available(_ value: UInt32, below limit: UInt32) -> Int? { value < limit ? Int(value) : nil }
}

extension AISBits {
    private func particulars(_ mmsi: MMSI, _ layout: AISLayout.Particulars) -> VesselParticulars {
        var particulars = VesselParticulars(mmsi: mmsi, name: text(layout.name, characters: 20))
        particulars.shipType = shipType(layout.shipType)
        particulars.callSign = layout.callSign.flatMap { text($0, characters: 7) }
        particulars.imoNumber = layout.imoNumber.map { Int(unsigned($0, 30)) }.flatMap { $0 == 0 ? nil : $0 }
        setSize(layout.size, &particulars)
        return particulars
    }

    /// Part A or part B of type 24; `nil` for other parts.
    private func staticReport(_ mmsi: MMSI) throws(AISFault) -> VesselParticulars? {
        switch unsigned(38, 2) {
        case 0:
            guard count >= 160 else { throw .length }
            return VesselParticulars(mmsi: mmsi, name: text(40, characters: 20))
        case 1:
            var particulars = VesselParticulars(mmsi: mmsi, callSign: text(90, characters: 7))
            particulars.shipType = shipType(40)
            // An auxiliary craft says there which ship it belongs to, not its size.
            if mmsi.number / 10_000_000 != 98 { setSize(132, &particulars) }
            return particulars
        default: return nil
        }
    }

    private func shipType(_ start: Int) -> Int? {
        let type = Int(unsigned(start, 8))
        return type == 0 ? nil : type
    }

    /// Distances from the antenna to bow, stern, port and starboard; 0 and 0 stand for “not available”.
    private func setSize(_ start: Int, _ particulars: inout VesselParticulars) {
        let length = unsigned(start, 9) + unsigned(start + 9, 9)
        let width = unsigned(start + 18, 6) + unsigned(start + 24, 6)
        particulars.lengthMeters = length == 0 ? nil : Double(length)
        particulars.widthMeters = width == 0 ? nil : Double(width)
    }
}

/// At which bits the fields of messages begin (ITU-R M.1371-5, annex 8, section 3).
enum AISLayout {
    /// The fewest bits of a message of each type, without spare bits at its end that some transponders leave out.
    static let lengths = [
        1: 163, 2: 163, 3: 163, 4: 168, 5: 420, 9: 168, 11: 168, 18: 168, 19: 312, 24: 160, 27: 96,
    ]

    struct Position {
        var status: Int?
        var speed: Int
        /// Units in a knot.
        var knots = 10.0
        var place: Int
        var course: Int
        var heading: Int?
        var second: Int

        static let classA = Position(status: 38, speed: 50, place: 61, course: 116, heading: 128, second: 137)
        static let classB = Position(speed: 46, place: 57, course: 112, heading: 124, second: 133)
        static let aircraft = Position(speed: 50, knots: 1, place: 61, course: 116, second: 128)
    }

    struct Particulars {
        var imoNumber: Int?
        var callSign: Int?
        var name: Int
        var shipType: Int
        var size: Int

        static let five = Particulars(imoNumber: 40, callSign: 70, name: 112, shipType: 232, size: 240)
        static let nineteen = Particulars(name: 143, shipType: 263, size: 271)
    }
}

extension Instant {
    /// The latest moment with that second of the minute that is at most ten seconds later than this one.
    ///
    /// Ten seconds are for receivers whose clock is slow; a message is older than fifty seconds only by accident.
    func latest(second: Int) -> Instant {
        let bound = milliseconds + 10_000
        let offset = Int64(second) * 1_000
        let minute = (bound - offset) >= 0 ? (bound - offset) / 60_000 : (bound - offset - 59_999) / 60_000
        return Instant(milliseconds: minute * 60_000 + offset)
    }
}
