/// Makes a thing once for all who ask for it while it is being made.
package actor SingleFlight<Key: Hashable & Sendable, Value: Sendable> {
    private var flights: [Key: Task<Value, any Error>] = [:]

    package init() {}

    /// The value of the work under way for the key, begun now if there is none; its failure reaches all who wait.
    package func value(for key: Key, make: @escaping @Sendable () async throws -> Value) async throws -> Value {
        if let flight = flights[key] { return try await flight.value }
        let flight = Task { try await make() }
        flights[key] = flight
        defer { if flights[key] == flight { flights[key] = nil } }
        return try await flight.value
    }
}
