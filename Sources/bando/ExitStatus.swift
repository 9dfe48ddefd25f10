import ArgumentParser
import Foundation
import MapEngine

/// The exit codes that users hold on to: 0 done, 1 failed, 2 wrong usage, 3 refused, 130 interrupted.
enum ExitStatus {
    static let failed: Int32 = 1
    static let usage: Int32 = 2
    static let refused: Int32 = 3
    static let interrupted: Int32 = 130

    /// Tells the error in one sentence on standard error and ends the process with its code.
    static func finish(_ error: any Error, of command: (some ParsableCommand).Type) -> Never {
        switch error {
        case let error as ExitCode: exit(error.rawValue)
        case is CancellationError: exit(interrupted)
        case let error as EngineError: tell(error.message, code: code(of: error))
        case let error as ConfigurationError: tell(error.description, code: usage)
        case let error as WorkspaceError: tell(error.description, code: usage)
        default: finishParsing(error, of: command)
        }
    }

    private static func tell(_ message: String, code: Int32) -> Never {
        Console.writeError("bando: \(message)")
        exit(code)
    }

    /// The one table from the engine's failures to exit codes.
    private static func code(of error: EngineError) -> Int32 {
        switch error.code {
        case .notFound, .invalidParameter, .invalidConfiguration: usage
        case .refused: refused
        default: failed
        }
    }

    /// Help and version end with 0, a wrong flag with 2 and the usage line.
    private static func finishParsing(_ error: any Error, of command: (some ParsableCommand).Type) -> Never {
        guard command.exitCode(for: error) != .success else { command.exit(withError: error) }
        Console.writeError(command.fullMessage(for: error))
        exit(command.exitCode(for: error) == .validationFailure ? usage : failed)
    }
}
