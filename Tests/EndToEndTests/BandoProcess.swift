import Foundation
import MapTesting

/// The built program as a user runs it.
enum BandoProcess {
    struct Result {
        var status: Int32
        var output: String
        var error: String
    }

    /// The executable that was built with these tests: `BANDO_BINARY`, else the one beside the test bundle.
    static var executable: URL {
        if let path = ProcessInfo.processInfo.environment["BANDO_BINARY"] { return URL(filePath: path) }
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "bando")
    }

    /// Runs a command in a workspace to its end.
    static func run(_ arguments: [String], in temporary: TemporaryWorkspace) throws -> Result {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = [
            "BANDO_WORKSPACE": temporary.path, "BANDO_SHARE": TemporaryWorkspace.repository.path,
        ]
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            error: String(decoding: complaint, as: UTF8.self))
    }
}
