package import GeoCore

/// Reads a recording of AIS, finding the time of every message.
///
/// The time is that of the tag block or behind the checksum, as the recorder wrote it; where there is none, the seconds
/// of the messages lead on from `start`, and base stations say the whole time. A recording of the last kind must not be
/// silent for half a minute without a base station.
package struct NMEAReplay: Sendable {
    private var decoder: AISDecoder
    /// The time that the recording has come to.
    package private(set) var clock: Instant?
    /// Positions that were left out because nothing said when they were.
    package private(set) var untimed = 0

    /// - Parameter start: When the recording begins, for one without times of its own.
    package init(start: Instant? = nil, limits: AISDecoder.Limits = AISDecoder.Limits()) {
        decoder = AISDecoder(limits: limits)
        clock = start
    }

    package var counts: AISCounts { decoder.counts }

    /// Takes the next bytes of the recording; chunks may end anywhere.
    package mutating func consume(_ bytes: [UInt8]) -> PositionBatch {
        var messages: [AISMessage] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: 10) {
            // The clock moves with each line, so that lines are decoded one by one.
            messages += decoder.consume(Array(bytes[start...end]), received: horizon).compactMap { timed($0) }
            start = end + 1
        }
        messages += decoder.consume(Array(bytes[start...]), received: horizon).compactMap { timed($0) }
        return PositionBatch(messages)
    }

    /// Ends the recording.
    package mutating func finish() -> PositionBatch {
        PositionBatch(decoder.finish(received: horizon).compactMap { timed($0) })
    }

    /// Seconds are resolved to less than half a minute before or after the clock.
    private var horizon: Instant { (clock ?? Instant(milliseconds: 0)).adding(seconds: 20) }

    private mutating func timed(_ message: AISMessage) -> AISMessage? {
        switch message {
        case .position(var position):
            if position.hasStationTime {
                clock = position.received
            } else {
                guard let now = clock else {
                    untimed += 1
                    return nil
                }
                if position.second == nil { position.time = now }
                clock = max(now, position.time)
            }
            return .position(position)
        case .clock(let station):
            if let time = station.time, isNext(time) { clock = time }
            return message
        case .particulars: return message
        }
    }

    /// A base station whose clock is wrong by more than an hour is not followed.
    private func isNext(_ time: Instant) -> Bool {
        guard let clock else { return true }
        return time > clock && time.seconds(since: clock) < 3_600
    }
}
