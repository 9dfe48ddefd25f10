package import Foundation
import GeoCore
import GeoNative
import GeoStorage

/// Imports files into a layer: surveyed, converted, staged, and made visible in one revision, or nothing changes.
package final class LayerImporter: Sendable {
    private let workspace: Workspace
    private let store: SpatiaLiteStore
    private let state: EngineState
    private let units: UnitService
    let pool: GeoWorkerPool
    /// The code of the workspace's province; `nil` looks in all.
    private let province: String?
    private let now: @Sendable () -> Date

    /// Issues kept beside the refusals, which are all kept.
    static let issueLimit = 10_000
    /// Zones 15′ apart put data a quarter of a degree from each other: a wider area tells nothing.
    private static let greatestControlDegrees = 0.25

    init(
        workspace: Workspace, store: SpatiaLiteStore, state: EngineState, units: UnitService, pool: GeoWorkerPool,
        province: String?, now: @escaping @Sendable () -> Date
    ) {
        self.workspace = workspace
        self.store = store
        self.state = state
        self.units = units
        self.pool = pool
        self.province = province
        self.now = now
    }

    /// Runs an import.
    ///
    /// - Parameters:
    ///   - creating: Writes the definition of a layer that has none, from the first file.
    ///   - progress: Called from time to time, from any thread.
    /// - Throws: `EngineError`: `notFound` for an unknown layer, `unreadable` for a file that cannot be read or does not
    ///   tell how, `refused` where more records were bad than allowed. Then nothing has changed.
    package func run(
        layer name: String, files: [URL], options: ImportOptions, creating: Bool = false, author: String,
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        let begun = now()
        let definition = try await definition(name, files: files, options: options, creating: creating)
        let plans = try await plans(files, definition, options)
        let wasThere = try await store.layer(definition.id) != nil
        let staging = try await begin(definition, options, plans, author: author)
        do {
            var report = ImportReport(layer: definition.id)
            report.isDryRun = options.isDryRun
            report.sources = plans.map(\.decision)
            for plan in plans { try await stage(plan, into: staging, &report, progress) }
            try await finish(staging, &report, options, progress)
            report.seconds = now().timeIntervalSince(begun)
            if creating, !options.isDryRun { try keep(definition) }
            if options.isDryRun, !wasThere { try await store.withdraw(definition.id) }
            return report
        } catch {
            await staging.discard()
            if !wasThere { try await EngineError.translating { try await self.store.withdraw(definition.id) } }
            throw EngineError.translated(error)
        }
    }
}

// MARK: - Before reading

extension LayerImporter {
    private func definition(
        _ name: String, files: [URL], options: ImportOptions, creating: Bool
    ) async throws -> LayerDefinition {
        if let known = state.catalogue[name: name] { return known }
        guard creating else {
            let hint = state.catalogue.nearestID(to: name).map { " Did you mean “\($0)”?" } ?? ""
            throw EngineError(
                .notFound,
                "There is no layer “\(name)”.\(hint) “bando layers list” shows all; --create makes a new one.",
                parameter: "layer")
        }
        guard let id = LayerID(name) else {
            throw EngineError(
                .invalidParameter, "“\(name)” is no layer id: use lower-case letters, digits and hyphens.",
                parameter: "layer")
        }
        guard let first = files.first else { throw EngineError(.invalidParameter, "Name at least one file.") }
        return try await EngineError.translating {
            try await self.pool.run { context in
                try DefinitionDraft(id: id, file: first, options: options).definition(in: &context)
            }
        }
    }

    private func plans(
        _ files: [URL], _ definition: LayerDefinition, _ options: ImportOptions
    ) async throws -> [SourcePlan] {
        guard !files.isEmpty else { throw EngineError(.invalidParameter, "Name at least one file to import.") }
        let references = definition.unitLevel == nil ? try await surveyReferences() : SurveyReferences()
        var plans: [SourcePlan] = []
        for file in files {
            let survey = SourceSurvey(url: file, definition: definition, options: options, references: references)
            let plan = try await EngineError.translating {
                try await self.pool.run { context in try survey.plan(in: &context) }
            }
            plans.append(plan)
        }
        return plans
    }

    /// The workspace's province of all eras, and every commune, from the unit layers.
    func surveyReferences() async throws -> SurveyReferences {
        var references = SurveyReferences()
        let register = try await units.register()
        for unit in register.units where unit.level == .province {
            if let province, !UnitCode.same(unit.code, province) { continue }
            guard let boundary = try await units.boundary(of: unit) else { continue }
            references.home += [ReferenceArea(unit, boundary)].compactMap { $0 }
        }
        references.communes = try await units.communeAreas()
        references.controls = state.statuses.sorted { $0.key < $1.key }.compactMap { id, status in
            guard let extent = status.extent, extent.east - extent.west < Self.greatestControlDegrees else {
                return nil
            }
            return ReferenceArea(name: id.name, box: extent)
        }
        return references
    }

    private func begin(
        _ definition: LayerDefinition, _ options: ImportOptions, _ plans: [SourcePlan], author: String
    ) async throws -> any FeatureImport {
        let mode = options.mode ?? (definition.key.isEmpty ? .replace : .upsert)
        let decision = plans[0].decision
        let source = ImportSource(
            file: plans.map(\.fileName).joined(separator: ", "), crs: decision.crs.name,
            encoding: Set(decision.encodings.map(\.encoding)).sorted().joined(separator: ", "),
            evidence: decision.crsEvidence.joined(separator: " "))
        let request = ImportRequest(
            definition: definition, mode: ImportMode(mode), source: source, author: author, time: now())
        return try await EngineError.translating { try await self.store.beginImport(request) }
    }

    private func keep(_ definition: LayerDefinition) throws {
        let yaml = try LayerDefinitionWriter.yaml(definition)
        try Data(yaml.utf8).write(to: workspace.definitionFile(named: definition.id.name), options: .atomic)
        state.replace(state.catalogue.adding(definition))
    }
}

// MARK: - Committing

extension LayerImporter {
    private func finish(
        _ staging: any FeatureImport, _ report: inout ImportReport, _ options: ImportOptions,
        _ progress: @escaping @Sendable (ImportProgress) -> Void
    ) async throws {
        progress(ImportProgress(phase: .committing, done: report.read, total: report.read))
        let plan = try await staging.plan()
        report.take(plan)
        guard !options.maxRejected.isExceeded(refused: report.refused, read: report.read) else {
            throw tooManyRefused(report)
        }
        if options.isDryRun {
            await staging.discard()
            return
        }
        report.revision = try await staging.commit().revision?.number
    }

    private func tooManyRefused(_ report: ImportReport) -> EngineError {
        let first = report.issues.first { $0.outcome == .refused }
        let example = first.map { issue in
            " The first: record \(issue.record) of \(issue.file)\(issue.field.map { ", field \($0)" } ?? ""): \(issue.message)"
        }
        return EngineError(
            .refused,
            "\(report.refused) of \(report.read) records were refused, so nothing was imported.\(example ?? "") "
                + Self.advice(report))
    }

    private static func advice(_ report: ImportReport) -> String {
        let refusals = report.issues.filter { $0.outcome == .refused }
        guard refusals.count == report.read, refusals.allSatisfy({ $0.code == .wrongGeometry }) else {
            return "Mend the file, or allow them with --max-rejected \(report.refused)."
        }
        return "No record has the geometry of layer \(report.layer): choose the layer that fits, or another file."
    }
}
