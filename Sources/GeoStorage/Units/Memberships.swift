import GRDB
package import GeoCore

/// Which feature belongs to which unit.
package struct UnitMember: Hashable, Sendable {
    /// The unit's feature identifier.
    package var unit: Int64
    package var feature: Int64

    package init(unit: Int64, feature: Int64) {
        self.unit = unit
        self.feature = feature
    }
}

/// The revisions of a layer and of a layer of units that memberships were computed from.
package struct MembershipRevisions: Hashable, Sendable {
    package var layer: Int64
    package var units: Int64

    package init(layer: Int64, units: Int64) {
        self.layer = layer
        self.units = units
    }
}

extension SpatiaLiteStore {
    /// What the memberships of a layer in a layer of units were computed from; `nil` where there are none.
    package func membershipRevisions(
        of layer: LayerID, in units: LayerID
    ) async throws -> MembershipRevisions? {
        try await read("reading the memberships of layer \(layer)") { db in
            guard let table = try Catalogue.table(layer, in: db), let unitTable = try Catalogue.table(units, in: db)
            else { return nil }
            return try Memberships(table, unitTable).revisions(in: db)
        }
    }

    /// Puts memberships in the place of those that were kept, which answer queries until the last one is there.
    ///
    /// - Parameter members: In any order; a feature may belong to several units that were in force at different times.
    package func replaceMemberships(
        of layer: LayerID, in units: LayerID, revisions: MembershipRevisions, with members: [UnitMember]
    ) async throws {
        try await runLoad("keeping the memberships of layer \(layer)") { [pool] in
            let memberships = try pool.write { db in
                Memberships(try Catalogue.requiredTable(layer, in: db), try Catalogue.requiredTable(units, in: db))
            }
            let sorted = members.sorted { ($0.unit, $0.feature) < ($1.unit, $1.feature) }
            try memberships.replace(with: sorted, revisions, pool: pool)
        }
    }
}

/// The memberships of one layer in one layer of units. Each set has a generation; one row says which of them counts.
struct Memberships {
    private let layer: LayerTable
    private let units: LayerTable

    init(_ layer: LayerTable, _ units: LayerTable) {
        self.layer = layer
        self.units = units
    }

    func revisions(in db: Database) throws -> MembershipRevisions? {
        try Row.fetchOne(
            db,
            sql: "SELECT layer_revision, unit_revision FROM bando_memberships WHERE layer = ? AND unit_layer = ?",
            arguments: [layer.number, units.number]
        ).map { MembershipRevisions(layer: $0[0], units: $0[1]) }
    }

    /// The features of a unit, by identifier.
    func members(of unit: Int64, in db: Database) throws -> [Int64] {
        let statement = try SQLStatement(
            """
            SELECT fid FROM \(LayerTable.quoted(layer.live.members))
            WHERE unit_layer = ?1 AND unit_fid = ?2 AND generation =
                (SELECT generation FROM bando_memberships WHERE layer = ?3 AND unit_layer = ?1)
            ORDER BY fid
            """, in: db)
        statement.bind(units.number, at: 1)
        statement.bind(unit, at: 2)
        statement.bind(layer.number, at: 3)
        var members: [Int64] = []
        while try statement.step() { members.append(statement.int64(0)) }
        return members
    }

    fileprivate func replace(
        with members: [UnitMember], _ revisions: MembershipRevisions, pool: DatabasePool
    ) throws {
        let old = try pool.write { db in try generation(in: db) }
        // What an interrupted replacement left.
        try removeGenerations(except: old, pool: pool)
        var next = 0
        while next < members.count {
            let end = min(members.count, next + 20_000)
            try pool.write { db in try insert(members[next..<end], generation: old + 1, in: db) }
            next = end
        }
        try pool.write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO bando_memberships VALUES (?, ?, ?, ?, ?)",
                arguments: [layer.number, units.number, revisions.layer, revisions.units, old + 1])
        }
        try removeGenerations(except: old + 1, pool: pool)
    }

    private func generation(in db: Database) throws -> Int64 {
        try Int64.fetchOne(
            db, sql: "SELECT generation FROM bando_memberships WHERE layer = ? AND unit_layer = ?",
            arguments: [layer.number, units.number]) ?? 0
    }

    private func insert(_ members: ArraySlice<UnitMember>, generation: Int64, in db: Database) throws {
        let insert = try SQLStatement(
            "INSERT OR IGNORE INTO \(LayerTable.quoted(layer.live.members)) VALUES (?, ?, ?, ?)", in: db)
        insert.bind(units.number, at: 1)
        insert.bind(generation, at: 2)
        for member in members {
            insert.bind(member.unit, at: 3)
            insert.bind(member.feature, at: 4)
            try insert.run()
        }
    }

    private func removeGenerations(except generation: Int64, pool: DatabasePool) throws {
        let name = LayerTable.quoted(layer.live.members)
        var removed = 0
        repeat {
            removed = try pool.write { db in
                try db.execute(
                    sql: """
                        DELETE FROM \(name) WHERE (unit_layer, generation, unit_fid, fid) IN (
                            SELECT unit_layer, generation, unit_fid, fid FROM \(name)
                            WHERE unit_layer = ? AND generation <> ? LIMIT 20000)
                        """, arguments: [units.number, generation])
                return db.changesCount
            }
        } while removed > 0
    }
}
