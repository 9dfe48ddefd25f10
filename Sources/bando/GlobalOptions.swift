import ArgumentParser
import Foundation
import Logging
import MapEngine

/// What every command that works on a workspace takes.
struct WorkspaceOptions: ParsableArguments {
    @Option(help: "Thư mục không gian làm việc. · The workspace folder (default: BANDO_WORKSPACE, else this folder).")
    var workspace: String?

    func open() throws -> Workspace {
        let path = workspace ?? ProcessInfo.processInfo.environment["BANDO_WORKSPACE"] ?? "."
        return try Workspace(root: URL(filePath: path, directoryHint: .isDirectory))
    }

    func engine() async throws -> Engine {
        try await Engine(workspace: open(), share: ShareFolder.locate(), logger: Logger(label: "bando"))
    }
}

/// `--json`, where a command prints a result.
struct OutputOptions: ParsableArguments {
    @Flag(help: "In kết quả dạng JSON. · Print the result as JSON.")
    var json = false
}
