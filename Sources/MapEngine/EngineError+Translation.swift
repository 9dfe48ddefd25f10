import GeoNative
import GeoStorage
import Tiling

extension EngineError {
    /// Runs a call of a lower module and turns its errors into the engine's.
    static func translating<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw translated(error) }
    }

    /// Runs an asynchronous call of a lower module and turns its errors into the engine's.
    static func translating<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        do { return try await body() } catch { throw translated(error) }
    }

    /// The one table from the lower modules' failures to the engine's.
    static func translated(_ error: any Error) -> any Error {
        switch error {
        case let error as NativeError:
            EngineError(code(of: error), error.message, underlying: error)
        case let error as StorageError:
            EngineError(code(of: error), error.message, underlying: error)
        default: error
        }
    }

    private static func code(of error: NativeError) -> Code {
        switch error.code {
        case .busy: .busy
        case .tooLarge: .tooLarge
        case .unknownCRS, .forbiddenPath, .unknownName: .invalidParameter
        case .missingFile, .missingCompanion, .unknownFormat, .unreadable, .truncated, .empty, .invalidGeometry,
            .notTransformable:
            .unreadable
        default: .failed
        }
    }

    private static func code(of error: StorageError) -> Code {
        switch error.code {
        case .unknownLayer, .unknownFeature, .unknownRevision: .notFound
        case .busy: .busy
        case .conflict: .conflict
        case .invalidFeature: .refused
        case .disk: .disk
        default: .failed
        }
    }
}
