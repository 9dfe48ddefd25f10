import ArgumentParser
import Foundation
import GeoCore
import MapEngine
import MapHTTP

/// `bando inspect FILE`
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Cho biết một tệp là gì trước khi nhập. · Says what a file is, before anything is imported.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "Tệp cần xem. · The file.")
    var file: String

    func run() async throws {
        let engine = try await workspace.engine()
        let inspection = try await engine.inspector.inspect(URL(filePath: file))
        let printer = InspectionPrinter(inspection)
        Console.write(output.json ? String(decoding: printer.document.bytes, as: UTF8.self) : printer.text)
    }
}
