import Foundation
import HTTPTypes
import Hummingbird
import MapEngine

/// The representations of a document resource.
enum Representation: String, Sendable {
    case json
    case html

    /// What the request wants: `f` first, else the first of `Accept` that we have, else JSON.
    init(_ request: Request, _ parameters: QueryParameters) throws {
        if let name = parameters["f"] {
            guard let chosen = Representation(rawValue: name) ?? (name == "geojson" ? .json : nil) else {
                throw EngineError(.invalidParameter, "“f” may be json or html, not “\(name)”.", parameter: "f")
            }
            self = chosen
            return
        }
        let accepted = (request.headers[.accept] ?? "").split(separator: ",").map {
            $0.split(separator: ";")[0].trimmingCharacters(in: .whitespaces).lowercased()
        }
        let first = accepted.first { $0 == "text/html" || $0.contains("json") || $0 == "*/*" }
        self = first == "text/html" ? .html : .json
    }
}
