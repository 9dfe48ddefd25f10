package import GeoCore

extension LiveArchive {
    /// A part of a sensor's readings in a span of event time, by time.
    ///
    /// - Parameter limit: At least 1.
    package func readings(
        of object: ObjectID, name: String, during span: Range<Instant>, limit: Int
    ) async throws -> ReadingPage {
        precondition(limit > 0, "a page holds at least one reading")
        var found: [Reading] = []
        for part in try await scan(object, name, span, limit: limit + 1) {
            found += part.map { Reading(object: object, name: name, time: $0.time, value: $0.value) }
        }
        found.sort { $0.time < $1.time }
        guard found.count > limit else { return ReadingPage(readings: found, next: nil) }
        return ReadingPage(readings: Array(found.prefix(limit)), next: found[limit].time)
    }

    /// A sensor's numbers, brought down to their least, greatest and mean in stretches of equal length.
    ///
    /// Stretches without a number are left out. They are counted from midnight at +07:00, so that one of a day is a day there.
    ///
    /// - Parameter bucketSeconds: At least 1.
    package func series(
        of object: ObjectID, name: String, during span: Range<Instant>, bucketSeconds: Int64
    ) async throws -> [ReadingBucket] {
        precondition(bucketSeconds > 0, "a stretch lasts at least a second")
        var buckets: [Int64: BucketSum] = [:]
        for part in try await scan(object, name, span, limit: .max) {
            for reading in part {
                guard case .number(let number) = reading.value else { continue }
                let start = BucketSum.start(of: reading.time, seconds: bucketSeconds)
                buckets[start, default: BucketSum()].add(number)
            }
        }
        return buckets.sorted { $0.key < $1.key }.map { $0.value.bucket(start: Instant(milliseconds: $0.key)) }
    }

    private typealias Sample = (time: Instant, value: ReadingValue)

    /// What each file holds of a series; a reading is in one file only.
    private func scan(
        _ object: ObjectID, _ name: String, _ span: Range<Instant>, limit: Int
    ) async throws -> [[Sample]] {
        let first = LiveMonth(span.lowerBound.day())
        let bounds = span.lowerBound.milliseconds..<span.upperBound.milliseconds
        // A reading comes at its time or later, so that no earlier month can have it.
        let months = memory.read { memory in memory.eventDays.keys.filter { $0 >= first }.sorted() }
        var parts: [[Sample]] = []
        for month in months {
            parts.append(
                try await files.read(month) { db in
                    var samples: [Sample] = []
                    try ReadingRows.scan(object, name, during: bounds, in: db) { row in
                        samples.append((Instant(milliseconds: row.int64(0)), ReadingRows.value(row)))
                        return samples.count < limit
                    }
                    return samples
                })
        }
        return parts
    }
}

/// The numbers of a stretch, added up.
private struct BucketSum {
    private var count = 0
    private var total = 0.0
    private var minimum = Double.infinity
    private var maximum = -Double.infinity

    mutating func add(_ number: Double) {
        count += 1
        total += number
        minimum = min(minimum, number)
        maximum = max(maximum, number)
    }

    func bucket(start: Instant) -> ReadingBucket {
        ReadingBucket(
            start: start, count: count, minimum: minimum, maximum: maximum, mean: total / Double(count))
    }

    /// Milliseconds of the stretch's beginning.
    static func start(of time: Instant, seconds: Int64) -> Int64 {
        let local = time.milliseconds + 7 * 3_600_000
        let length = seconds * 1_000
        let rest = local % length
        return time.milliseconds - (rest < 0 ? rest + length : rest)
    }
}
