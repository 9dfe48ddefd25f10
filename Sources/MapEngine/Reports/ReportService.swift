import Foundation
import GeoCore
import GeoNative
import GeoStorage
package import LiveMap
import Synchronization

/// Citizen reports: taken in, handled, published, counted. For each caller only what they may see and do.
///
///     submit(_:by:)            a report → its receipt
///     take(_:of:by:)           a step of its workflow
///     attach(_:to:by:)         a picture, cleaned
///     pictures(of:for:), picture(_:of:for:)   those of a report that the caller may see
///     steps(of:for:)           who did what, when and why
///     contact(of:for:purpose:) who sent it, with the reading noted
///     duplicates(of:for:), statistics(_:for:), hotSpots(_:for:)
///     eraseOldContacts()       to be called once a day
///
/// The public part is a feature of the layer `reports`; the rest is never in a layer. After a change the caller has the
/// engine take notice (`Engine.refresh()`), as after every edit.
package final class ReportService: Sendable {
    static let layerName = "reports"

    let store: SpatiaLiteStore
    let state: EngineState
    let units: UnitService
    let pool: GeoWorkerPool
    let configuration: WorkspaceConfiguration.Reports
    let attachmentsFolder: URL
    private let calendar: Mutex<WorkingCalendar>
    private let workspace: Workspace
    private let senders = Mutex(SenderMemory())
    private let clock: @Sendable () -> Date

    /// - Throws: `ConfigurationError` for what is wrong in the calendar's files.
    init(
        workspace: Workspace, configuration: WorkspaceConfiguration.Reports, store: SpatiaLiteStore,
        state: EngineState, units: UnitService, pool: GeoWorkerPool, now: @escaping @Sendable () -> Date
    ) throws {
        self.workspace = workspace
        self.configuration = configuration
        self.store = store
        self.state = state
        self.units = units
        self.pool = pool
        clock = now
        attachmentsFolder = workspace.dataFolder.appending(path: "attachments", directoryHint: .isDirectory)
        calendar = Mutex(try workspace.readCalendar(configuration.calendar, hours: configuration.officeHours))
    }

    /// Reads the calendar's files anew; on an error the old one stays.
    package func reload() throws {
        let fresh = try workspace.readCalendar(configuration.calendar, hours: configuration.officeHours)
        calendar.withLock { $0 = fresh }
    }

    /// The calendar by which deadlines are counted now.
    package var workingCalendar: WorkingCalendar { calendar.withLock { $0 } }

    /// Takes a report in.
    ///
    /// - Throws: `unauthenticated` without a token unless anonymous reports are taken, `tooMany` where an anonymous sender
    ///   sends too many, `forbidden` for a feed, `unprocessable` for a value that cannot be.
    package func submit(_ submission: ReportSubmission, by actor: ReportActor) async throws -> ReportReceipt {
        try admit(actor)
        let definition = try definition()
        let submission = try submission.checked(by: definition)
        let received = now
        let commune = try await commune(at: submission.place)
        let key = ReportSecrets.key()
        var record = record(submission, received, commune, sender: actor.caller.name, key: key)
        let deadline = deadline(of: submission, from: received)
        record.due = deadline.due
        let near = try await likely(record)
        record.fid = try await add(record, submission, commune, definition, actor, near: near)
        if actor.caller.role == nil { senders.withLock { $0.remember(record.fid, from: actor.address, at: received) } }
        let visible = near.filter { isVisible($0, to: actor.caller, definition) }
        return ReportReceipt(
            id: record.fid, code: record.code, key: key, due: deadline.due, doubts: deadline.doubts, commune: commune,
            duplicates: visible.map(\.code))
    }

    private func admit(_ actor: ReportActor) throws {
        guard actor.caller.role == nil else {
            guard actor.caller.role != .feed else {
                throw EngineError(.forbidden, "A feed's token sends positions and readings only.")
            }
            return
        }
        guard configuration.anonymous else {
            throw EngineError(.unauthenticated, "Sending a report needs a token here.")
        }
        let wait = senders.withLock { $0.wait(of: actor.address, perHour: configuration.perHour, at: now) }
        guard let wait else { return }
        throw EngineError(
            .tooMany,
            "You have sent \(configuration.perHour) reports within an hour; try again in \(Int(wait / 60) + 1) minutes."
        )
    }

    private func record(
        _ submission: ReportSubmission, _ received: Instant, _ commune: AdministrativeUnit?, sender: String, key: String
    ) -> ReportRecord {
        ReportRecord(
            code: ReportSecrets.code(on: received.day()), category: submission.category, commune: commune?.code,
            state: ReportState.received.rawValue, received: received, due: received, place: submission.place,
            accuracyMeters: submission.accuracyMeters, text: submission.text, isSecret: submission.isSecret,
            sender: sender, receiptDigest: ReportSecrets.digest(of: key))
    }

    private func deadline(of submission: ReportSubmission, from received: Instant) -> ReportDeadline {
        let term = configuration.terms.term(category: submission.category, urgency: submission.urgency)
        return workingCalendar.deadline(term, from: received)
    }

    private func add(
        _ record: ReportRecord, _ submission: ReportSubmission, _ commune: AdministrativeUnit?,
        _ definition: LayerDefinition, _ actor: ReportActor, near: [ReportRecord]
    ) async throws -> Int64 {
        let row = ReportRow.new(record, submission, commune: commune, definition)
        let hasContact = submission.contactName != nil || submission.contactPhone != nil
        let contact =
            hasContact ? ReportContact(name: submission.contactName, phone: submission.contactPhone) : nil
        let note = near.isEmpty ? "" : "Có thể trùng với \(near.map(\.code).joined(separator: ", "))."
        let receipt = ReportStepRecord(
            former: nil, state: record.state, time: record.received, actor: actor.caller.name, note: note)
        let author = actor.caller.name
        let time = record.received.date
        return try await EngineError.translating {
            if try await self.store.layer(definition.id) == nil {
                try await self.store.prepareLayer(definition, author: author, time: time)
            }
            return try await self.store.addReport(
                record, contact: contact, receipt: receipt, values: row.values, in: definition.id, author: author,
                time: time)
        }
    }
}

// MARK: - For the other files of this service

extension ReportService {
    var now: Instant { Instant(milliseconds: Int64((clock().timeIntervalSince1970 * 1_000).rounded())) }

    /// Whether an anonymous sender's address is the one that sent the report a short time ago.
    func isSender(_ actor: ReportActor, of report: ReportRecord) -> Bool {
        senders.withLock { $0.sent(report.fid, from: actor.address, at: now) }
    }

    func definition() throws -> LayerDefinition {
        guard let definition = state.catalogue[name: Self.layerName] else {
            throw EngineError(.notFound, "The workspace has no layer “reports”; add layers/reports.yaml.")
        }
        return definition
    }

    /// The commune that holds a place today.
    private func commune(at place: Coordinate) async throws -> AdministrativeUnit? {
        try await units.units(at: place, on: ValidMoment(at: now.date)).first { $0.level == .commune }
    }

    /// Reports that this one probably repeats.
    func likely(_ record: ReportRecord) async throws -> [ReportRecord] {
        let hours = configuration.duplicates.hours
        let others = try await EngineError.translating {
            try await self.store.reports(
                from: record.received.adding(hours: -hours), to: record.received.adding(hours: hours),
                category: record.category)
        }
        let open = others.filter { $0.state != ReportState.rejected.rawValue }
        let byID = Dictionary(open.map { ($0.fid, $0) }, uniquingKeysWith: { first, _ in first })
        return configuration.duplicates.duplicates(of: record.sighting, among: open.map(\.sighting))
            .compactMap { byID[$0.id] }
    }

    /// Whether a caller may see the report's row.
    func isVisible(_ record: ReportRecord, to caller: Caller, _ definition: LayerDefinition) -> Bool {
        guard definition.access.allowsReading(by: caller) else { return false }
        guard let scope = definition.access.rowScope(for: caller) else { return true }
        var row = ReportRow(definition)
        row["state"] = .text(record.state)
        row["commune"] = record.commune.map(FieldValue.text) ?? .null
        return scope.admits(row.values, of: definition)
    }

    /// A report that the caller may see, or whose receipt they hold.
    ///
    /// - Throws: `notFound`, the same for one that there is not and for one that is not theirs to see.
    func report(_ name: String, for actor: ReportActor) async throws -> ReportRecord {
        let definition = try definition()
        let record = try await EngineError.translating { try await self.store.report(name) }
        guard let record, isVisible(record, to: actor.caller, definition) || isReporter(actor, of: record) else {
            throw EngineError(.notFound, "There is no report “\(name.prefix(40))”.", parameter: "id")
        }
        return record
    }

    func isReporter(_ actor: ReportActor, of record: ReportRecord) -> Bool {
        actor.receipt.map { ReportSecrets.matches($0, digest: record.receiptDigest) } ?? false
    }

    /// Whether a caller handles a report: operators and those who see everything, and the commune that it lies in.
    func handles(_ record: ReportRecord, _ caller: Caller) -> Bool {
        switch caller.role {
        case .administrator, .steward, .operator: true
        case .commune: caller.unit != nil && caller.unit == record.commune
        default: false
        }
    }
}

extension Instant {
    /// The moment as Foundation has it.
    var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1_000) }
}
