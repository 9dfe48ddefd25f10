package import GeoCore
import GeoStorage

/// What a device measured during a time.
package struct DeviceSeries: Sendable {
    package var object: ObjectID
    /// As people call it.
    package var name: String
    package var layer: LayerID
    package var field: FieldDefinition
    package var span: Range<Instant>
    package var values: Values

    /// Numbers or states, by time.
    package enum Values: Hashable, Sendable {
        /// In stretches of equal length; those without a number are left out.
        case numbers(bucketSeconds: Int64, [Stretch])
        /// Of a field of text: as they followed one another.
        case states([State])
    }

    /// The numbers of one stretch.
    package struct Stretch: Hashable, Sendable {
        package var start: Instant
        package var count: Int
        package var minimum: Double
        package var maximum: Double
        package var mean: Double

        init(_ bucket: ReadingBucket) {
            start = bucket.start
            count = bucket.count
            minimum = bucket.minimum
            maximum = bucket.maximum
            mean = bucket.mean
        }
    }

    /// A state that was told again and again without another between.
    package struct State: Hashable, Sendable {
        /// As the field's codes write it.
        package var value: String
        /// When it was told first.
        package var from: Instant
        /// When it was told last.
        package var to: Instant
        /// How often it was told.
        package var count: Int

        /// Goes on with a reading by time; a number among states is passed over.
        static func add(_ reading: Reading, to states: inout [State]) {
            guard case .state(let value) = reading.value else { return }
            guard let last = states.indices.last, states[last].value == value else {
                states.append(State(value: value, from: reading.time, to: reading.time, count: 1))
                return
            }
            states[last].to = reading.time
            states[last].count += 1
        }
    }

    /// A round length that cuts so many seconds into two hundred stretches at most.
    static func bucketSeconds(for seconds: Double) -> Int64 {
        let round: [Int64] = [10, 30, 60, 300, 600, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800]
        return round.first { Double($0) * 200 >= seconds } ?? 2_592_000
    }
}
