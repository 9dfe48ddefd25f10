import GeoCore
import GeoStorage
import LiveMap

/// What one device says in one message, read and checked by its layer's definition.
struct DeviceMessage: Hashable, Sendable {
    /// The record's place in its body, from 0.
    var index: Int
    var object: ObjectID
    /// The code in the sender's own spelling, to show where no register knows a better one.
    var spelling: String
    var time: Instant
    /// `nil` where the message does not say: the device is where its row has it.
    var place: Coordinate?
    /// Knots over ground.
    var speedKnots: Double?
    /// Degrees clockwise from true north.
    var courseDegrees: Double?
    var device = ""
    var source = FixSource.vms
    /// By field name, each of its field's type, never null.
    var values: [String: FieldValue] = [:]

    /// A position that came as such.
    init(index: Int, _ report: PositionReport) {
        self.index = index
        object = report.fix.object
        spelling = report.spelling
        time = report.fix.time
        place = report.fix.coordinate
        speedKnots = report.fix.speedKnots
        courseDegrees = report.fix.courseDegrees
        device = report.fix.device
        source = report.fix.source
    }

    init(index: Int, object: ObjectID, spelling: String, time: Instant) {
        self.index = index
        self.object = object
        self.spelling = spelling
        self.time = time
    }

    func fix(at place: Coordinate) -> Fix {
        Fix(
            object: object, time: time, coordinate: place, speedKnots: speedKnots, courseDegrees: courseDegrees,
            device: device, source: source)
    }
}

/// What one body held: every record is in it once, as a message or as a refusal.
struct DeviceBatch: Hashable, Sendable {
    var messages: [DeviceMessage] = []
    var refusals: [RefusedRecord] = []

    var count: Int { messages.count + refusals.count }
}

/// That one record of a body was not taken.
package struct RefusedRecord: Hashable, Sendable {
    /// The record's place in its body, from 0.
    package var index: Int
    /// One sentence for the sender.
    package var reason: String

    package init(index: Int, reason: String) {
        self.index = index
        self.reason = reason
    }

    init(_ refusal: PositionRefusal) {
        self.init(index: refusal.index, reason: refusal.reason)
    }
}

extension FieldValue {
    /// The value as the history keeps it: a boolean as 0 or 1.
    var reading: ReadingValue {
        switch self {
        case .boolean(let flag): .number(flag ? 1 : 0)
        case .integer, .real: .number(number ?? 0)
        case .text, .null: .state(text)
        }
    }

    /// A value of the history as one of a field's type; `nil` where it cannot be one.
    init?(_ reading: ReadingValue, type: FieldType) {
        switch (reading, type) {
        case (.number(let number), .real): self = .real(number)
        case (.number(let number), .boolean): self = .boolean(number != 0)
        case (.number(let number), .integer):
            guard let whole = Int64(exactly: number) else { return nil }
            self = .integer(whole)
        case (.state(let text), .text): self = .text(text)
        default: return nil
        }
    }
}
