package import GeoCore

/// A fix as it came in, with what its sender said beside it.
package struct PositionReport: Hashable, Sendable {
    package var fix: Fix
    /// What moves, in kebab-case: `vessel` unless the sender names another kind, such as `refuse-truck`.
    package var kind: String
    /// The object in the sender's own spelling, to show where no register knows a better one.
    package var spelling: String
    /// The direction of the bow, degrees clockwise from true north, 0 ≤ heading < 360; `nil` where it is not said.
    package var headingDegrees: Double?

    package init(fix: Fix, kind: String = Self.vessel, spelling: String, headingDegrees: Double? = nil) {
        self.fix = fix
        self.kind = kind
        self.spelling = spelling
        self.headingDegrees = headingDegrees
    }

    /// The kind of those who are named by a registration number or an MMSI.
    package static let vessel = "vessel"
}

/// What a ship says it is. What one message does not say is `nil` and stays as it was.
package struct VesselParticulars: Hashable, Sendable {
    package var mmsi: MMSI
    package var name: String?
    package var callSign: String?
    /// The code of ITU-R M.1371, table 53: 30 is a ship that fishes.
    package var shipType: Int?
    package var imoNumber: Int?
    /// From bow to stern.
    package var lengthMeters: Double?
    package var widthMeters: Double?

    package init(
        mmsi: MMSI, name: String? = nil, callSign: String? = nil, shipType: Int? = nil, imoNumber: Int? = nil,
        lengthMeters: Double? = nil, widthMeters: Double? = nil
    ) {
        self.mmsi = mmsi
        self.name = name
        self.callSign = callSign
        self.shipType = shipType
        self.imoNumber = imoNumber
        self.lengthMeters = lengthMeters
        self.widthMeters = widthMeters
    }

    /// Whether anything is said but the name of the station.
    package var isEmpty: Bool { self == VesselParticulars(mmsi: mmsi) }
}

/// What one body, chunk or message held: every record is in it once, as a report or as a refusal.
package struct PositionBatch: Hashable, Sendable {
    /// In the order in which they were written.
    package var reports: [PositionReport]
    /// In order of their index.
    package var refusals: [PositionRefusal]
    /// What ships said of themselves; no records of their own in JSON.
    package var particulars: [VesselParticulars]

    package init(
        reports: [PositionReport] = [], refusals: [PositionRefusal] = [], particulars: [VesselParticulars] = []
    ) {
        self.reports = reports
        self.refusals = refusals
        self.particulars = particulars
    }

    /// Records with a place, good and refused.
    package var count: Int { reports.count + refusals.count }

    package var isEmpty: Bool { count == 0 && particulars.isEmpty }

    package mutating func append(_ other: PositionBatch) {
        reports += other.reports
        refusals += other.refusals
        particulars += other.particulars
    }
}

/// That one record was not taken.
package struct PositionRefusal: Hashable, Sendable {
    /// The record's place in its body, from 0; in a table the number of its line less one.
    package var index: Int
    package var fault: PositionFault

    package init(index: Int, fault: PositionFault) {
        self.index = index
        self.fault = fault
    }

    /// One sentence for the sender.
    package var reason: String { fault.description }
}
