import GeoCore
import LiveMap
import Testing

@Suite("ReportWorkflow")
struct ReportWorkflowTests {
    private static let received = Instant(seconds: 1_730_948_400)
    private var report = ReportWorkflow(received: Self.received, deadline: Self.received.adding(hours: 24))

    private func step(_ to: String, hours: Double = 1, note: String = "", rating: Int? = nil) -> ReportStep {
        ReportStep(to: to, at: Self.received.adding(hours: hours), actor: "an", note: note, rating: rating)
    }

    private mutating func take(_ names: [String], hours: Double = 1) {
        for name in names { _ = report.take(step(name, hours: hours, rating: 4)) }
    }

    @Test("a report goes from receipt to rating, each step with who, when and why")
    mutating func goesThrough() {
        let answer = report.take(
            ReportStep(to: "assigned", at: Self.received, actor: "an", note: "gấp", assignee: "Công ty cây xanh"))
        #expect(
            answer
                == .moved(
                    ReportTransition(
                        from: .received, to: .assigned, at: Self.received, actor: "an", note: "gấp",
                        assignee: "Công ty cây xanh")))
        take(["in-progress", "done", "published", "rated"], hours: 5)
        #expect(report.state == .rated)
        #expect(report.rating == 4)
        #expect(report.wasOnTime == true)
    }

    @Test("a step out of turn is told from a state that does not exist, and neither changes anything")
    mutating func refusesSteps() {
        let before = report
        #expect(report.take(step("published")) == .notAllowed(from: .received, to: .published))
        #expect(report.take(step("inProgress")) == .unknownState("inProgress"))
        #expect(report == before)
    }

    @Test("rejecting needs a reason, rating needs 1 to 5")
    mutating func needsReasons() {
        guard case .incomplete = report.take(step("rejected", note: "  ")) else { return #expect(Bool(false)) }
        take(["assigned", "in-progress", "done", "published"])
        guard case .incomplete = report.take(step("rated", rating: 6)) else { return #expect(Bool(false)) }
        #expect(report.state == .published)
    }

    @Test("what is open past its deadline is overdue; what was done late is not overdue, but late")
    mutating func computesOverdue() {
        let later = Self.received.adding(hours: 25)
        #expect(!report.isOverdue(at: Self.received.adding(hours: 24)))
        #expect(report.isOverdue(at: later))
        take(["assigned", "in-progress", "done"], hours: 30)
        #expect(!report.isOverdue(at: later.adding(hours: 100)))
        #expect(report.wasOnTime == false)
    }

    @Test("work that is taken up again is open again, loses its rating and is no longer public")
    mutating func reopens() {
        take(["assigned", "in-progress", "done", "published", "in-progress"])
        #expect(report.state.isOpen && !report.state.isPublic)
        #expect(report.done == nil && report.rating == nil)
    }

    @Test("every state can be reached, and every state can be left")
    func isConnected() {
        var reached: Set<ReportState> = [.received]
        for _ in ReportState.allCases { for state in reached { reached.formUnion(state.next) } }
        #expect(reached == Set(ReportState.allCases))
        #expect(ReportState.allCases.allSatisfy { !$0.next.isEmpty })
    }
}
