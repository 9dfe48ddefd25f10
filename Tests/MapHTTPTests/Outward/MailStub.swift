import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// A mail relay that takes what it is given, or answers otherwise where the test says so.
struct MailStub: Sendable {
    /// One message as it came.
    struct Letter: Sendable {
        var commands: [String]
        var data: [String]
        var isEncrypted: Bool
    }

    /// The answer to a command, by the number of the connection from 1; `nil` for the usual one.
    var answers: @Sendable (String, Int) -> String? = { _, _ in nil }
    var tls: NIOSSLContext?

    /// Serves while the body runs.
    func run(_ body: @Sendable (Int, AsyncStream<Letter>) async throws -> Void) async throws {
        let (letters, told) = AsyncStream.makeStream(of: Letter.self)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await serve(server, told) }
            try await body(server.channel.localAddress?.port ?? 0, letters)
            group.cancelAll()
        }
    }

    @concurrent
    private func serve(
        _ server: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>,
        _ told: AsyncStream<Letter>.Continuation
    ) async throws {
        try await server.executeThenClose { connections in
            var number = 0
            for try await connection in connections {
                number += 1
                // A client that breaks off is no fault of the stub's.
                do { try await converse(connection, number, told) } catch {}
            }
        }
    }

    @concurrent
    private func converse(
        _ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ number: Int,
        _ told: AsyncStream<Letter>.Continuation
    ) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var lines = StubLines(inbound.makeAsyncIterator())
            var letter = Letter(commands: [], data: [], isEncrypted: false)
            try await outbound.write(ByteBuffer(string: answers("", number) ?? "220-stub\r\n220 ready\r\n"))
            while let line = try await lines.next() {
                letter.commands.append(line)
                let answer = answers(line, number) ?? usual(line, letter.isEncrypted)
                try await outbound.write(ByteBuffer(string: answer))
                if line == "STARTTLS", answer.hasPrefix("220"), let tls {
                    try await connection.channel.eventLoop.submit {
                        try connection.channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: tls), position: .first)
                    }.get()
                    letter.isEncrypted = true
                }
                if line == "DATA", answer.hasPrefix("354") {
                    letter.data = try await lines.message()
                    let answer = answers(".", number) ?? "250 taken\r\n"
                    try await outbound.write(ByteBuffer(string: answer))
                    if answer.hasPrefix("2") { told.yield(letter) }
                }
                if line == "QUIT" { return }
            }
        }
    }

    private func usual(_ line: String, _ isEncrypted: Bool) -> String {
        switch line.prefix(4) {
        case "EHLO": "250-stub\r\n" + (tls != nil && !isEncrypted ? "250-STARTTLS\r\n" : "") + "250 8BITMIME\r\n"
        case "STAR": "220 go\r\n"
        case "DATA": "354 go on\r\n"
        case "QUIT": "221 bye\r\n"
        default: "250 ok\r\n"
        }
    }
}

/// Lines of what a client sends.
private struct StubLines {
    private var bytes: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var waiting: [String] = []
    private var rest = ""

    init(_ bytes: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) {
        self.bytes = bytes
    }

    @concurrent
    mutating func next() async throws -> String? {
        while waiting.isEmpty {
            guard let more = try await bytes.next() else { return nil }
            let parts = (rest + String(buffer: more)).components(separatedBy: "\r\n")
            waiting = Array(parts.dropLast())
            rest = parts.last ?? ""
        }
        return waiting.removeFirst()
    }

    /// Lines to the one that is a dot.
    @concurrent
    mutating func message() async throws -> [String] {
        var lines: [String] = []
        while let line = try await next(), line != "." { lines.append(line) }
        return lines
    }
}
