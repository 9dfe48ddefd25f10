import ArgumentParser
import Foundation
import MapEngine

/// `bando init DIR`
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Tạo không gian làm việc với các lớp chuẩn. · Makes a workspace with the standard layers and styles.")

    @Argument(help: "Thư mục mới. · The new folder.")
    var directory: String

    func run() throws {
        let folder = URL(filePath: directory, directoryHint: .isDirectory)
        let workspace = try Workspace.initialise(at: folder, from: ShareFolder.locate())
        Console.write("\(workspace.root.path): không gian làm việc đã sẵn sàng · the workspace is ready")
    }
}
