import GeoCore
import LiveMap
import Testing

@Suite("TokenBucket")
struct TokenBucketTests {
    private let start = Instant(seconds: 1_795_244_400)

    @Test("as many as an hour allows pass at once, then one for each share of an hour")
    func fills() {
        var bucket = TokenBucket(perHour: 4, at: start)
        for _ in 0..<4 { #expect(bucket.take(at: start) == nil) }
        #expect(bucket.take(at: start) == 900)
        #expect(bucket.take(at: start.adding(seconds: 899)).map { abs($0 - 1) < 0.001 } == true)
        #expect(bucket.take(at: start.adding(seconds: 900)) == nil)
        #expect(bucket.take(at: start.adding(seconds: 900)) == 900)
        #expect(!bucket.isFull(at: start.adding(seconds: 900)))
        #expect(bucket.isFull(at: start.adding(hours: 2)))
    }

    @Test("a clock that goes back neither fills nor empties")
    func clockGoesBack() {
        var bucket = TokenBucket(perHour: 1, at: start)
        #expect(bucket.take(at: start.adding(hours: -1)) == nil)
        #expect(bucket.take(at: start.adding(hours: -2)) == 3_600)
        #expect(bucket.take(at: start) == 3_600)
    }
}
