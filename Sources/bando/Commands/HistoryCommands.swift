import ArgumentParser
import Foundation
import GeoCore
import MapEngine
import MapHTTP

/// `bando history LAYER`
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Các lần thay đổi của một lớp. · The revisions of a layer, newest first.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "Mã lớp. · The layer's id.") var layer: String

    func run() async throws {
        let engine = try await workspace.engine()
        let definition = try engine.layer(layer, for: .local)
        let revisions = try await engine.revisions(of: definition.id)
        if output.json {
            return Console.write(
                String(decoding: JSONDocument.array(revisions.map(Self.document)).bytes, as: UTF8.self))
        }
        var table = TextTable(["lần · rev", "lúc · at", "ai · who", "việc · action", "nguồn · source", "+", "~", "−"])
        for revision in revisions {
            table.add([
                String(revision.number), revision.committedAt.formatted(.iso8601), revision.author, revision.action,
                revision.source ?? "", String(revision.added), String(revision.changed), String(revision.removed),
            ])
        }
        Console.write(table.text)
    }

    private static func document(_ revision: LayerRevision) -> JSONDocument {
        .object([
            "revision": .integer(revision.number),
            "committedAt": .string(revision.committedAt.formatted(.iso8601)),
            "author": .string(revision.author),
            "action": .string(revision.action),
            "source": .text(revision.source) ?? .null,
            "added": .count(revision.added),
            "changed": .count(revision.changed),
            "removed": .count(revision.removed),
        ])
    }
}

/// `bando rollback LAYER --to REVISION`
struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Đưa một lớp về một lần trước, thành một lần mới. · Brings a revision back, as a new one.")

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "Mã lớp. · The layer's id.") var layer: String
    @Option(help: "Số của lần cần đưa về. · The revision to bring back.") var to: Int64

    func run() async throws {
        let engine = try await workspace.engine()
        let definition = try engine.layer(layer, for: .local)
        let revision = try await engine.rollback(definition.id, to: to, author: "local")
        let text = revision.map { "\(layer): revision \($0) holds what revision \(to) held" }
        Console.write(text ?? "\(layer): nothing changed; the layer is as it was at revision \(to)")
    }
}
