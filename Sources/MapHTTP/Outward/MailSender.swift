import Foundation
import Logging
import MapEngine
import NIOCore
import NIOPosix
import NIOSSL

/// Writes alerts to a mail relay.
struct MailSender: AlertSender {
    private let email: WorkspaceConfiguration.Email
    private let letter: AlertLetter
    private let logger: Logger

    /// The most that one conversation may take; RFC 5321, 4.5.3.2, allows each step minutes, which no duty officer has.
    private static let limit = TimeAmount.seconds(60)

    init(_ email: WorkspaceConfiguration.Email, letter: AlertLetter, logger: Logger) {
        self.email = email
        self.letter = letter
        self.logger = logger
    }

    /// Nobody reads a hundred letters about one indicator.
    func theme(of alert: UrgentAlert) -> AlertTheme? { AlertTheme(alert) }

    func send(_ alerts: [UrgentAlert]) async throws(DeliveryFailure) {
        guard let message = letter.message(alerts, from: email.from, to: email.to) else { return }
        let refused: Int
        do {
            refused = try await converse(message)
        } catch let failure as DeliveryFailure {
            throw failure
        } catch {
            // Whatever else fails is the way to the relay; its own words may name addresses.
            throw .delayed("the conversation with the relay broke off")
        }
        guard refused > 0 else { return }
        logger.warning("the relay refused some who are to be written to", metadata: ["count": "\(refused)"])
    }

    /// - Returns: How many of those to be written to the relay refused.
    @concurrent
    private func converse(_ message: MailMessage) async throws -> Int {
        let channel = try await connect()
        let end = channel.channel.eventLoop.scheduleTask(in: Self.limit) { channel.channel.close(promise: nil) }
        defer { end.cancel() }
        return try await channel.executeThenClose { inbound, outbound in
            var conversation = SMTPConversation(inbound, outbound, greeting: greeting(channel.channel))
            try await conversation.begin()
            try await secure(&conversation, channel.channel)
            let refused = try await conversation.send(message)
            await conversation.end()
            return refused
        }
    }

    private func connect() async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        do {
            return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(10))
                .connect(host: email.host, port: email.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw DeliveryFailure.delayed("the relay cannot be reached")
        }
    }

    /// The address literal by which one without a name greets (RFC 5321, 4.1.3).
    private func greeting(_ channel: any Channel) -> String {
        guard let address = channel.localAddress, let text = address.ipAddress else { return "[127.0.0.1]" }
        return address.protocol == .inet6 ? "[IPv6:\(text)]" : "[\(text)]"
    }

    @concurrent
    private func secure(_ conversation: inout SMTPConversation, _ channel: any Channel) async throws {
        guard email.tls != .none else { return }
        guard conversation.offersTLS else {
            guard email.tls == .required else { return }
            throw DeliveryFailure.delayed("the relay offers no encryption")
        }
        try await conversation.startTLS()
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = email.tls == .required ? .fullVerification : .none
        let context = try NIOSSLContext(configuration: configuration)
        let name = (try? SocketAddress(ipAddress: email.host, port: 0)) == nil ? email.host : nil
        try await channel.eventLoop.submit {
            let handler = try NIOSSLClientHandler(context: context, serverHostname: name)
            try channel.pipeline.syncOperations.addHandler(handler, position: .first)
        }.get()
        try await conversation.greet()
    }
}
