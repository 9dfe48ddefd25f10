import ArgumentParser
import Foundation
import GeoCore
import MapEngine
import MapHTTP

/// `bando layers list|show|check|drop`
struct LayersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "layers", abstract: "Danh mục lớp. · The catalogue of layers.",
        subcommands: [List.self, Show.self, Check.self, Drop.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mọi lớp và số đối tượng. · Every layer and its count.")
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let engine = try await workspace.engine()
            let statuses = engine.statuses
            if output.json {
                let layers = engine.catalogue.definitions.map { LayerPrinter($0, statuses[$0.id]).document }
                return Console.write(String(decoding: JSONDocument.array(layers).bytes, as: UTF8.self))
            }
            var table = TextTable(["lớp · layer", "tên · title", "chủ đề · theme", "dạng", "số · count", "lần · rev"])
            for definition in engine.catalogue.definitions {
                table.add(LayerPrinter(definition, statuses[definition.id]).row)
            }
            Console.write(table.text)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Một lớp, đầy đủ. · One layer, whole.")
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Mã lớp. · The layer's id.") var layer: String

        func run() async throws {
            let engine = try await workspace.engine()
            let definition = try engine.layer(layer, for: .local)
            let printer = LayerPrinter(definition, engine.statuses[definition.id])
            Console.write(output.json ? String(decoding: printer.document.bytes, as: UTF8.self) : printer.text)
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Kiểm tra các định nghĩa. · Checks the definitions, all errors at once.")
        @OptionGroup var workspace: WorkspaceOptions

        func run() async throws {
            let count = try await workspace.open().checkDefinitions()
            Console.write(
                "\(count.layers) định nghĩa lớp và \(count.indicators) chỉ tiêu đúng · "
                    + "layers and indicators are right")
        }
    }

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Bỏ dữ liệu một lớp. · Drops a layer's data.")
        @OptionGroup var workspace: WorkspaceOptions
        @Argument(help: "Mã lớp. · The layer's id.") var layer: String
        @Flag(help: "Không hỏi. · Do not ask.") var yes = false

        func run() async throws {
            let engine = try await workspace.engine()
            let definition = try engine.layer(layer, for: .local)
            let count = engine.statuses[definition.id]?.featureCount ?? 0
            guard yes || Self.confirms("\(layer): bỏ \(count) đối tượng? · drop \(count) features? (y/N) ") else {
                return Console.write("Không thay đổi gì. · Nothing changed.")
            }
            try await engine.drop(definition.id, author: "local")
            Console.write("\(layer): đã bỏ \(count) đối tượng · dropped \(count) features")
        }

        private static func confirms(_ question: String) -> Bool {
            Console.writeError(question, terminator: "")
            return ["y", "yes", "c", "có", "co"].contains((readLine() ?? "").lowercased())
        }
    }
}
