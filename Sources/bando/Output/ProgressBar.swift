import Foundation
import Synchronization

/// A bar on standard error for what takes longer than a second, only where that is a terminal.
final class ProgressBar: Sendable {
    private struct State {
        var lastDrawn = 0.0
        var isVisible = false
    }

    private let label: String
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let started = ProcessInfo.processInfo.systemUptime
    private let state = Mutex(State())

    init(_ label: String) {
        self.label = label
    }

    /// Draws at most ten times a second; a `nil` total shows a count alone.
    func show(_ done: Int, of total: Int?) {
        let now = ProcessInfo.processInfo.systemUptime
        guard isTerminal, now - started > 1 else { return }
        state.withLock { state in
            guard now - state.lastDrawn > 0.1 else { return }
            state.lastDrawn = now
            state.isVisible = true
            Console.writeError("\r\u{1B}[K" + line(done, of: total, elapsed: now - started), terminator: "")
        }
    }

    /// Takes the bar away.
    func clear() {
        state.withLock { state in
            if state.isVisible { Console.writeError("\r\u{1B}[K", terminator: "") }
            state.isVisible = false
        }
    }

    private func line(_ done: Int, of total: Int?, elapsed: Double) -> String {
        let rate = Int(Double(done) / max(elapsed, 0.001))
        guard let total, total > 0 else { return "\(label) \(done) (\(rate)/s)" }
        let share = min(1, Double(done) / Double(total))
        let filled = Int(share * 30)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        return "\(label) \(bar) \(Int(share * 100)) % \(done)/\(total) (\(rate)/s)"
    }
}
