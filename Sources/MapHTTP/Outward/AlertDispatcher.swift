import Foundation
import GeoCore
import Logging
package import MapEngine
import ServiceLifecycle

/// Tells those whom `alerts` of `bando.yaml` names of what is urgent: violations, reports and missed targets,
/// by webhook and by e-mail.
///
/// To be run beside `LiveRunner`, and listed after it, so that it ends before. Without receivers it only waits for the end.
package struct AlertDispatcher: Service {
    private let engine: Engine
    private let pause: AlertPause

    package init(engine: Engine) {
        self.init(engine: engine, pause: AlertPause())
    }

    init(engine: Engine, pause: AlertPause) {
        self.engine = engine
        self.pause = pause
    }

    package func run() async throws {
        guard !engine.configuration.alerts.isEmpty else { return try await gracefulShutdown() }
        let couriers = couriers
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                for courier in couriers { group.addTask { await run(courier) } }
            }
        }
        try await gracefulShutdown()
    }

    /// A receiver that cannot be served is no reason to stop the service: it is logged, and the others go on.
    private func run(_ courier: AlertCourier) async {
        do {
            try await courier.run()
        } catch is CancellationError {
        } catch {
            engine.logger.error(
                "alerts are not told", metadata: ["receiver": "\(courier.name)", "error": "\(error)"])
        }
    }

    private var couriers: [AlertCourier] {
        let alerts = engine.configuration.alerts
        let links = AlertLinks(engine: engine)
        var couriers = alerts.webhooks.enumerated().map { index, hook in
            courier(
                "webhook \(index + 1)", hook.kinds, WebhookSender(hook, links: links), key: hook.url.absoluteString)
        }
        if let email = alerts.email {
            let sender = MailSender(
                email, letter: AlertLetter(engine: engine, links: links), logger: engine.logger)
            let key = "mailto:" + email.to.sorted().joined(separator: ",")
            couriers.append(courier("email", email.kinds, sender, key: key))
        }
        return couriers
    }

    private func courier(
        _ name: String, _ kinds: Set<AlertKind>, _ sender: any AlertSender, key: String
    ) -> AlertCourier {
        AlertCourier(
            engine: engine, name: name, kinds: kinds, sender: sender,
            file: AlertFile(folder: engine.workspace.liveFolder, receiver: key), pause: pause)
    }
}

/// Where the thing of an alert is to be looked at.
struct AlertLinks: Sendable {
    private let base: String?

    /// Without `publicURL` there are no links, since nobody has asked from anywhere.
    init(engine: Engine) {
        base = engine.configuration.publicURL.map { url in
            url.absoluteString.hasSuffix("/") ? String(url.absoluteString.dropLast()) : url.absoluteString
        }
    }

    func item(_ alert: UrgentAlert) -> String? {
        if alert.kind == .kpi { return values([alert]) }
        guard let base, let code = alert.code.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) else {
            return nil
        }
        return "\(base)/collections/\(alert.layer)/items/\(code.replacingOccurrences(of: "/", with: "%2F"))"
    }

    /// The values of an indicator in a period: of the unit where the alerts are of one, else of all.
    func values(_ alerts: [UrgentAlert]) -> String? {
        guard let base, let missed = alerts.first.flatMap({ MissedTarget($0) }) else { return nil }
        let unit = alerts.count == 1 ? "&unit=\(missed.unit)" : ""
        return "\(base)/kpis/\(missed.indicator)/values?period=\(missed.period)\(unit)"
    }
}
