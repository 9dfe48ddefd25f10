extension VesselJudge {
    /// The judge of the same vessel by other facts: what was found stays, what comes is judged by the new ones.
    package func with(_ facts: VesselFacts) -> VesselJudge {
        precondition(facts.id == self.facts.id, "facts are those of the judge's own vessel")
        var judge = VesselJudge(facts)
        judge.state = state
        return judge
    }
}
