import Foundation
import GeoCore
import HTTPTypes
import HummingbirdCore
import MapEngine

/// A page of features as a GeoJSON FeatureCollection with the links of OGC API – Features Part 1, 7.15.
struct ItemsDocument {
    private let result: FeatureResult
    private let exchange: Exchange

    init(_ result: FeatureResult, exchange: Exchange) {
        self.result = result
        self.exchange = exchange
    }

    var value: JSONDocument {
        frame(features: .array(features.map { .raw($0) }))
    }

    /// What the HTML page shows: the values without their geometries.
    var outline: JSONDocument {
        frame(
            features: .array(
                result.features.map { found in
                    .object(
                        result.visibleFields.map { index in
                            .init(
                                name: result.definition.fields[index].title.vi,
                                value: .string(found.feature.values[index].text))
                        })
                }))
    }

    /// A `Link` header that names another unit which had the code.
    func alternateLink(to unit: AdministrativeUnit) -> HTTPField {
        let day = unit.validFrom ?? "1900-01-01"
        let url = exchange.links.url("/units/\(unit.code)?at=\(day)")
        return HTTPField(name: .link, value: "<\(url)>; rel=\"alternate\"; title=\"\(unit.code)\"")
    }

    private func frame(features: JSONDocument) -> JSONDocument {
        .object([
            "type": "FeatureCollection",
            "timeStamp": nil,
            "numberMatched": result.matched.map { .count($0) },
            "numberReturned": .count(result.features.count),
            "links": .array(links),
            "features": features,
        ])
    }

    private var features: [[UInt8]] {
        var writer = GeoJSONWriter(properties: FeatureProperties.of(result.definition, result.visibleFields))
        return result.features.map { found in
            writer.write(found.feature, members: FeatureProperties.members(of: found))
            return writer.take()
        }
    }

    private var links: [JSONDocument] {
        let path = "/collections/\(result.definition.id)"
        let query = exchange.request.uri.query
        let own = exchange.path + (query.map { "?\($0)" } ?? "")
        var links = [
            exchange.links.link(own, rel: "self", type: "application/geo+json"),
            exchange.links.link(path + "/items?f=html", rel: "alternate", type: "text/html"),
            exchange.links.link(path, rel: "collection", type: "application/json"),
        ]
        if let next = result.next {
            links.append(exchange.links.link(nextPath(query, next), rel: "next", type: "application/geo+json"))
        }
        return links
    }

    private func nextPath(_ query: String?, _ next: PageCursor) -> String {
        let kept = (query ?? "").split(separator: "&").filter { !$0.hasPrefix("after=") }
        let pairs = kept.map(String.init) + ["after=\(next.token)"]
        return exchange.path + "?" + pairs.joined(separator: "&")
    }
}

/// One feature as GeoJSON with its links.
struct ItemDocument {
    private let result: FeatureResult
    private let exchange: Exchange
    private let path: String

    /// - Parameter path: Where the feature is, for its links; `nil` where that is what was asked for.
    init(_ result: FeatureResult, exchange: Exchange, path: String? = nil) {
        self.result = result
        self.exchange = exchange
        self.path = path ?? exchange.path
    }

    var value: JSONDocument {
        .raw(Self.bytes(result, members: [("links", .json(links.bytes))]))
    }

    var outline: JSONDocument {
        guard let found = result.features.first else { return .null }
        return .object(
            result.visibleFields.map { index in
                .init(
                    name: result.definition.fields[index].title.vi,
                    value: .string(found.feature.values[index].text))
            })
    }

    /// The first feature of a result alone.
    static func feature(_ result: FeatureResult) -> JSONDocument? {
        result.features.isEmpty ? nil : .raw(bytes(result, members: []))
    }

    private static func bytes(
        _ result: FeatureResult, members: [(name: String, member: GeoJSONWriter.Member)]
    ) -> [UInt8] {
        guard let found = result.features.first else { return Array("null".utf8) }
        var writer = GeoJSONWriter(properties: FeatureProperties.of(result.definition, result.visibleFields))
        writer.write(found.feature, members: FeatureProperties.members(of: found) + members)
        return writer.take()
    }

    private var links: JSONDocument {
        let collection = "/collections/\(result.definition.id)"
        return [
            exchange.links.link(path, rel: "self", type: "application/geo+json"),
            exchange.links.link(path + "?f=html", rel: "alternate", type: "text/html"),
            exchange.links.link(collection, rel: "collection", type: "application/json"),
        ]
    }
}

/// Which values of a feature go out, and what stands beside them.
enum FeatureProperties {
    static func of(_ definition: LayerDefinition, _ visible: [Int]) -> [(name: String, index: Int)] {
        visible.map { (definition.fields[$0].name, $0) }
    }

    static func members(of found: FoundFeature) -> [(name: String, member: GeoJSONWriter.Member)] {
        guard let distance = found.distanceMeters else { return [] }
        return [("distance", .value(.real((distance * 1_000).rounded() / 1_000)))]
    }
}
