/// The rules about several vessels together, beside `RuleBook`; each is absent where its file is.
package struct GroupRuleBook: Hashable, Sendable {
    package var gathering: RuleSeries<GatheringRule>?
    package var encounter: RuleSeries<EncounterRule>?
    package var loitering: RuleSeries<LoiteringRule>?
    package var carriedDevice: RuleSeries<CarriedDeviceRule>?

    package init(
        gathering: RuleSeries<GatheringRule>? = nil, encounter: RuleSeries<EncounterRule>? = nil,
        loitering: RuleSeries<LoiteringRule>? = nil, carriedDevice: RuleSeries<CarriedDeviceRule>? = nil
    ) {
        self.gathering = gathering
        self.encounter = encounter
        self.loitering = loitering
        self.carriedDevice = carriedDevice
    }
}
