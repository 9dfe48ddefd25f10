import GeoCore
import GeoStorage
import Testing

@testable import MapEngine

@Suite("How far judging has come")
struct JudgingProgressTests {
    private func moment(_ hours: Double) -> Instant { Instant(seconds: 1_795_000_000).adding(hours: hours) }

    private func mark(_ progress: JudgingProgress) throws -> JudgingProgress.Mark {
        try #require(try JudgingProgress.mark(in: [progress.checkpoint]))
    }

    private func hours(_ mark: JudgingProgress.Mark) -> [Double] {
        mark.unlooked.map { [$0.lowerBound, $0.upperBound] }?.map {
            Instant(milliseconds: $0).seconds(since: moment(0)) / 3_600
        } ?? []
    }

    @Test("what is under way, or came to no good end, is not judged")
    func tickets() throws {
        var progress = JudgingProgress()
        let first = progress.begin()
        progress.reach(5)
        let second = progress.begin()
        progress.reach(9)
        #expect(try mark(progress).judged == 0)
        progress.end(first, isJudged: true)
        #expect(try mark(progress).judged == 5)
        progress.end(second, isJudged: false)
        progress.reach(20)
        #expect(try mark(progress).judged == 5)
    }

    @Test("a look takes what was seen, keeps it until it was looked at, and leaves what is seen meanwhile to the next")
    func looks() throws {
        var progress = JudgingProgress()
        #expect(progress.beginLook() == nil)
        progress.see([moment(10), moment(2), moment(6)])
        #expect(progress.eventTime == moment(10))
        #expect(progress.beginLook() == moment(2)...moment(10))
        progress.looked(through: moment(5))
        progress.see([moment(12)])
        #expect(try hours(mark(progress)) == [5, 12])
        progress.looked(through: moment(10))
        #expect(try hours(mark(progress)) == [12, 12])
        #expect(progress.beginLook() == moment(12)...moment(12))
        progress.looked(through: moment(12))
        #expect(try hours(mark(progress)) == [])
        #expect(progress.beginLook() == nil)
    }

    @Test("a look that ended early is gone on with, by the next process too")
    func early() throws {
        var progress = JudgingProgress()
        progress.see([moment(0), moment(100)])
        _ = progress.beginLook()
        progress.looked(through: moment(72))
        var next = JudgingProgress()
        next.takeUp(try mark(progress), newest: moment(100))
        #expect(next.eventTime == moment(100))
        next.see([moment(70)])
        #expect(next.beginLook() == moment(70)...moment(100))
    }

    @Test("a mark that cannot be read is told of, none is none")
    func unreadable() throws {
        let odd = Checkpoint(key: JudgingProgress.key, time: moment(0), bytes: Array("12345".utf8))
        #expect(throws: DecodingError.self) { try JudgingProgress.mark(in: [odd]) }
        #expect(try JudgingProgress.mark(in: []) == nil)
    }
}

@Suite("Checkpoints on the disk")
struct CheckpointShelfTests {
    private func times(_ seconds: Int64...) -> Set<Instant> { Set(seconds.map { Instant(seconds: $0) }) }

    @Test("what is there stays, what is new is written, what is gone is removed")
    func update() {
        var shelf = CheckpointShelf(times(1, 2, 3))
        var change = shelf.update(to: times(2, 3, 4))
        #expect(change.written == times(4) && change.removed == times(1))
        change = shelf.update(to: times(2, 3, 4))
        #expect(change.written.isEmpty && change.removed.isEmpty)
    }

    @Test("what a late fix made wrong is written over, or removed where it is not wanted any more")
    func spoilt() {
        var shelf = CheckpointShelf(times(1, 2, 3, 4))
        shelf.spoil(from: Instant(seconds: 3))
        var change = shelf.update(to: times(1, 2, 4, 5))
        #expect(change.written == times(4, 5) && change.removed == times(3))
        // The change failed: nobody knows what of it is there.
        shelf.spoil()
        shelf.spoil(Instant(seconds: 3))
        change = shelf.update(to: times(5))
        #expect(change.written == times(5) && change.removed == times(1, 2, 3, 4))
    }
}
