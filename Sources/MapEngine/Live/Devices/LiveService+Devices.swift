package import GeoCore
import GeoStorage
package import LiveMap

extension LiveService {
    private static let deviceSenders: Set<Role> = [.administrator, .steward, .feed, .operator]

    /// Throws `unauthenticated` or `forbidden` for who may not send readings.
    package func requireDeviceSender(_ caller: Caller) throws {
        guard let role = caller.role else { throw EngineError(.unauthenticated, "Sending readings needs a token.") }
        guard Self.deviceSenders.contains(role) else {
            throw EngineError(.forbidden, "Your role may not send readings.")
        }
    }

    /// Takes a body of readings of a layer's devices; returns when they are durable and judged.
    ///
    /// - Throws: `unauthenticated` or `forbidden` for who may not send any, `notFound` for a layer without devices,
    ///   `invalidParameter` where the body cannot be split into records.
    package func receive(
        _ body: [UInt8], of layer: String, form: LiveMap.PositionReader.Form, from caller: Caller
    ) async throws -> PositionAnswer {
        try requireDeviceSender(caller)
        return try await EngineError.translating {
            let works = try self.works()
            guard let id = LayerID(layer), let fields = await works.devices.fields(of: id) else {
                throw Self.noDevices(layer)
            }
            let batch = try DeviceMessageReader(fields: fields, now: self.currentInstant).read(body, form: form)
            return try await works.receive(batch, of: id, clock: .arrival)
        }
    }

    private static func noDevices(_ layer: String) -> EngineError {
        EngineError(
            .notFound, "There is no layer “\(layer)” of devices: its definition must have ‘live’.", parameter: "layer")
    }

    /// Where a device was during a time, in event order.
    ///
    /// - Throws: `notFound`, `tooLarge` for more fixes than one answer takes, `unauthenticated` or `forbidden` for who may not see the
    ///   layer or its times, and what reading the layer throws.
    package func track(
        of name: String, in layer: String, during span: Range<Instant>, for caller: Caller
    ) async throws -> ObjectTrack {
        let definition = try state.layer(layer, for: caller)
        return try await EngineError.translating {
            let devices = try self.works().devices
            let object = try await self.device(name, in: definition, for: caller)
            guard let kind = self.state.catalogue.deviceKinds[definition.id] else { throw Self.noDevices(layer) }
            let fields = try PositionFields(.init(kind), of: definition, for: caller)
            let fid = await devices.feature(object, in: definition.id).map { "\($0.id)" }
            return ObjectTrack(
                kind: .device, id: fields.showsName ? object.text : fid,
                name: fields.showsName ? await devices.name(of: object) ?? name : nil, span: span,
                fixes: try await self.fixes(of: object, during: span), fields: fields)
        }
    }

    private static let bucketLimit = 10_000

    /// What a device measured during a time: numbers brought down to stretches of equal length, or states as they lasted.
    ///
    /// - Parameters:
    ///   - field: A field of the layer in any of its spellings.
    ///   - bucketSeconds: `nil` for a length that gives some two hundred stretches; not for states.
    /// - Throws: `notFound`, `invalidParameter` for a field that is not measured, `tooLarge` for more than ten thousand stretches
    ///   or states, and what reading the layer throws.
    package func series(
        of name: String, in layer: String, field: String, during span: Range<Instant>, bucketSeconds: Int64?,
        for caller: Caller
    ) async throws -> DeviceSeries {
        let definition = try state.layer(layer, for: caller)
        return try await EngineError.translating {
            let works = try self.works()
            let object = try await self.device(name, in: definition, for: caller)
            let measured = try await self.measured(field, in: definition, for: caller)
            let read = measured.type == .text ? self.states : self.stretches
            return DeviceSeries(
                object: object, name: await works.devices.name(of: object) ?? name, layer: definition.id,
                field: measured, span: span,
                values: try await read(works.history, object, measured.name, span, bucketSeconds))
        }
    }

    private func stretches(
        _ history: LiveArchive, _ object: ObjectID, _ name: String, _ span: Range<Instant>, _ bucketSeconds: Int64?
    ) async throws -> DeviceSeries.Values {
        let length = span.upperBound.seconds(since: span.lowerBound)
        let seconds = bucketSeconds ?? DeviceSeries.bucketSeconds(for: length)
        guard length / Double(seconds) <= Double(Self.bucketLimit) else {
            throw EngineError(
                .tooLarge, "The time has more than ten thousand stretches of \(seconds) s; ask for longer ones.",
                parameter: "bucket")
        }
        let buckets = try await history.series(of: object, name: name, during: span, bucketSeconds: seconds)
        return .numbers(bucketSeconds: seconds, buckets.map(DeviceSeries.Stretch.init))
    }

    private func states(
        _ history: LiveArchive, _ object: ObjectID, _ name: String, _ span: Range<Instant>, _ bucketSeconds: Int64?
    ) async throws -> DeviceSeries.Values {
        guard bucketSeconds == nil else {
            throw EngineError(
                .invalidParameter, "“\(name)” is a state, which has no “bucket”; leave it out.", parameter: "bucket")
        }
        var states: [DeviceSeries.State] = []
        var next: Instant? = span.lowerBound
        while let start = next {
            let page = try await history.readings(
                of: object, name: name, during: start..<span.upperBound, limit: 20_000)
            for reading in page.readings { DeviceSeries.State.add(reading, to: &states) }
            next = page.next
            guard states.count <= Self.bucketLimit else {
                throw EngineError(
                    .tooLarge, "The state changed more than ten thousand times; ask for a shorter time.",
                    parameter: "from")
            }
        }
        return .states(states)
    }

    private func device(
        _ name: String, in definition: LayerDefinition, for caller: Caller
    ) async throws -> ObjectID {
        let devices = try works().devices
        guard await devices.fields(of: definition.id) != nil else { throw Self.noDevices(definition.id.name) }
        let missing = EngineError(
            .notFound, "The layer “\(definition.id.name)” has no device “\(name)”.", parameter: "id")
        guard let object = await devices.object(named: name, in: definition.id) else { throw missing }
        guard let scope = definition.access.rowScope(for: caller) else { return object }
        guard let feature = await devices.feature(object, in: definition.id),
            scope.admits(feature.values, of: definition)
        else { throw missing }
        return object
    }

    private func measured(
        _ name: String, in definition: LayerDefinition, for caller: Caller
    ) async throws -> FieldDefinition {
        let fields = try await works().devices.fields(of: definition.id)
        if let field = fields?.field(name), definition.access.allowsField(field.name, for: caller) { return field }
        let known = (fields?.measured ?? []).map(\.name).joined(separator: ", ")
        throw EngineError(
            .invalidParameter, "“name” must be one of what is measured (\(known)), not “\(name)”.", parameter: "name")
    }
}
