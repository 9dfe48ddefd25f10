import GeoCore
import LiveMap

/// One connection to a broker, on a queue of its own.
actor MQTTSession {
    private var client: MosquittoClient
    private let settings: MQTTSettings
    private let outlet: FeedOutlet
    private let signal: WakeSignal
    private let executor: QueueExecutor
    /// Topics that the broker has not answered for.
    private var pendingTopics: Int
    private var phase = Phase.connecting
    /// Whether anything was delivered.
    private(set) var hasDelivered = false

    private enum Phase {
        /// The socket is not connected.
        case connecting
        /// The broker has not answered for all topics.
        case greeting
        case subscribed
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(settings: MQTTSettings, outlet: FeedOutlet) throws(FeedError) {
        executor = QueueExecutor(label: "feeds.mqtt.\(settings.clientID)")
        signal = try WakeSignal()
        client = try MosquittoClient(
            id: settings.clientID, keepsSession: settings.keepsSession, maxPayloadBytes: settings.maxPayloadBytes)
        self.settings = settings
        self.outlet = outlet
        pendingTopics = settings.topics.count
    }

    /// Connects, subscribes and delivers until the task is cancelled.
    ///
    /// A message is acknowledged after the sink has returned: what the broker has sent and the sink has not taken, it sends
    /// again.
    ///
    /// - Throws: `SinkFailure`, or `FeedError` where the connection is not made or lost.
    func run() async throws {
        let signal = signal
        try await withTaskCancellationHandler {
            try begin()
            let clock = ContinuousClock()
            let deadline = clock.now + settings.patience
            while !Task.isCancelled {
                guard phase == .subscribed || clock.now < deadline else {
                    throw FeedError("The broker has not answered within \(settings.patience).")
                }
                try await step()
            }
            client.disconnect()
        } onCancel: {
            signal.wake()
        }
    }

    private func begin() throws(FeedError) {
        if let user = settings.user { try client.authenticate(user: user, password: settings.password) }
        switch settings.encryption {
        case .none: break
        case .system: try client.encrypt(authority: nil)
        case .authority(let path): try client.encrypt(authority: path)
        }
        try client.connect(to: settings.broker, keepAliveSeconds: settings.keepAliveSeconds)
    }

    /// Sends what is due, reads what is there, delivers it; acknowledgements go with the next step.
    private func step() async throws {
        if phase == .connecting {
            guard try client.wait(for: .output, milliseconds: 1_000, orWake: signal) else { return }
            phase = .greeting
            try client.read()
        }
        try client.flush()
        if try client.wait(for: .input, milliseconds: 1_000, orWake: signal) { try readAhead() }
        try client.keepAlive()
        try await handle(client.takeEvents())
    }

    /// Reads while there is something and room for it.
    ///
    /// Where the broker refuses and hangs up, its refusal is the reason, not the lost connection.
    private func readAhead() throws(FeedError) {
        do throws(FeedError) {
            var isReady = true
            while isReady, client.eventCount < settings.messagesAhead {
                try client.read()
                isReady = try client.wait(for: .input, milliseconds: 0, orWake: signal)
            }
        } catch {
            for case .connected(let code) in client.takeEvents() where code != 0 { throw Self.refusal(code) }
            throw error
        }
    }

    private static func refusal(_ code: Int32) -> FeedError {
        FeedError("The broker refuses the connection: \(MosquittoClient.reason(connectCode: code))")
    }

    private func handle(_ events: [MosquittoClient.Event]) async throws {
        var batch = PositionBatch()
        for event in events {
            switch event {
            case .connected(let code): try greet(code)
            case .subscribed(let granted): try settle(granted)
            case .message(let topic, let payload): read(payload, of: topic, into: &batch)
            case .oversized(let topic, let bytes):
                outlet.observe(.unreadable(topic: topic, reason: "It has \(bytes) bytes, more than are taken."))
            }
        }
        guard !batch.isEmpty else { return }
        try await outlet.deliver(batch)
        hasDelivered = true
    }

    private func greet(_ code: Int32) throws(FeedError) {
        guard code == 0 else { throw Self.refusal(code) }
        for topic in settings.topics { try client.subscribe(topic) }
    }

    private func settle(_ granted: [Int32]) throws(FeedError) {
        guard granted.allSatisfy({ $0 < 128 }) else {
            throw FeedError(
                "The broker does not let this client subscribe to \(settings.topics.joined(separator: ", ")).")
        }
        pendingTopics -= granted.count
        guard pendingTopics <= 0, phase == .greeting else { return }
        phase = .subscribed
        outlet.observe(.connected(peer: settings.broker.description))
    }

    private func read(_ payload: [UInt8], of topic: String, into batch: inout PositionBatch) {
        do throws(PositionBodyError) {
            batch.append(try PositionReader(now: outlet.now()).read(payload))
        } catch {
            outlet.observe(.unreadable(topic: topic, reason: error.description))
        }
    }
}
