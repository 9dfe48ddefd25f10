import Foundation
import GeoCore
import MapEngine

/// The query of a request: each name at most once, and none that the resource does not know.
struct QueryParameters: Sendable {
    private var values: [String: String]

    /// Reads `a=1&b=2`; a name given twice or a broken escape is an error.
    init(_ query: String?) throws {
        values = [:]
        for pair in (query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(parts[0])
            let value = parts.count == 2 ? try Self.decode(parts[1]) : ""
            guard values.updateValue(value, forKey: name) == nil else {
                throw EngineError(.invalidParameter, "The parameter “\(name)” is given twice.", parameter: name)
            }
        }
    }

    var names: [String] { values.keys.sorted() }

    subscript(_ name: String) -> String? { values[name] }

    /// Throws for the first name that is not among `known` (OGC API – Features Part 1, 7.3 /req/core/query-param-unknown).
    func allow(_ known: Set<String>) throws {
        for name in names where !known.contains(name) {
            let list = known.sorted().joined(separator: ", ")
            let hint = known.isEmpty ? "This resource takes none." : "Known here: \(list)."
            throw EngineError(.invalidParameter, "The parameter “\(name)” is not known. \(hint)", parameter: name)
        }
    }

    /// A finite number, or `nil` where the parameter is absent.
    func number(_ name: String) throws -> Double? {
        guard let text = values[name] else { return nil }
        guard let number = Double(text), number.isFinite else {
            throw EngineError(.invalidParameter, "“\(name)” must be a number, not “\(text)”.", parameter: name)
        }
        return number
    }

    func integer(_ name: String) throws -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text) else {
            throw EngineError(.invalidParameter, "“\(name)” must be a whole number, not “\(text)”.", parameter: name)
        }
        return number
    }

    /// Comma-separated finite numbers, or `nil` where the parameter is absent.
    func numbers(_ name: String) throws -> [Double]? {
        guard let text = values[name] else { return nil }
        return try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let number = Double(part.trimmingCharacters(in: .whitespaces)), number.isFinite else {
                throw EngineError(
                    .invalidParameter, "“\(name)” must be numbers joined by commas, not “\(text)”.", parameter: name)
            }
            return number
        }
    }

    private static func decode(_ text: Substring) throws -> String {
        guard let decoded = text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding else {
            throw EngineError(.invalidParameter, "The query holds a broken percent escape: “\(text)”.")
        }
        return decoded
    }
}
