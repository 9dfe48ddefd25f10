import ArgumentParser
import Foundation
import Logging
import MapEngine

/// The command line: arguments in, exit codes out; everything else is the engine's.
@main
struct Bando: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bando",
        abstract: "Lớp bản đồ số của tỉnh: nhập, lưu, phục vụ. · The digital map layers of a province.",
        discussion: """
            Một kho SpatiaLite, một chương trình. Bắt đầu với “bando demo” hoặc “bando init THƯ_MỤC”.
            One SpatiaLite store, one program. Begin with “bando demo” or “bando init DIR”.
            """,
        version: "0.1.0",
        subcommands: [
            InitCommand.self, InspectCommand.self, ImportCommand.self, ExportCommand.self, LayersCommand.self,
            HistoryCommand.self,
            RollbackCommand.self, QueryCommand.self, UnitsCommand.self, TilesCommand.self, RasterCommand.self,
            ServeCommand.self, DemoCommand.self, VesselsCommand.self, CheckCommand.self, TokenCommand.self,
            SampleCommand.self,
            BenchCommand.self,
        ])

    static func main() async {
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = logLevel
            return handler
        }
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            ExitStatus.finish(error, of: self)
        }
    }

    private static var logLevel: Logger.Level {
        ProcessInfo.processInfo.environment["LOG_LEVEL"].flatMap { Logger.Level(rawValue: $0) } ?? .notice
    }
}
