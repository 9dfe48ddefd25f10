import GeoCore
import Hummingbird
import LiveMap
import MapEngine

/// `/rules`: what violations are judged by, each with its title, its versions and where they are written.
struct RuleRoutes: Sendable {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/rules") { request, context in
            let exchange = try Exchange(request, context, configuration: engine.configuration)
            try exchange.parameters.allow(["f"])
            let rules = try engine.ruleSummaries(for: exchange.caller)
            return try exchange.document(
                .object(["rules": .array(rules.map(RuleDocument.value))]), title: "Quy tắc · Rules")
        }
    }
}

/// A rule as JSON.
enum RuleDocument {
    static func value(_ rule: RuleSummary) -> JSONDocument {
        .object([
            "id": .string(rule.id),
            "title": .object(["vi": .string(rule.title.vi), "en": .string(rule.title.en)]),
            "versions": .array(rule.versions.map(value)),
        ])
    }

    private static func value(_ version: RuleSummary.Version) -> JSONDocument {
        .object([
            "from": .string(version.from.description), "citation": version.citation.map { .string($0) },
            "standing": version.standing.map { .string($0.rawValue) }, "note": version.note.map { .string($0) },
        ])
    }
}
