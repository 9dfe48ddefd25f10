import AsyncHTTPClient
import Crypto
import Foundation
import GeoCore
import MapEngine
import NIOCore
import NIOHTTP1

/// Posts an alert as JSON, signed.
///
/// `Bando-Signature: sha256=…` is the HMAC-SHA256 (RFC 2104) of the body with the receiver's secret, in hexadecimal;
/// `Bando-Delivery` is the same for the same alert, so that one that comes twice is known.
final class WebhookSender: AlertSender {
    private let hook: WorkspaceConfiguration.Webhook
    private let links: AlertLinks
    private let client: HTTPClient

    private static let timeout = TimeAmount.seconds(10)

    init(_ hook: WorkspaceConfiguration.Webhook, links: AlertLinks) {
        self.hook = hook
        self.links = links
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        configuration.httpVersion = .http1Only
        client = HTTPClient(configuration: configuration)
    }

    deinit {
        client.shutdown { _ in }
    }

    /// A program takes each alert by itself, so that it can know one that it had.
    func theme(of alert: UrgentAlert) -> AlertTheme? { nil }

    func send(_ alerts: [UrgentAlert]) async throws(DeliveryFailure) {
        for alert in alerts { try await send(alert) }
    }

    private func send(_ alert: UrgentAlert) async throws(DeliveryFailure) {
        let body = document(alert).bytes
        var request = HTTPClientRequest(url: hook.url.absoluteString)
        request.method = .POST
        request.headers = [
            "Content-Type": "application/json", "User-Agent": "bando", "Bando-Event": alert.topic.rawValue,
            "Bando-Delivery": String(alert.id), "Bando-Signature": "sha256=" + signature(of: body),
        ]
        request.body = .bytes(body)
        let status: UInt
        do {
            // What the receiver answers beside the status is not read; the connection is let go.
            status = try await client.execute(request, timeout: Self.timeout).status.code
        } catch {
            throw .delayed(UpstreamFailure(error) == .late ? "no answer in time" : "cannot be reached")
        }
        try Self.judge(status)
    }

    /// Times of trouble pass; whoever says that the request itself is wrong will say so again (RFC 9110, 15.5).
    private static func judge(_ status: UInt) throws(DeliveryFailure) {
        switch status {
        case 200..<300: return
        case 408, 409, 425, 429, 401, 403, 404, 300..<400, 500...: throw .delayed("status \(status)")
        default: throw .refused("status \(status)")
        }
    }

    private func document(_ alert: UrgentAlert) -> JSONDocument {
        .object([
            "id": .integer(alert.id), "topic": .string(alert.topic.rawValue), "kind": .string(alert.kind.rawValue),
            "code": .string(alert.code), "state": .string(alert.state.rawValue),
            "time": .text(alert.time?.rfc3339()), "url": .text(links.item(alert)), "feature": .raw(alert.payload),
        ])
    }

    private func signature(of body: [UInt8]) -> String {
        hook.secret.withBytes { secret in
            HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: secret)).hexadecimal
        }
    }
}
