/// Lets a few work at a time; the others wait in the order in which they came, so many at most and so long.
actor WaitingLine {
    private var free: Int
    private var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    private var tickets = 0
    private let waitLimit: Int
    private let patience: Duration

    /// - Parameters:
    ///   - places: How many work at a time; at least one.
    ///   - waitLimit: How many wait; who comes then is turned away at once.
    ///   - patience: How long each waits before it is turned away.
    init(places: Int, waitLimit: Int, patience: Duration) {
        precondition(places > 0, "a line that nobody leaves has no end")
        free = places
        self.waitLimit = waitLimit
        self.patience = patience
    }

    /// How many wait now.
    var length: Int { waiting.count }

    /// Returns when there is a place, which `leave()` gives back.
    ///
    /// - Throws: `busy` where too many wait already, or where none became free in time.
    func enter() async throws {
        if free > 0 {
            free -= 1
            return
        }
        guard waiting.count < waitLimit else { throw Self.busy }
        tickets += 1
        let ticket = tickets
        async let _ = turnAway(ticket)
        // In the line before anybody else is let in here, so that the alarm finds the ticket.
        let isAdmitted = await withCheckedContinuation { waiting.append((ticket, $0)) }
        guard isAdmitted else { throw Self.busy }
    }

    /// Gives the place to the first who waits.
    func leave() {
        guard !waiting.isEmpty else {
            free += 1
            return
        }
        waiting.removeFirst().continuation.resume(returning: true)
    }

    /// Ends the waiting of a ticket; nothing where it was let in before.
    private func turnAway(_ ticket: Int) async {
        do { try await Task.sleep(for: patience) } catch { return }
        guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
        waiting.remove(at: index).continuation.resume(returning: false)
    }

    private static let busy = EngineError(.busy, "The past is being read for others; try again in a moment.")
}
