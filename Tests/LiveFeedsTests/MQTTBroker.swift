import Foundation

/// A Mosquitto of the test's own, on a port of the loopback interface.
final class MQTTBroker: Sendable {
    let port: Int
    let folder: URL
    private let process: Process
    /// What it logs, line by line.
    let log: AsyncStream<String>

    struct Failed: Error {}

    static let program = "/usr/sbin/mosquitto"
    static var isInstalled: Bool {
        [program, "/usr/bin/mosquitto_pub"].allSatisfy(FileManager.default.isExecutableFile)
    }

    /// Starts a broker and waits until it runs; `settings` are added to its configuration, where `FOLDER` is its folder.
    init(port: Int, in folder: URL, settings: String = "allow_anonymous true") async throws {
        self.port = port
        self.folder = folder
        let configuration = folder.appending(path: "mosquitto.conf")
        let text = "user root\npersistence false\nlog_type all\nlistener \(port) 127.0.0.1\n\(settings)\n"
        try text.replacing("FOLDER", with: folder.path).write(to: configuration, atomically: true, encoding: .utf8)
        let (process, lines) = try Shell.start(Self.program, ["-v", "-c", configuration.path])
        self.process = process
        let (log, logged) = AsyncStream.makeStream(of: String.self)
        self.log = log
        let (started, start) = AsyncStream.makeStream(of: Bool.self)
        lines { line in
            if line?.hasSuffix(" running") == true { start.yield(true) }
            if let line { logged.yield(line) } else { start.finish(); logged.finish() }
        }
        for await _ in started { return }
        throw Failed()
    }

    /// Starts a broker on a port that is free; another one where somebody takes it in between.
    static func start(in folder: URL, settings: String = "allow_anonymous true") async throws -> MQTTBroker {
        for _ in 0..<8 {
            let port = try await Peer.freePort()
            do { return try await MQTTBroker(port: port, in: folder, settings: settings) } catch is Failed { continue }
        }
        throw Failed()
    }

    /// The hard way: a program started from a thread that blocks signals does not hear SIGTERM.
    func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Publishes with quality 1 and waits until the broker has it.
    func publish(_ message: String, to topic: String, options: [String] = []) async throws {
        let status = try await Shell.run(
            "/usr/bin/mosquitto_pub",
            ["-h", "127.0.0.1", "-p", "\(port)", "-q", "1", "-t", topic, "-m", message] + options)
        guard status == 0 else { throw Failed() }
    }

    /// A folder for a broker's files, gone afterwards.
    static func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bando-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }
}

/// Programs beside a test.
enum Shell {
    typealias Lines = (@escaping @Sendable (String?) -> Void) -> Void

    /// Runs a program to its end; its status.
    static func run(_ program: String, _ arguments: [String]) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { end.yield($0.terminationStatus) }
        try process.run()
        for await status in ends { return status }
        return -1
    }

    /// Starts a program; the second part hands each line of its errors to a closure, and `nil` at the end.
    static func start(_ program: String, _ arguments: [String]) throws -> (Process, Lines) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = pipe
        try process.run()
        return (
            process,
            { take in
                Thread.detachNewThread {
                    var rest: [UInt8] = []
                    while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
                        rest += data
                        while let end = rest.firstIndex(of: 10) {
                            take(String(decoding: rest[..<end], as: UTF8.self))
                            rest.removeFirst(end + 1)
                        }
                    }
                    take(nil)
                }
            }
        )
    }
}
