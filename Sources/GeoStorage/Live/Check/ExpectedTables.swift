import GRDB
import GeoCore

/// What the small tables of a month's file must hold.
struct ExpectedTables {
    var eventDays: [Int64: Int64] = [:]
    private var states: [LiveMemory.ObjectState] = []

    /// Takes over all latest positions.
    mutating func take(_ memory: LiveMemory) { states = memory.states }

    /// Takes over the latest positions of the objects that these fixes are of.
    mutating func take(_ memory: LiveMemory, changed fixes: [StoredFix]) {
        let missing = memory.states.count - states.count
        if missing > 0 { states += [LiveMemory.ObjectState](repeating: .init(), count: missing) }
        for fix in fixes where states.indices.contains(Int(fix.object)) {
            states[Int(fix.object)] = memory.states[Int(fix.object)]
        }
    }

    /// The names of the tables that hold something else.
    func differences(from db: Database, memory: LiveMemory) throws -> [String] {
        var tables: [String] = []
        if try names(of: "objects", in: db) != memory.objects.names.map(\.text) { tables.append("objects") }
        if try names(of: "devices", in: db) != memory.devices.names { tables.append("devices") }
        if try !hasNewest(db) { tables.append("newest") }
        if try !hasLatest(db) { tables.append("latest") }
        if try !hasDays(db) { tables.append("event_days") }
        return tables
    }

    private func names(of table: String, in db: Database) throws -> [String] {
        try String.fetchAll(db, sql: "SELECT name FROM \(table) ORDER BY number")
    }

    private func hasNewest(_ db: Database) throws -> Bool {
        var found: [Int: Int64] = [:]
        let rows = try SQLStatement("SELECT object, time FROM newest", in: db)
        while try rows.step() { found[rows.int(0)] = rows.int64(1) }
        var wanted: [Int: Int64] = [:]
        for (object, state) in states.enumerated() where state.newest != .min { wanted[object] = state.newest }
        return found == wanted
    }

    private func hasLatest(_ db: Database) throws -> Bool {
        let wanted = states.compactMap(\.latest)
        var found: [StoredFix] = []
        let rows = try SQLStatement("SELECT \(FixRows.columns) FROM latest ORDER BY object", in: db)
        while try rows.step() { found.append(try FixRows.read(rows)) }
        return found.count == wanted.count && zip(found, wanted).allSatisfy { $0.isIdentical(to: $1) }
    }

    private func hasDays(_ db: Database) throws -> Bool {
        var found: [Int64: Int64] = [:]
        let rows = try SQLStatement("SELECT day, fixes FROM event_days", in: db)
        while try rows.step() { found[rows.int64(0)] = rows.int64(1) }
        return found == eventDays
    }
}
