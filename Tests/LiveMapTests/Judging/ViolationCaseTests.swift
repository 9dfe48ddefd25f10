import GeoCore
import LiveMap
import Testing

@Suite("ViolationCase")
struct ViolationCaseTests {
    private func violation(_ kind: ViolationKind, lostAfter: Double? = nil) throws -> Violation {
        try Violation(
            rule: RuleReference(id: "rule", version: Sea.day), kind: kind, objects: [#require(ObjectID("bd99119"))],
            opened: Voyage.hour(6), place: Coordinate(x: 110, y: 14),
            measures: lostAfter.map { [Measure("lostAfterHours", $0)] } ?? [], evidence: [])
    }

    @Test("the procedure of the duty desk can be walked, with who, when and why kept")
    func walksTheProcedure() throws {
        var matter = ViolationCase()
        for (hour, state) in ["contacted", "monitoring", "resolved", "closed"].enumerated() {
            try matter.transition(to: state, by: "An", at: Voyage.hour(Double(hour)), note: "…")
        }
        #expect(matter.state == .closed)
        #expect(matter.steps.map(\.actor) == Array(repeating: .person("An"), count: 4))
        #expect(ViolationCase(steps: matter.steps).state == .closed)
    }

    @Test("a name that no state has and a step that is not allowed are told apart")
    func refuses() throws {
        var matter = ViolationCase()
        #expect(throws: CaseError.unknownState("done")) {
            try matter.transition(to: "done", by: "An", at: Voyage.start)
        }
        #expect(throws: CaseError.notAllowed(from: .detected, to: .closed)) {
            try matter.transition(to: "closed", by: "An", at: Voyage.start)
        }
        #expect(throws: CaseError.notAllowed(from: .detected, to: .withdrawn)) {
            try matter.transition(to: "withdrawn", by: "An", at: Voyage.start)
        }
        #expect(throws: CaseError.noteMissing(.falseAlarm)) {
            try matter.transition(to: "false-alarm", by: "An", at: Voyage.start, note: "  ")
        }
        #expect(matter.steps.isEmpty)
    }

    @Test("a lost signal goes up 24 hours after the silence began, others 12 hours after they were broken")
    func escalates() throws {
        let rules = Sea.rules.escalation
        let signal = try violation(.signal, lostAfter: 6)
        #expect(ViolationCase().escalationDue(of: signal, by: rules) == Voyage.hour(24))
        var matter = ViolationCase()
        let zone = try violation(.zone)
        let steps = [17.0, 30, 90].map { matter.advance(to: Voyage.hour($0), violation: zone, rules: rules) }
        #expect(steps == [false, true, false])
        #expect(matter.steps == [CaseStep(to: .escalated, actor: .timer, time: Voyage.hour(18))])
    }

    @Test("what is settled or over does not go up")
    func staysDown() throws {
        let rules = Sea.rules.escalation
        var over = try violation(.zone)
        over.closed = Voyage.hour(8)
        var matter = ViolationCase()
        let isUpWhenOver = matter.advance(to: Voyage.hour(90), violation: over, rules: rules)
        try matter.transition(to: "resolved", by: "An", at: Voyage.hour(7))
        let isUpWhenResolved = try matter.advance(to: Voyage.hour(90), violation: violation(.zone), rules: rules)
        #expect(!isUpWhenOver && !isUpWhenResolved)
    }

    @Test("a withdrawn case comes back as it was, and people cannot touch it meanwhile")
    func comesBack() throws {
        var matter = ViolationCase()
        try matter.transition(to: "contacted", by: "An", at: Voyage.hour(7))
        matter.withdraw(at: Voyage.hour(8), note: "late fix")
        #expect(throws: CaseError.notAllowed(from: .withdrawn, to: .closed)) {
            try matter.transition(to: "closed", by: "An", at: Voyage.hour(9))
        }
        matter.reinstate(at: Voyage.hour(10), note: "")
        #expect(matter.state == .contacted)
    }
}
