import Foundation
import GeoCore
import NIOCore
import NIOSSL
import Testing

@testable import MapEngine
@testable import MapHTTP

@Suite("Alerts by e-mail")
struct MailTests {
    @Test("an alert becomes a letter in the words of the layer, with a subject that every client reads")
    func letter() async throws {
        try await MailStub().run { port, letters in
            let fixture = try await AlertFixture(AlertFixture.email(port, to: "a@example.vn, b@example.vn"))
            try await fixture.dispatching {
                try await fixture.violation("v1")
                let letter = try #require(await letters.first { _ in true })
                #expect(letter.commands[0].hasPrefix("EHLO [127.0.0.1]"))
                #expect(
                    letter.commands[1...4] == [
                        "MAIL FROM:<bando@example.vn>", "RCPT TO:<a@example.vn>", "RCPT TO:<b@example.vn>", "DATA",
                    ])
                #expect(Self.subject(letter) == "[Bando] Gần hoặc vượt ranh giới – BĐ 99119-TS – Phát hiện")
                let body = try Self.body(letter)
                #expect(body.contains("Loại: Gần hoặc vượt ranh giới\r\n") && !body.contains("lon"))
                #expect(body.contains("https://bando.example.vn/x/collections/violations/items/v1"))
                #expect(letter.data.contains("Date: Sat, 21 Nov 2026 09:00:00 +0700"))
                #expect(letter.data.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { $0 < 128 } })
            }
        }
    }

    @Test("a relay that cannot take it now is asked again; one that refuses it is not")
    func answers() async throws {
        let stub = MailStub(answers: { command, connection in
            switch (connection, command.prefix(4)) {
            case (1, ""): "421 later\r\n"
            case (2, "MAIL"): "451 later\r\n"
            case (3, "."): "452 full\r\n"
            case (5, "."): "554 spam\r\n"
            default: nil
            }
        })
        try await stub.run { port, letters in
            let fixture = try await AlertFixture(AlertFixture.email(port))
            try await fixture.dispatching {
                for code in ["v1", "v2", "v3"] { try await fixture.violation(code) }
                var links: [Bool] = []
                for await letter in letters {
                    links.append(try Self.body(letter).contains("items/v1"))
                    if links.count == 2 { break }
                }
                // Of the three, v1 came with the fourth connection, v2 was refused with the fifth.
                #expect(links == [true, false])
            }
        }
    }

    @Test("who is refused does not keep the others from being written to")
    func recipients() async throws {
        let stub = MailStub(answers: { command, _ in command.contains("gone@") ? "550 no such user\r\n" : nil })
        try await stub.run { port, letters in
            let fixture = try await AlertFixture(AlertFixture.email(port, to: "gone@example.vn, b@example.vn"))
            try await fixture.dispatching {
                try await fixture.report("PA-1", urgency: "urgent")
                let letter = try #require(await letters.first { _ in true })
                #expect(Self.subject(letter).hasPrefix("[Bando] Phản ánh khẩn cấp – PA-1"))
                // What a citizen wrote is in the body alone, and makes no header.
                #expect(!letter.data.contains { $0.hasPrefix("Subject: x") })
            }
        }
    }

    @Test("an offered encryption is used", .enabled(if: SelfSigned.isPossible, "openssl is not installed"))
    func encrypts() async throws {
        let stub = MailStub(tls: try SelfSigned().context())
        try await stub.run { port, letters in
            let fixture = try await AlertFixture(AlertFixture.email(port))
            try await fixture.dispatching {
                try await fixture.violation("v1")
                let letter = try #require(await letters.first { _ in true })
                #expect(letter.isEncrypted)
                #expect(letter.commands.filter { $0.hasPrefix("EHLO") }.count == 2)
            }
        }
    }

    @Test("where encryption is required, a relay without it gets nothing, and the alert is kept")
    func requires() async throws {
        let (tries, told) = AsyncStream.makeStream(of: Void.self)
        try await MailStub().run { port, _ in
            let fixture = try await AlertFixture(AlertFixture.email(port, tls: "required"))
            let pause = AlertPause { pause in
                if pause > .milliseconds(250) { told.yield() }
                await Task.yield()
            }
            try await fixture.dispatching(pause: pause) {
                try await fixture.violation("v1")
                _ = await tries.first { _ in true }
            }
            let memory = try fixture.file("mailto:truc@example.vn").load()
            #expect(memory?.isNews(Self.alert("v1"), notBefore: Instant(milliseconds: 0)) == true)
        }
    }

    private static func alert(_ code: String) -> UrgentAlert {
        UrgentAlert(
            id: 1, kind: .boundary, code: code, state: .detected, time: nil, topic: .violation,
            layer: LayerID("violations")!, payload: [], properties: .null)
    }

    static func body(_ letter: MailStub.Letter) throws -> String {
        let lines = letter.data.split(separator: "", maxSplits: 1)
        return String(decoding: try #require(Data(base64Encoded: lines[1].joined())), as: UTF8.self)
    }

    /// The subject, unfolded and decoded.
    static func subject(_ letter: MailStub.Letter) -> String {
        let start = letter.data.firstIndex { $0.hasPrefix("Subject: ") } ?? 0
        var words = [letter.data[start].dropFirst(9)]
        words += letter.data[(start + 1)...].prefix { $0.hasPrefix(" ") }.map { $0.dropFirst() }
        return MailTests.decoded(words.map(String.init))
    }

    private static func decoded(_ words: [String]) -> String {
        words.map { word in
            guard word.hasPrefix("=?UTF-8?B?") else { return word }
            return Data(base64Encoded: String(word.dropFirst(10).dropLast(2)))
                .map { String(decoding: $0, as: UTF8.self) } ?? "?"
        }.joined()
    }

    @Test(
        "encoded words are short, and no letter is split",
        arguments: ["", "plain", "ệ".repeated(200), "a=?b", "x".repeated(99)])
    func encodedWords(text: String) {
        let words = MailMessage.encodedWords(text).components(separatedBy: "\r\n ")
        #expect(words.allSatisfy { $0.utf8.count <= 66 })
        #expect(Self.decoded(words) == text)
    }

    @Test("a reply is read however its bytes come, and what is none is told")
    func replies() throws {
        var reader = SMTPReplyReader()
        var read: [SMTPReply] = []
        for byte in "250-a\r\n250-b c\r\n250 \r\n421\r\n".utf8 {
            reader.append(ByteBuffer(bytes: [byte]))
            if let reply = try reader.next() { read.append(reply) }
        }
        #expect(read == [SMTPReply(code: 250, lines: ["a", "b c", ""]), SMTPReply(code: 421, lines: [""])])
        #expect(reader.isEmpty)
        for wrong in ["HTTP/1.1 200\r\n", "\r\n", "99 x\r\n", "x".repeated(70_000), "250-x\r\n".repeated(200)] {
            var reader = SMTPReplyReader()
            reader.append(ByteBuffer(string: wrong))
            #expect(throws: DeliveryFailure.self) { while try reader.next() != nil {} }
        }
    }
}

extension String {
    fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}

/// A key and a certificate made for the test.
private struct SelfSigned {
    private static let program = "/usr/bin/openssl"
    static let isPossible = FileManager.default.isExecutableFile(atPath: program)
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "bando-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let openssl = Process()
        openssl.executableURL = URL(filePath: Self.program)
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
            "/CN=relay.example.vn", "-keyout", folder.path + "/key.pem", "-out", folder.path + "/certificate.pem",
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
    }

    func context() throws -> NIOSSLContext {
        defer { try? FileManager.default.removeItem(at: folder) }
        let chain = try NIOSSLCertificate.fromPEMFile(folder.path + "/certificate.pem")
        let key = try NIOSSLPrivateKey(file: folder.path + "/key.pem", format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }
}
