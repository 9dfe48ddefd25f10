import Foundation
import GeoCore
import LiveMap
import Logging

/// What one layer of devices failed at.
struct DeviceFault: Sendable {
    /// A kind of work that is done for each layer by itself.
    enum Work: String, Hashable, Sendable, CaseIterable {
        case following = "follow the definition"
        case reading = "read the register"
        case writing = "write what has changed"
    }

    /// One sentence.
    var message: String
    /// The definition that could not be followed.
    var definition: LayerDefinition?
    var kind: DeviceKind?
    /// When it is tried again.
    var retry: Instant
}

extension DeviceWorks {
    /// What fails for its own reasons need not be tried with every beat.
    private static let retrySeconds = 30.0

    /// Why layers are not as their definitions or their rows say; empty where all are.
    var faultSentences: [LayerID: String] {
        faults.compactMapValues { works in
            DeviceFault.Work.allCases.compactMap { work in
                works[work].map { "could not \(work.rawValue): \($0.message)" }
            }
            .first
        }
    }

    /// Does work for one layer. Where it fails, the layer is named in the log, once for each reason, and the others go on.
    func attempt(
        _ work: DeviceFault.Work, for id: LayerID, by definition: LayerDefinition? = nil, _ kind: DeviceKind? = nil,
        _ body: () async throws -> Void
    ) async throws {
        do {
            try await body()
            faults[id]?[work] = nil
            if faults[id]?.isEmpty ?? false { faults[id] = nil }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let message = (EngineError.translated(error) as? EngineError)?.message ?? "\(error)"
            if faults[id]?[work]?.message != message {
                logger.error(
                    "could not \(work.rawValue) of a layer of devices; the others go on",
                    metadata: ["layer": "\(id)", "error": "\(message)"])
            }
            faults[id, default: [:]][work] = DeviceFault(
                message: message, definition: definition, kind: kind,
                retry: Instant(now()).adding(seconds: Self.retrySeconds))
        }
    }

    /// Whether work is due that failed before.
    func isRetryDue(_ work: DeviceFault.Work, of id: LayerID) -> Bool {
        faults[id]?[work].map { $0.retry <= Instant(now()) } ?? false
    }

    /// Whether following this very definition has failed, not long ago.
    func isWaiting(with definition: LayerDefinition, _ kind: DeviceKind) -> Bool {
        guard let fault = faults[definition.id]?[.following] else { return false }
        return fault.definition == definition && fault.kind == kind && !isRetryDue(.following, of: definition.id)
    }
}
