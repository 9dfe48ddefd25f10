package import GeoCore
import GeoStorage
import LiveMap

extension LiveService {
    private static let vessels = "vessels"
    private static let trackLimit = 200_000

    /// Where a vessel was during a time, in event order; what was kept as suspect is among it and says so.
    ///
    /// Whoever does not see the vessel in its layer is told that there is none.
    ///
    /// - Parameter name: The vessel in any spelling, or the identifier of its feature.
    /// - Throws: `notFound` for one that the layer has not, `tooLarge` for more fixes than one answer takes, `unauthenticated` or
    ///   `forbidden` for who may not see the layer or its times, and what reading the layer throws.
    package func track(of name: String, during span: Range<Instant>, for caller: Caller) async throws -> ObjectTrack {
        let definition = try state.layer(Self.vessels, for: caller)
        let fields = try PositionFields(.ofVessels, of: definition, for: caller)
        return try await EngineError.translating {
            let works = try self.works()
            let object = try await works.object(named: name)
            let (id, title) = try await self.seen(object, named: name, in: definition, fields, by: caller)
            return ObjectTrack(
                kind: .vessel, id: id, name: title, span: span, fixes: try await self.fixes(of: object, during: span),
                fields: fields)
        }
    }

    /// The fixes of an object during a time.
    ///
    /// - Throws: `tooLarge` for more than one answer takes.
    func fixes(of object: ObjectID, during span: Range<Instant>) async throws -> [ReceivedFix] {
        let page = try await works().history.fixes(of: object, during: span, limit: Self.trackLimit)
        guard page.next == nil else {
            throw EngineError(
                .tooLarge, "The track has more than \(Self.trackLimit) positions; ask for a shorter time.")
        }
        return page.fixes
    }

    /// How a vessel is to be called to a caller.
    ///
    /// - Throws: `notFound` where the caller does not see its row.
    private func seen(
        _ object: ObjectID, named name: String, in definition: LayerDefinition, _ fields: PositionFields,
        by caller: Caller
    ) async throws -> (id: String, title: String?) {
        let missing = LiveWorks.noVessel(name)
        guard let key = definition.key.first, let title = try await works().mirror.name(of: object) else {
            throw missing
        }
        let rows = definition.access.rowScope(for: caller)
        if rows == nil, fields.showsName { return (object.text, title) }
        var query = FeatureQuery(
            layer: definition.id, equals: [FieldCondition(field: key, value: .text(title))], limit: 1)
        query.rows = rows
        guard let feature = try await store.features(query).features.first else { throw missing }
        return fields.showsName ? (object.text, title) : ("\(feature.id)", nil)
    }

    /// Which vessels were near a place around a moment, nearest first, each once where it came nearest; of those that the caller
    /// sees in their layer.
    ///
    /// - Throws: `unauthenticated` or `forbidden` for who may not see the layer or its times, and what reading it throws.
    package func near(
        _ place: Coordinate, radiusMeters: Double, at moment: Instant, withinHours hours: Double, for caller: Caller
    ) async throws -> [NearbyObject] {
        let definition = try state.layer(Self.vessels, for: caller)
        let fields = try PositionFields(.ofVessels, of: definition, for: caller)
        return try await EngineError.translating {
            let subjects = try await self.subjects(of: definition, rows: definition.access.rowScope(for: caller))
            let found = try await self.works().history.nearest(
                to: place, radiusMeters: radiusMeters, of: subjects.keys,
                during: moment.adding(hours: -hours)..<moment.adding(hours: hours))
            return found.compactMap { near in
                let fix = near.fix.fix
                guard let subject = subjects[fix.object] else { return nil }
                return NearbyObject(
                    id: fields.showsName ? fix.object.text : "\(subject.fid)",
                    name: fields.showsName ? subject.name : nil, fix: fix, distanceMeters: near.distanceMeters,
                    fields: fields)
            }
        }
    }
}

extension LiveWorks {
    static func noVessel(_ name: String) -> EngineError {
        EngineError(.notFound, "There is no vessel “\(name)”.", parameter: "id")
    }
}
