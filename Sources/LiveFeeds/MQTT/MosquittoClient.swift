import CMosquitto
import Foundation

/// A client of libmosquitto: one owner, one task at a time, nothing of C outside this file.
///
/// The library is told that another loop serves its socket (`mosquitto_threaded_set`), so that it only queues what it has
/// to say, acknowledgements among it, and `flush` alone sends. Its callbacks run inside `read` and put what they are given
/// into the inbox; they never call back.
@safe
struct MosquittoClient: ~Copyable {
    private let handle: OpaquePointer
    /// Held here, and by the library through its pointer, which dies first.
    private let inbox: Inbox

    /// What the library said, in its order.
    enum Event {
        /// The broker's answer to the connection, 0 for yes.
        case connected(code: Int32)
        /// The quality granted for each topic; 128 and more is a refusal.
        case subscribed(granted: [Int32])
        case message(topic: String, payload: [UInt8])
        /// Longer than the limit; its payload was not copied.
        case oversized(topic: String, bytes: Int)
    }

    private final class Inbox {
        var events: [Event] = []
        let maxPayloadBytes: Int

        init(maxPayloadBytes: Int) {
            self.maxPayloadBytes = maxPayloadBytes
        }
    }

    /// The library asks to be initialised once in a process, before anything else.
    private static let initialisation = mosquitto_lib_init()

    /// - Parameter keepsSession: Whether the broker keeps what comes while the client is away.
    init(id: String, keepsSession: Bool, maxPayloadBytes: Int) throws(FeedError) {
        try Self.check(Self.initialisation, "start")
        let inbox = Inbox(maxPayloadBytes: maxPayloadBytes)
        let context = unsafe Unmanaged.passUnretained(inbox).toOpaque()
        guard let handle = unsafe mosquitto_new(id, !keepsSession, context) else {
            throw FeedError("The MQTT client “\(id)” cannot be made: \(Self.systemError).")
        }
        unsafe self.handle = handle
        self.inbox = inbox
        // It fails only without a client.
        _ = unsafe mosquitto_threaded_set(handle, true)
        setCallbacks()
    }

    deinit {
        unsafe mosquitto_destroy(handle)
    }

    mutating func authenticate(user: String, password: String?) throws(FeedError) {
        try Self.check(unsafe mosquitto_username_pw_set(handle, user, password), "take the user's name")
    }

    /// Encrypts the connection and checks the broker's certificate and name.
    ///
    /// - Parameter authority: A file of certificates in PEM; the system's where it is `nil`.
    mutating func encrypt(authority: String?) throws(FeedError) {
        let folder = authority == nil ? "/etc/ssl/certs" : nil
        try Self.check(unsafe mosquitto_tls_set(handle, authority, folder, nil, nil, nil), "read the certificates")
    }

    /// Begins to connect; the name is looked up before it returns.
    mutating func connect(to address: FeedAddress, keepAliveSeconds: Int32) throws(FeedError) {
        let host = address.host
        try Self.check(
            unsafe mosquitto_connect_async(handle, host, Int32(address.port), keepAliveSeconds), "connect")
    }

    mutating func subscribe(_ topic: String) throws(FeedError) {
        try Self.check(unsafe mosquitto_subscribe(handle, nil, topic, 1), "subscribe to “\(topic)”")
    }

    /// What has come since the last time.
    mutating func takeEvents() -> [Event] {
        defer { inbox.events = [] }
        return inbox.events
    }

    /// How many events wait to be taken.
    var eventCount: Int { inbox.events.count }
}

extension MosquittoClient {
    /// What a wait is for.
    enum Direction {
        case input
        case output
    }

    /// Waits until the socket is ready, the signal wakes it or the time is over; whether the socket is ready.
    ///
    /// Waiting for input waits for room to write, too, where something is to be sent.
    mutating func wait(
        for direction: Direction, milliseconds: Int32, orWake signal: WakeSignal
    ) throws(FeedError) -> Bool {
        let socket = unsafe mosquitto_socket(handle)
        guard socket >= 0 else { throw FeedError("The connection is lost.") }
        let wantsWrite = unsafe direction == .output || mosquitto_want_write(handle)
        let events = (direction == .input ? POLLIN : 0) | (wantsWrite ? POLLOUT : 0)
        var polled = [
            pollfd(fd: socket, events: Int16(events), revents: 0),
            pollfd(fd: signal.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        guard unsafe poll(&polled, 2, milliseconds) >= 0 || errno == EINTR else {
            throw FeedError("The socket cannot be waited for: \(Self.systemError).")
        }
        let awaited = direction == .input ? POLLIN : POLLOUT
        return Int32(polled[0].revents) & Int32(awaited | POLLERR | POLLHUP) != 0
    }

    /// Reads what is there of one packet, or goes on with the greeting of an encrypted connection.
    mutating func read() throws(FeedError) {
        try Self.check(unsafe mosquitto_loop_read(handle, 1), "read")
    }

    /// Sends what is queued, as far as the socket takes it.
    mutating func flush() throws(FeedError) {
        guard unsafe mosquitto_want_write(handle) else { return }
        try Self.check(unsafe mosquitto_loop_write(handle, 1), "write")
    }

    /// Queues a sign of life when one is due, and notices a broker that gives none.
    mutating func keepAlive() throws(FeedError) {
        try Self.check(unsafe mosquitto_loop_misc(handle), "keep the connection")
    }

    /// Says farewell, so that the broker sends no last will; a connection that is lost already is no fault.
    mutating func disconnect() {
        _ = unsafe mosquitto_disconnect(handle)
        _ = unsafe mosquitto_loop_write(handle, 1)
    }
}

extension MosquittoClient {
    private func setCallbacks() {
        unsafe mosquitto_connect_callback_set(handle) { _, context, code in
            unsafe MosquittoClient.inbox(context).events.append(.connected(code: code))
        }
        unsafe mosquitto_subscribe_callback_set(handle) { _, context, _, count, granted in
            let codes = unsafe UnsafeBufferPointer(start: granted, count: Int(count))
            unsafe MosquittoClient.inbox(context).events.append(.subscribed(granted: Array(codes)))
        }
        unsafe mosquitto_message_callback_set(handle) { _, context, message in
            guard let message = unsafe message?.pointee else { return }
            let inbox = unsafe MosquittoClient.inbox(context)
            unsafe inbox.events.append(MosquittoClient.event(message, maxBytes: inbox.maxPayloadBytes))
        }
    }

    private static func event(_ message: mosquitto_message, maxBytes: Int) -> Event {
        let topic = unsafe String(cString: message.topic)
        let count = unsafe Int(message.payloadlen)
        guard count <= maxBytes else { return .oversized(topic: topic, bytes: count) }
        let bytes = unsafe UnsafeRawBufferPointer(start: message.payload, count: count)
        return .message(topic: topic, payload: unsafe Array(bytes))
    }

    /// The library passes back what it was given, which lives as long as its handle.
    private static func inbox(_ context: UnsafeMutableRawPointer?) -> Inbox {
        guard let context = unsafe context else { preconditionFailure("libmosquitto has lost its context") }
        return unsafe Unmanaged<Inbox>.fromOpaque(context).takeUnretainedValue()
    }

    private static func check(_ code: Int32, _ act: String) throws(FeedError) {
        guard code != Int32(MOSQ_ERR_SUCCESS.rawValue) else { return }
        let isOfSystem = code == Int32(MOSQ_ERR_ERRNO.rawValue)
        let reason = isOfSystem ? systemError : unsafe String(cString: mosquitto_strerror(code))
        throw FeedError("libmosquitto could not \(act): \(reason)")
    }

    private static var systemError: String { unsafe String(cString: strerror(errno)) }

    /// The broker's reason in words.
    static func reason(connectCode code: Int32) -> String { unsafe String(cString: mosquitto_connack_string(code)) }
}
