package import GeoCore

extension SpatiaLiteStore {
    /// Why the tables of a layer cannot follow a definition, in a sentence; `nil` where they can. Changes nothing.
    package func obstacle(to definition: LayerDefinition) async throws -> String? {
        try await read("checking layer \(definition.id)") { db in
            do {
                try LayerPreparation.check(definition, in: db)
                return nil
            } catch let error as StorageError where error.code == .definitionMismatch {
                return error.message
            }
        }
    }
}
