import Crypto
import Foundation
import GeoCore
import HTTPTypes
import Testing

@testable import MapEngine
@testable import MapHTTP

@Suite("Alerts by webhook")
struct AlertDispatcherTests {
    @Test("an urgent violation is posted with its signature, its link and no more than the event held")
    func signs() async throws {
        try await withWebhook { port, posts in
            let fixture = try await AlertFixture(AlertFixture.webhook(port))
            try await fixture.dispatching {
                try await fixture.violation("bien.bd99119.1", kind: "signal")
                try await fixture.violation("bien.bd99119.2")
                let post = try #require(await posts.first { _ in true })
                let expected = HMAC<SHA256>.authenticationCode(
                    for: post.body, using: SymmetricKey(data: Data(AlertFixture.secret.utf8)))
                #expect(post.headers[HTTPField.Name("Bando-Signature")!] == "sha256=" + expected.hexadecimal)
                #expect(post["code"] == .text("bien.bd99119.2") && post["kind"] == .text("boundary"))
                #expect(
                    post["url"] == .text("https://bando.example.vn/x/collections/violations/items/bien.bd99119.2"))
                #expect(post["feature"]?["properties"]?["ten"] == .text("BĐ 99119-TS"))
            }
        }
    }

    @Test("reports are urgent by their flow, and what began long ago is history")
    func selects() async throws {
        try await withWebhook { port, posts in
            let fixture = try await AlertFixture(AlertFixture.webhook(port))
            try await fixture.dispatching {
                try await fixture.report("PA-1", urgency: "normal")
                try await fixture.violation("v1", opened: "2026-11-19T08:00:00+07:00")
                try await fixture.violation("v2", "contacted")
                try await fixture.violation("v3", "withdrawn")
                try await fixture.report("PA-2", urgency: "urgent")
                #expect(await posts.first { _ in true }?["code"] == .text("PA-2"))
            }
        }
    }

    @Test("each state is told once; a violation that was told is taken back")
    func tellsOnce() async throws {
        try await withWebhook { port, posts in
            let fixture = try await AlertFixture(AlertFixture.webhook(port))
            try await fixture.dispatching {
                for state in ["detected", "detected", "contacted", "escalated", "detected", "withdrawn", "false-alarm"]
                {
                    try await fixture.violation("v1", state)
                }
                try await fixture.violation("last")
                var states: [JSONValue?] = []
                for await post in posts {
                    if post["code"] == .text("last") { break }
                    states.append(post["state"])
                }
                #expect(states == [.text("detected"), .text("escalated"), .text("withdrawn")])
            }
        }
    }

    @Test("across a restart nothing is repeated and nothing that happened meanwhile is lost")
    func survivesRestart() async throws {
        try await withWebhook { port, posts in
            let fixture = try await AlertFixture(AlertFixture.webhook(port))
            try await fixture.violation("v1")
            try await fixture.dispatching { try await fixture.violation("v2") }
            try await fixture.violation("v2")
            try await fixture.violation("v3")
            try await fixture.dispatching {
                try await fixture.violation("v1")
                try await fixture.violation("v4")
                var codes: [JSONValue?] = []
                for await post in posts {
                    codes.append(post["code"])
                    if post["code"] == .text("v4") { break }
                }
                #expect(codes == ["v1", "v2", "v3", "v4"].map { .text($0) })
            }
        }
    }

    @Test("a receiver in trouble is tried again, later each time, with the same delivery")
    func retries() async throws {
        try await withWebhook(answering: { $0 < 4 ? .serviceUnavailable : .ok }) { port, posts in
            let pauses = Notes<Duration>()
            let fixture = try await AlertFixture(AlertFixture.webhook(port))
            try await fixture.dispatching(pause: AlertPause { await pauses.add($0) }) {
                try await fixture.violation("v1")
                try await fixture.violation("v2")
                var deliveries: [String?] = []
                for await post in posts {
                    if post["code"] == .text("v2") { break }
                    deliveries.append(post.headers[HTTPField.Name("Bando-Delivery")!])
                }
                #expect(deliveries.count == 4 && Set(deliveries).count == 1)
            }
            let waits = await pauses.all.filter { $0 > .milliseconds(250) }
            #expect(waits == [.milliseconds(500), .milliseconds(1_000), .milliseconds(2_000)])
        }
    }

    @Test("an alert that the receiver calls wrong is given up, and the next one comes")
    func givesUp() async throws {
        try await withWebhook(answering: { $0 == 1 ? .unprocessableContent : .ok }) { port, posts in
            let fixture = try await AlertFixture(AlertFixture.webhook(port))
            try await fixture.dispatching {
                try await fixture.violation("v1")
                try await fixture.violation("v2")
                var codes: [JSONValue?] = []
                for await post in posts {
                    codes.append(post["code"])
                    if codes.count == 2 { break }
                }
                #expect(codes == [.text("v1"), .text("v2")])
            }
        }
    }

    @Test("waiting grows to five minutes and no further")
    func backOff() {
        let waits = (0...40).map(AlertPause.duration(after:))
        #expect(waits[0] == .milliseconds(250) && waits.max() == .seconds(300) && waits == waits.sorted())
    }

    @Test("what cannot be said of a receiver is reported, and a secret is never printed")
    func configuration() throws {
        func read(_ text: String) throws -> WorkspaceConfiguration.Alerts {
            try WorkspaceConfigurationReader.configuration(from: "alerts:\n" + text, file: "bando.yaml").alerts
        }
        let alerts = try read(AlertFixture.webhook(80) + "\n" + AlertFixture.email(25))
        #expect(alerts.webhooks[0].kinds == [.boundary, .report] && alerts.email?.port == 25)
        #expect(!"\(alerts)".contains(AlertFixture.secret) && alerts.email?.tls == .offered)
        for wrong in [
            "  webhooks: [{ url: \"http://a/b\", kinds: [boundary], secret: short }]",
            "  webhooks: [{ url: \"http://u:p@a/b\", kinds: [boundary], secret: 0123456789abcdef }]",
            "  webhooks: [{ url: \"http://a/b\", kinds: [bound], secret: 0123456789abcdef }]",
            "  email: { smtp: a:25, from: \"a b@c\", to: [d@e], kinds: [zone] }",
            "  email: { smtp: a:25, from: a@c, to: [\"d@e>\"], kinds: [zone] }",
            "  email: { smtp: a, from: a@c, to: [d@e], kinds: [zone] }", "  hours: 0",
        ] { #expect(throws: ConfigurationError.self, "\(wrong)") { try read(wrong) } }
    }
}
