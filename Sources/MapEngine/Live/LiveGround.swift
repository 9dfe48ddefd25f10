import Foundation
import GeoCore
import GeoStorage
import LiveMap
import Logging

/// What the parts of a live service stand on, and how each is made.
struct LiveGround: Sendable {
    let workspace: Workspace
    let store: SpatiaLiteStore
    let state: EngineState
    let units: UnitService
    let logger: Logger
    let now: @Sendable () -> Date

    /// The definition of a layer, with its tables made where there are none.
    ///
    /// - Throws: `invalidConfiguration` where the workspace has no such layer.
    func prepared(_ name: String) async throws -> LayerDefinition {
        guard let definition = state.catalogue[name: name] else {
            throw EngineError(
                .invalidConfiguration,
                "The workspace has no layer “\(name)”; “bando init” writes the standard definitions.")
        }
        _ = try await store.prepareLayer(definition, author: "definition", time: now())
        return definition
    }

    /// - Throws: `invalidConfiguration` for a layer that vessels cannot be in.
    func table(of vessels: LayerDefinition) throws -> LiveTable {
        guard let table = LiveTable(vessels, fields: LiveFields(vessels: vessels)) else {
            throw EngineError(
                .invalidConfiguration, "The layer “\(vessels.id)” needs points and a key of one field.")
        }
        return table
    }

    /// - Throws: As `table(of:)`.
    func makeMirror(of vessels: LayerDefinition, _ log: EventLog) throws -> LiveMirror {
        LiveMirror(
            try table(of: vessels), topic: .vessel, homes: state.catalogue.homeUnits[vessels.id], store: store, log: log
        )
    }

    func makeBook(
        of violations: LayerDefinition, _ rules: WorkspaceRules, _ log: EventLog, _ judge: LiveJudge,
        _ mirror: LiveMirror, _ devices: DeviceWorks
    ) -> ViolationBook {
        let register = ViolationBook.Register(
            name: { await Self.name(of: $0, mirror, devices) },
            lengthClass: { await judge.lengthClass(of: $0) },
            home: { try await home(of: $0, judge) })
        return ViolationBook(
            violations, rules: rules.book.escalation, store: store, log: log, register: register,
            homes: state.catalogue.homeUnits[violations.id], now: now)
    }

    private static func name(of object: ObjectID, _ mirror: LiveMirror, _ devices: DeviceWorks) async -> String {
        if let name = await mirror.name(of: object) { return name }
        return await devices.title(of: object) ?? object.text
    }

    /// Of a vessel by the register, of a device by where it stands.
    private func home(of violation: Violation, _ judge: LiveJudge) async throws -> ViolationRow.Home {
        guard let object = violation.objects.first else { return .init() }
        guard DeviceWorks.isDevice(object) else {
            let facts = await judge.facts(of: object)
            return .init(province: facts.homeProvince, commune: facts.homeCommune)
        }
        let day = ValidMoment(at: Date(timeIntervalSince1970: Double(violation.opened.milliseconds) / 1_000))
        let chain = try await units.units(at: violation.place, on: day)
        func code(_ level: UnitLevel) -> String? { chain.first { $0.level == level }?.code }
        return .init(province: code(.province), commune: code(.commune))
    }
}
