import GeoCore
import Testing

@testable import MapEngine

@Suite("A line before few places") struct WaitingLineTests {
    private struct Failure: Error {}

    /// Returns when so many wait.
    private func waiting(_ count: Int, in line: WaitingLine) async {
        while await line.length < count { await Task.yield() }
    }

    @Test("who finds no place waits for one, and goes in in the order of coming") func order() async throws {
        let line = WaitingLine(places: 1, waitLimit: 3, patience: .seconds(600))
        try await line.enter()
        let (entered, continuation) = AsyncStream.makeStream(of: Int.self)
        for number in 1...3 {
            Task {
                try await line.enter()
                continuation.yield(number)
            }
            await waiting(number, in: line)
        }
        var arrivals = entered.makeAsyncIterator()
        for number in 1...3 {
            await line.leave()
            #expect(await arrivals.next() == number)
        }
        await line.leave()
        #expect(await code(of: { try await line.enter() }) == nil)
    }

    @Test("who comes when the line is full is turned away at once") func full() async throws {
        let line = WaitingLine(places: 2, waitLimit: 0, patience: .seconds(600))
        try await line.enter()
        try await line.enter()
        #expect(await code(of: { try await line.enter() }) == .busy)
    }

    @Test("who waits too long is turned away, and takes no place with it") func patience() async throws {
        let line = WaitingLine(places: 1, waitLimit: 1, patience: .zero)
        try await line.enter()
        #expect(await code(of: { try await line.enter() }) == .busy)
        #expect(await line.length == 0)
        await line.leave()
        #expect(await code(of: { try await line.enter() }) == nil)
    }

    @Test("a third thing is made when one of two is done, whether that came to something or not") func making()
        async throws
    {
        let line = WaitingLine(places: 2, waitLimit: 1, patience: .seconds(600))
        let memory = BriefMemory<Int, Int>(limit: 4, seconds: 30, line: line)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let now = Instant(milliseconds: 0)
        let failing = Task {
            try await memory.value(for: 1, at: now) {
                begin.yield()
                for await _ in gate { throw Failure() }
                return 1
            }
        }
        for await _ in begun { break }
        try await line.enter()
        let third = Task { try await memory.value(for: 3, at: now) { 3 } }
        await waiting(1, in: line)
        open.yield()
        await #expect(throws: Failure.self) { try await failing.value }
        #expect(try await third.value == 3)
    }
}
