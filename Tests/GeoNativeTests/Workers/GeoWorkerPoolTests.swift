import Dispatch
import Testing

@testable import GeoNative

@Suite("GeoWorkerPool")
struct GeoWorkerPoolTests {
    @Test("a job runs with a context and its result comes back")
    func runsJob() async throws {
        let pool = try GeoWorkerPool(workerCount: 1, waitLimit: 0)
        let answer = try await pool.run { _ in 42 }
        #expect(answer == 42)
    }

    @Test("a job that throws gives its worker back")
    func releasesAfterFailure() async throws {
        let pool = try GeoWorkerPool(workerCount: 1, waitLimit: 0)
        await #expect(throws: NativeError.self) {
            try await pool.run { _ in throw NativeError(.unreadable, "broken") }
        }
        #expect(try await pool.run { _ in 1 } == 1)
    }

    @Test("a request beyond the wait list is refused as busy, and the one that waits is served")
    func refusesWhenFull() async throws {
        let pool = try GeoWorkerPool(workerCount: 1, waitLimit: 1)
        let gate = DispatchSemaphore(value: 0)
        async let first = pool.run { _ in
            gate.wait()
            return "first"
        }
        async let second = pool.run { _ in "second" }
        while await pool.waitingCount == 0 { await Task.yield() }
        await #expect {
            try await pool.run { _ in "third" }
        } throws: { error in
            (error as? NativeError)?.code == .busy
        }
        gate.signal()
        #expect(try await [first, second] == ["first", "second"])
    }

    @Test("a waiting task that is cancelled leaves the wait list at once")
    func cancelsWhileWaiting() async throws {
        let pool = try GeoWorkerPool(workerCount: 1, waitLimit: 1)
        let gate = DispatchSemaphore(value: 0)
        async let first = pool.run { _ in
            gate.wait()
            return "first"
        }
        let second = Task { try await pool.run { _ in "second" } }
        while await pool.waitingCount == 0 { await Task.yield() }
        second.cancel()
        await #expect {
            try await second.value
        } throws: { error in
            (error as? NativeError)?.code == .cancelled
        }
        #expect(await pool.waitingCount == 0)
        gate.signal()
        #expect(try await first == "first")
    }

    @Test("a companion is made once for each worker")
    func keepsCompanion() throws {
        final class Counter: GeoCompanion {
            var count = 0
        }
        var context = try GeoContext()
        context.companion(Counter.self).count += 1
        context.companion(Counter.self).count += 1
        #expect(context.companion(Counter.self).count == 2)
    }
}
