import Foundation
package import GeoCore
import GeoStorage
import LiveMap
import Synchronization

/// Cameras: which see a place, where they stream for those who may look, and their fields of view as a layer.
///
///     cameras(seeing:limit:for:)     those whose view covers a place, then the nearest
///     setStream(_:of:by:)            keeps a stream's address, apart from the layer
///     ticket(for:by:)                60 seconds of a stream, for one caller
///     stream(_:for:), part(_:of:for:)   the address behind a ticket, and behind a line of its playlist
///     rewritten(_:at:ticket:path:)   a playlist whose lines stay behind the ticket
///     note(_:of:at:)                 whether pictures came
///     followCameras()                draws the layer `camera-sectors` anew where the cameras have changed
package final class CameraService: Sendable {
    static let layerName = "cameras"
    static let sectorLayerName = "camera-sectors"

    private let store: SpatiaLiteStore
    private let state: EngineState
    private let features: FeatureService
    private let units: UnitService
    private let tickets = StreamTickets()
    private let drawnFrom = Mutex<Int64?>(nil)
    private let clock: @Sendable () -> Date

    init(
        store: SpatiaLiteStore, state: EngineState, features: FeatureService, units: UnitService,
        now: @escaping @Sendable () -> Date
    ) {
        self.store = store
        self.state = state
        self.features = features
        self.units = units
        clock = now
    }

    private var now: Instant { Instant(milliseconds: Int64((clock().timeIntervalSince1970 * 1_000).rounded())) }

    /// Farther cameras are not looked at.
    private static let reachMeters = 20_000.0

    /// Cameras for a place, with their distance: those whose field of view covers it, then the nearest others.
    ///
    /// - Parameter limit: The most cameras answered.
    package func cameras(seeing place: Coordinate, limit: Int, for caller: Caller) async throws -> CameraAnswer {
        let definition = try state.layer(Self.layerName, for: caller)
        var request = FeatureRequest(layer: definition.id, caller: caller, limit: 5_000)
        request.near = FeatureRequest.Circle(center: place, radiusMeters: Self.reachMeters)
        var result = try await features.features(request)
        let reader = CameraReader(definition)
        let byID = Dictionary(result.features.map { ($0.feature.id, $0) }, uniquingKeysWith: { first, _ in first })
        let ranked = CameraRanking.rank(
            result.features.compactMap { reader.placed($0.feature) }, for: place, others: limit
        ).prefix(limit)
        result.features = ranked.compactMap { camera in
            byID[camera.id].map { FoundFeature(feature: $0.feature, distanceMeters: camera.distanceMeters) }
        }
        (result.next, result.matched) = (nil, nil)
        return CameraAnswer(result: result, sees: ranked.map(\.sees))
    }

    /// Notes whether pictures came from a camera; its row is changed in place, since this is no edit of the register.
    package func note(_ condition: CameraCondition, of code: String, at moment: Instant) async throws {
        let definition = try definition(Self.layerName)
        guard let feature = try await feature(code, in: definition) else { return }
        var values = feature.values
        if let index = definition.index(of: "state") { values[index] = .text(condition.rawValue) }
        if condition == .active, let index = definition.index(of: "last_seen") {
            values[index] = .text(moment.rfc3339())
        }
        let edit = FeatureEdit.update(id: feature.id, values: values, geometry: feature.geometry)
        try await EngineError.translating { _ = try await self.store.overwrite(definition.id, [edit]) }
    }
}

/// Cameras for a place, in the order of their use.
package struct CameraAnswer: Sendable {
    package var result: FeatureResult
    /// For each feature of the result whether the camera's field of view covers the place.
    package var sees: [Bool]
}

/// Whether pictures come from a camera, by the codes of the layer's field `state`.
package enum CameraCondition: String, Hashable, Sendable, CaseIterable {
    case active
    case offline
    case maintenance
}

// MARK: - Streams

extension CameraService {
    /// Keeps the address at which a camera streams; `nil` forgets it.
    ///
    /// - Throws: `unauthenticated` or `forbidden` for those who may not edit cameras, `unprocessable` for what is no such address.
    package func setStream(_ address: String?, of name: String, by caller: Caller) async throws {
        let definition = try state.layer(Self.layerName, for: caller)
        guard definition.access.allowsEditing(by: caller) else { throw Self.notPermitted(caller, "edit cameras") }
        if let address, UpstreamAddress(address) == nil {
            throw EngineError(
                .unprocessable, "“stream” is no address of http, https or rtsp; correct it.", parameter: "stream")
        }
        let code = try await code(of: name, for: caller, definition)
        try await EngineError.translating { try await self.store.setStreamAddress(address, ofCamera: code) }
    }

    /// A ticket to a camera's stream.
    ///
    /// - Throws: `unauthenticated` or `forbidden` for those who may not look, `notFound` for a camera without a stream,
    ///   `unprocessable` for one that streams by RTSP, which is not transcoded.
    package func ticket(for name: String, by caller: Caller) async throws -> StreamTicket {
        guard caller.role != nil else { throw Self.notPermitted(caller, "look through cameras") }
        let definition = try state.layer(Self.layerName, for: caller)
        let code = try await code(of: name, for: caller, definition)
        guard try await mayLook(caller, through: code, definition) else {
            throw Self.notPermitted(caller, "look through this camera")
        }
        let address = try await address(of: code)
        guard address.isHTTP else {
            throw EngineError(
                .unprocessable, "The camera streams by RTSP, which is not passed on; give it an HTTP stream.")
        }
        let expires = now.adding(seconds: StreamTickets.seconds)
        let claim = StreamTickets.Claim(camera: code, caller: caller.name, expires: expires)
        return StreamTicket(text: try tickets.ticket(claim), camera: code, expires: expires)
    }

    /// The address behind a ticket, for the caller it was given to.
    ///
    /// - Throws: `forbidden` for a ticket that is not theirs, not this camera's, altered, or older than 60 seconds.
    package func stream(_ ticket: String, of name: String, for caller: Caller) async throws -> UpstreamAddress {
        let definition = try state.layer(Self.layerName, for: caller)
        let code = try await code(of: name, for: caller, definition)
        guard let claim = tickets.claim(of: ticket), claim.caller == caller.name, claim.camera == code,
            now < claim.expires, claim.expires <= now.adding(seconds: StreamTickets.seconds)
        else {
            throw EngineError(.forbidden, "The ticket is not good, or no longer; ask for another.", parameter: "ticket")
        }
        return try await address(of: code)
    }

    /// The address behind a line of a playlist that was rewritten for a ticket.
    ///
    /// - Throws: `forbidden` as for the ticket, and for a line that is not of its playlist.
    package func part(
        _ part: String, ticket: String, of name: String, for caller: Caller
    ) async throws -> UpstreamAddress {
        _ = try await stream(ticket, of: name, for: caller)
        guard let address = tickets.address(named: part, within: ticket) else {
            throw EngineError(.forbidden, "The address is not of this stream.", parameter: "ticket")
        }
        return address
    }

    /// A playlist whose every address is a name that opens with the ticket alone; `nil` where the text is no playlist.
    ///
    /// - Parameters:
    ///   - base: Where the playlist was fetched.
    ///   - path: The address of a part by its name, as the client is to ask for it.
    package func rewritten(
        _ playlist: String, at base: UpstreamAddress, ticket: String, path: (String) -> String
    ) throws -> String? {
        guard let rewriter = PlaylistRewriter(playlist) else { return nil }
        var failure: (any Error)?
        let text = rewriter.rewritten { reference in
            guard let address = base.resolving(reference) else { return nil }
            do {
                return path(try tickets.name(of: address, within: ticket))
            } catch {
                failure = error
                return nil
            }
        }
        if let failure { throw EngineError(.failed, "The playlist could not be sealed.", underlying: failure) }
        return text
    }

    private func address(of code: String) async throws -> UpstreamAddress {
        let text = try await EngineError.translating { try await self.store.streamAddress(ofCamera: code) }
        guard let address = text.flatMap({ UpstreamAddress($0) }) else {
            throw EngineError(.notFound, "The camera “\(code)” has no stream.")
        }
        return address
    }

    /// Operators and those who see everything may; a commune through the cameras that stand in it.
    private func mayLook(_ caller: Caller, through code: String, _ definition: LayerDefinition) async throws -> Bool {
        switch caller.role {
        case .administrator, .steward, .operator: return true
        case .commune:
            guard let unit = caller.unit, case .point(let place)? = try await feature(code, in: definition)?.geometry
            else { return false }
            let holding = try await units.units(at: place, on: ValidMoment(at: clock()))
            return holding.contains { $0.code == unit }
        default: return false
        }
    }

    private static func notPermitted(_ caller: Caller, _ what: String) -> EngineError {
        caller.role == nil
            ? EngineError(.unauthenticated, "To \(what) one needs a token.")
            : EngineError(.forbidden, "Your role may not \(what).")
    }

    /// The code of a camera by its identifier or its code, where the caller may see it.
    private func code(of name: String, for caller: Caller, _ definition: LayerDefinition) async throws -> String {
        let found = try await features.feature(name, in: definition, at: nil, for: caller)
        guard let index = definition.key.first.flatMap(definition.index(of:)),
            let value = found.features.first?.feature.values[index], !value.isNull
        else { throw EngineError(.notFound, "There is no camera “\(name.prefix(40))”.", parameter: "id") }
        return value.text
    }

    private func feature(_ code: String, in definition: LayerDefinition) async throws -> Feature? {
        guard let key = definition.key.first else { return nil }
        let query = FeatureQuery(
            layer: definition.id, equals: [FieldCondition(field: key, value: .text(code))], limit: 1)
        return try await EngineError.translating { try await self.store.features(query).features.first }
    }

    private func definition(_ name: String) throws -> LayerDefinition {
        guard let definition = state.catalogue[name: name] else {
            throw EngineError(.notFound, "The workspace has no layer “\(name)”; add layers/\(name).yaml.")
        }
        return definition
    }
}

/// Sixty seconds of a camera's stream for one caller.
package struct StreamTicket: Sendable {
    package var text: String
    /// The camera's code.
    package var camera: String
    package var expires: Instant
}

// MARK: - Fields of view

extension CameraService {
    /// Draws the fields of view anew where the cameras have changed since they were last drawn by this process.
    ///
    /// Nothing is written where they are as before. Costs one look at a number where no camera has changed.
    ///
    /// - Returns: Whether anything was written.
    @discardableResult
    package func followCameras() async throws -> Bool {
        guard let cameras = state.catalogue[name: Self.layerName],
            let sectors = state.catalogue[name: Self.sectorLayerName],
            let revision = state.status(of: cameras.id)?.revision?.number,
            drawnFrom.withLock({ $0 != revision })
        else { return false }
        let wrote = try await draw(cameras, as: sectors)
        drawnFrom.withLock { $0 = revision }
        return wrote
    }

    private func draw(_ cameras: LayerDefinition, as sectors: LayerDefinition) async throws -> Bool {
        let time = clock()
        return try await EngineError.translating {
            try await self.store.prepareLayer(sectors, author: "cameras", time: time)
            let standing = try await self.store.features(FeatureQuery(layer: cameras.id, limit: 100_000)).features
            let drawn = try await self.store.features(FeatureQuery(layer: sectors.id, limit: 100_000)).features
            let edits = SectorDrawing(cameras: cameras, sectors: sectors).edits(from: drawn, to: standing)
            guard !edits.isEmpty else { return false }
            let outcome = try await self.store.edit(sectors.id, edits, author: "cameras", time: time)
            return outcome.outcome.revision != nil
        }
    }
}
