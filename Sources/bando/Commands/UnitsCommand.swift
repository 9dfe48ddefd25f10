import ArgumentParser
import Foundation
import GeoCore
import MapEngine
import MapHTTP

/// `bando units import|find|history`
struct UnitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "units", abstract: "Đơn vị hành chính theo thời gian. · Administrative units in time.",
        subcommands: [Import.self, Find.self, History.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Nhập ranh giới một cấp của một thời kỳ. · Imports the boundaries of a level and an era.")

        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tệp ranh giới. · The file of boundaries.") var file: String
        @Option(help: "province, district, commune.") var level: UnitLevel
        @Option(help: "Ngày bắt đầu hiệu lực. · The first day in force.") var validFrom: String
        @Option(help: "Ngày hết hiệu lực, không tính. · The first day no longer in force.") var validTo: String?
        @Option(help: "Cột mã. · The column of codes.") var code: String?
        @Option(help: "Cột tên. · The column of names.") var name: String?
        @Option(help: "Cột mã đơn vị cấp trên. · The column of the parent's codes.") var parent: String?
        @Option(help: "Lớp trong tệp nguồn. · The layer inside the file.") var sourceLayer: String?
        @Option(help: "Số bản ghi bị loại cho phép: N hoặc N%. · How many records may be refused.") var maxRejected =
            "0"

        func run() async throws {
            let engine = try await workspace.engine()
            guard let layer = engine.catalogue.units(level) else {
                throw ValidationError("The workspace has no layer of units of the level \(level.rawValue).")
            }
            let report = try await engine.importer.run(
                layer: layer.id.name, files: [URL(filePath: file)], options: options(), author: "local")
            try ImportReportPrinter(report).print(json: output.json, file: nil)
        }

        private func options() throws -> ImportOptions {
            var options = ImportOptions()
            options.sourceLayer = sourceLayer
            options.constants["valid_from"] = validFrom
            options.constants["valid_to"] = validTo
            options.fieldSources["code"] = code
            options.fieldSources["name"] = name
            options.fieldSources["province_code"] = parent
            guard let tolerance = ImportOptions.Tolerance(maxRejected) else {
                throw ValidationError("--max-rejected must be a number such as 5 or a share such as 2%.")
            }
            options.maxRejected = tolerance
            return options
        }
    }

    struct Find: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tìm đơn vị theo tên hoặc mã. · Finds units by name or code.")
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên hoặc mã. · A name or a code.") var words: String
        @Option(help: "province, district, commune.") var level: UnitLevel?
        @Option(help: "Ngày. · A day.") var at: String?

        func run() async throws {
            let engine = try await workspace.engine()
            let moment = try at.map { text in
                guard let moment = ValidMoment(text) else {
                    throw ValidationError("--at must be a day such as 2025-07-01.")
                }
                return moment
            }
            UnitPrinter.print(try await engine.units.units(level: level, words: words, at: moment), json: output.json)
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Một mã đã là những đơn vị nào. · What a code was and became.")
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Mã đơn vị. · The unit's code.") var code: String

        func run() async throws {
            let engine = try await workspace.engine()
            let history = try await engine.units.history(of: code)
            UnitPrinter.print(history.predecessors + history.versions + history.successors, json: output.json)
        }
    }
}

extension UnitLevel: ExpressibleByArgument {}

/// Shows administrative units.
enum UnitPrinter {
    static func print(_ units: [AdministrativeUnit], json: Bool) {
        if json {
            let document = JSONDocument.object(["units": .array(units.map(document))])
            return Console.write(String(decoding: document.bytes, as: UTF8.self))
        }
        var table = TextTable(["mã · code", "tên · name", "cấp · level", "thuộc · parent", "từ · from", "đến · to"])
        for unit in units {
            table.add([
                unit.code, unit.name, unit.level.rawValue, unit.parent ?? "", unit.validFrom ?? "", unit.validTo ?? "",
            ])
        }
        Console.write(table.text)
    }

    private static func document(_ unit: AdministrativeUnit) -> JSONDocument {
        .object([
            "code": .string(unit.code), "name": .string(unit.name), "level": .string(unit.level.rawValue),
            "parent": .text(unit.parent) ?? .null, "validFrom": .text(unit.validFrom) ?? .null,
            "validTo": .text(unit.validTo) ?? .null,
        ])
    }
}
