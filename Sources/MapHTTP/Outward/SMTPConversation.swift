import NIOCore

/// A client's part of one conversation with a mail relay (RFC 5321): greeting, envelope, message, farewell.
struct SMTPConversation {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let greeting: String
    private var replies = SMTPReplyReader()
    private(set) var offersTLS = false

    /// - Parameter greeting: The name or address literal of this side.
    init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        greeting: String
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
        self.greeting = greeting
    }

    /// Waits for the relay's greeting and greets it.
    @concurrent
    mutating func begin() async throws {
        try expect(try await reply(), 220, "the relay takes no mail now")
        try await greet()
    }

    /// Says who is here and hears what the relay can do; once more after the way has been encrypted (RFC 3207, 4.2).
    @concurrent
    mutating func greet() async throws {
        let reply = try await ask("EHLO \(greeting)")
        if reply.code / 100 == 5 {
            try expect(try await ask("HELO \(greeting)"), 250, "the relay did not greet")
            offersTLS = false
        } else {
            try expect(reply, 250, "the relay did not greet")
            offersTLS = reply.lines.dropFirst().contains { $0.uppercased() == "STARTTLS" }
        }
    }

    /// Asks for an encrypted way; what follows the answer in the clear is not believed.
    @concurrent
    mutating func startTLS() async throws {
        try expect(try await ask("STARTTLS"), 220, "the relay does not encrypt now")
        guard replies.isEmpty else { throw DeliveryFailure.delayed("the relay spoke out of turn") }
    }

    /// Sends a message to all who are to have it.
    ///
    /// - Returns: How many the relay refused for good, not all of them.
    /// - Throws: `refused` for a message, a sender or recipients that the relay will not have, `delayed` for everything else.
    @concurrent
    mutating func send(_ message: MailMessage) async throws -> Int {
        try accept(try await ask("MAIL FROM:<\(message.from)>"), "the sender")
        var refused = 0
        for address in message.to {
            let reply = try await ask("RCPT TO:<\(address)>")
            if reply.code / 100 == 5 { refused += 1 } else { try accept(reply, "a recipient") }
        }
        guard refused < message.to.count else { throw DeliveryFailure.refused("the relay refused every recipient") }
        let reply = try await ask("DATA")
        guard reply.code == 354 else { throw Self.failure(reply, "the message") }
        try await outbound.write(ByteBuffer(bytes: message.bytes + Array(".\r\n".utf8)))
        try accept(try await self.reply(), "the message")
        return refused
    }

    /// Takes leave; the message has been taken, so whether that is heard does not matter.
    @concurrent
    mutating func end() async {
        do { _ = try await ask("QUIT") } catch {}
    }

    @concurrent
    private mutating func ask(_ command: String) async throws -> SMTPReply {
        try await outbound.write(ByteBuffer(string: command + "\r\n"))
        return try await reply()
    }

    @concurrent
    private mutating func reply() async throws -> SMTPReply {
        while true {
            if let reply = try replies.next() { return reply }
            guard let bytes = try await inbound.next() else {
                throw DeliveryFailure.delayed("the relay closed the connection")
            }
            replies.append(bytes)
        }
    }

    /// A step before the message; what goes wrong here is not the message's fault, and may be put right.
    private func expect(_ reply: SMTPReply, _ code: Int, _ otherwise: String) throws {
        guard reply.code == code else { throw DeliveryFailure.delayed("\(otherwise) (\(reply.code))") }
    }

    private func accept(_ reply: SMTPReply, _ what: String) throws {
        guard reply.code / 100 == 2 else { throw Self.failure(reply, what) }
    }

    /// 4yz may be tried again, 5yz not (RFC 5321, 4.2.1).
    private static func failure(_ reply: SMTPReply, _ what: String) -> DeliveryFailure {
        let reason = "the relay answered \(what) with \(reply.code)"
        return reply.code / 100 == 5 ? .refused(reason) : .delayed(reason)
    }
}

/// A relay's answer: a code, and the texts of its lines.
struct SMTPReply: Hashable {
    var code: Int
    var lines: [String]
}

/// Puts replies together from bytes as they come (RFC 5321, 4.2).
struct SMTPReplyReader {
    private var buffer = ByteBuffer()
    private var lines: [String] = []

    /// RFC 5321, 4.5.3.1.5, has lines of 512 bytes; more than a hundred such are no reply.
    private static let limit = 65_536

    /// Whether everything that came has been read.
    var isEmpty: Bool { buffer.readableBytes == 0 && lines.isEmpty }

    mutating func append(_ bytes: ByteBuffer) {
        buffer.writeImmutableBuffer(bytes)
    }

    /// The next whole reply, or `nil` until there is one.
    ///
    /// - Throws: `delayed` for what is no reply.
    mutating func next() throws(DeliveryFailure) -> SMTPReply? {
        while let line = takeLine() {
            guard let code = Int(line.prefix(3)), (200..<600).contains(code), line.utf8.count >= 3 else {
                throw .delayed("the relay does not speak SMTP")
            }
            lines.append(String(line.dropFirst(4)))
            guard lines.count <= 128 else { throw .delayed("the relay's answer has no end") }
            if line.dropFirst(3).first != "-" {
                defer { lines = [] }
                return SMTPReply(code: code, lines: lines)
            }
        }
        guard buffer.readableBytes <= Self.limit else { throw .delayed("the relay's answer has no end") }
        return nil
    }

    /// The next line without its end; bytes that are no UTF-8 are replaced, since nothing hangs on them.
    private mutating func takeLine() -> String? {
        guard let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let length = end - buffer.readableBytesView.startIndex
        guard let text = buffer.readString(length: length), buffer.readSlice(length: 1) != nil else { return nil }
        return text.hasSuffix("\r") ? String(text.dropLast()) : text
    }
}
