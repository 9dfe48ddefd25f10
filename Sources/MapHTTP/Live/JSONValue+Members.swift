import GeoCore
import MapEngine

/// Members of a body by their type: `nil` where one is absent or null, `unprocessable` where it is of another type, so that
/// nothing that somebody wrote is passed over in silence.
extension JSONValue {
    func number(_ name: String) throws -> Double? {
        switch self[name] {
        case nil, .null?: return nil
        case let value?:
            guard let number = value.number else { throw Self.wrong(name, "a number") }
            return number
        }
    }

    func boolean(_ name: String) throws -> Bool? {
        switch self[name] {
        case nil, .null?: return nil
        case .boolean(let value)?: return value
        default: throw Self.wrong(name, "true or false")
        }
    }

    func members(_ name: String) throws -> JSONValue? {
        switch self[name] {
        case nil, .null?: return nil
        case .object(let members)?: return .object(members)
        default: throw Self.wrong(name, "an object")
        }
    }

    private static func wrong(_ name: String, _ type: String) -> EngineError {
        EngineError(.unprocessable, "“\(name)” must be \(type).", parameter: name)
    }
}
