import Foundation
import GeoCore
import LiveMap
import Testing

@testable import MapEngine
@testable import MapHTTP

@Suite("Missed targets are told outside")
struct MissedTargetTests {
    @Test("a value that turns red is told once, and told again when it is red no more")
    func tellsOnce() async throws {
        try await withWebhook { port, posts in
            let fixture = try await AlertFixture(AlertFixture.webhook(port, kinds: "boundary, kpi"))
            try await fixture.dispatching {
                try await fixture.revenue("21583", 95)
                for value in [50.0, 60, 99, 120] { try await fixture.revenue("21583", value) }
                try await fixture.violation("last")
                var told: [String] = []
                for await post in posts {
                    if post["code"] == .text("last") { break }
                    guard case .text(let code)? = post["code"], case .text(let state)? = post["state"],
                        code.contains("/21583/")
                    else { continue }
                    told.append("\(code) \(state)")
                    #expect(post["kind"] == .text("kpi") && post["topic"] == .text("kpi"))
                    #expect(
                        post["url"]
                            == .text(
                                "https://bando.example.vn/x/kpis/budget-revenue/values?period=2026-11&unit=21583"))
                }
                let code = "budget-revenue/21583/2026-11"
                #expect(told == ["\(code) detected", "\(code) recovered"])
            }
        }
    }

    @Test("a share is told of when the counts that it is computed from come, of the commune and of the province")
    func computed() async throws {
        try await withWebhook { port, posts in
            let fixture = try await AlertFixture(AlertFixture.webhook(port, kinds: "boundary, kpi"))
            try await fixture.dispatching {
                try await fixture.dossiers("21583", settled: 100, onTime: 60)
                try await fixture.dossiers("21553", settled: 900, onTime: 890)
                try await fixture.violation("last")
                var told: [String] = []
                for await post in posts {
                    if post["code"] == .text("last") { break }
                    guard case .text(let code)? = post["code"], case .text(let state)? = post["state"] else { continue }
                    told.append("\(code) \(state)")
                }
                let rate = "dossiers-on-time-rate"
                #expect(
                    Set(told) == [
                        "\(rate)/21583/2026-11 detected", "\(rate)/52/2026-11 detected",
                        "\(rate)/52/2026-11 recovered",
                    ])
                #expect(told.last == "\(rate)/52/2026-11 recovered")
            }
        }
    }

    @Test("values of periods long past are history, and of kinds that nobody asked for nothing is told")
    func history() async throws {
        try await withWebhook { port, posts in
            let fixture = try await AlertFixture(AlertFixture.webhook(port, kinds: "boundary, kpi"))
            try await fixture.dispatching {
                for period in ["2025-12", "2026-09", "2026-10"] {
                    try await fixture.revenue("21583", 10, period: period)
                }
                #expect(await posts.first { _ in true }?["code"] == .text("budget-revenue/21583/2026-10"))
            }
        }
        try await withWebhook { port, posts in
            let fixture = try await AlertFixture(AlertFixture.webhook(port))
            try await fixture.dispatching {
                try await fixture.revenue("21583", 10)
                try await fixture.violation("v1")
                #expect(await posts.first { _ in true }?["code"] == .text("v1"))
            }
        }
    }

    @Test("the letter names indicator, unit, period, value and target in both languages")
    func letter() async throws {
        try await MailStub().run { port, letters in
            let fixture = try await AlertFixture(AlertFixture.email(port))
            try await fixture.dispatching {
                // The province is green with this one.
                try await fixture.revenue("21553", 500)
                try await fixture.revenue("21583", 50.5)
                let letter = try #require(await letters.first { _ in true })
                let subject = MailTests.subject(letter)
                #expect(subject.hasPrefix("[Bando] Không đạt chỉ tiêu · Target missed – Thu ngân sách"))
                #expect(subject.hasSuffix("2026-11"))
                let body = try MailTests.body(letter)
                for line in [
                    "Kỳ · Period: 2026-11\r\n", "Giá trị · Value: 50,5 tỷ đồng\r\n",
                    "Mục tiêu · Target: 100 tỷ đồng\r\n", "(21583)\r\n",
                    "https://bando.example.vn/x/kpis/budget-revenue/values?period=2026-11&unit=21583",
                ] { #expect(body.contains(line)) }
            }
        }
    }

    @Test("many communes that are red in one period are one letter, the worst first; those that recover are another")
    func oneLetter() async throws {
        try await MailStub().run { port, letters in
            let fixture = try await AlertFixture(AlertFixture.email(port))
            try await fixture.dispatching {
                try await fixture.revenues([("21583", 50), ("21553", 20.5), ("21589", 30), ("21592", 1_000)])
                let letter = try #require(await letters.first { _ in true })
                #expect(MailTests.subject(letter).hasSuffix("3 đơn vị · units – 2026-11"))
                let items = try MailTests.body(letter).split(separator: "\r\n").filter { $0.hasPrefix("- ") }
                #expect(
                    items.map { $0.contains("(21553): 20,5 tỷ đồng; mục tiêu · target 100") } == [true, false, false])
                #expect(items.map { $0.contains("(21583)") } == [false, false, true])
                #expect(try MailTests.body(letter).contains("/kpis/budget-revenue/values?period=2026-11\r\n"))
                try await fixture.revenues([("21583", 110), ("21553", 120), ("21589", 10)])
                let second = try #require(await letters.first { _ in true })
                #expect(MailTests.subject(second).hasPrefix("[Bando] Đã ra khỏi mức đỏ"))
                #expect(MailTests.subject(second).contains("2 đơn vị · units"))
            }
        }
    }

    @Test("what waits for others when the service ends is told after the restart, as it stands then")
    func waiting() async throws {
        try await MailStub().run { port, letters in
            let fixture = try await AlertFixture(AlertFixture.email(port))
            let long = AlertPause(gatheringSeconds: 3_600) { _ in await Task.yield() }
            try await fixture.dispatching(pause: long) {
                try await fixture.revenues([("21583", 50), ("21553", 20), ("21589", 10), ("21592", 1_000)])
                try await fixture.violation("v1")
                // Whatever waits holds up nothing else.
                let first = try #require(await letters.first { _ in true })
                #expect(try MailTests.body(first).contains("items/v1"))
                try await fixture.revenues([("21589", 130)])
            }
            try await fixture.dispatching {
                let letter = try #require(await letters.first { _ in true })
                #expect(MailTests.subject(letter).hasSuffix("2 đơn vị · units – 2026-11"))
                try await fixture.violation("v2")
                let next = try #require(await letters.first { _ in true })
                #expect(try MailTests.body(next).contains("items/v2"))
            }
        }
    }
}
