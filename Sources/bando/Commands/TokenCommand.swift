import ArgumentParser
import Foundation
import GeoCore
import MapEngine
import MapHTTP

/// `bando token create|list|revoke`
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Thẻ truy cập. · Access tokens.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tạo thẻ; thẻ chỉ hiện một lần. · Makes a token and prints it this once.")
        @OptionGroup var workspace: WorkspaceOptions
        @Option(help: "Vai trò. · The role.") var role: Role
        @Option(help: "Mã đơn vị của vai trò commune. · The unit that a commune's token is limited to.") var unit:
            String?
        @Option(help: "Ngày hết hạn. · The day on which it ends.") var expires: String?

        func validate() throws {
            guard (role == .commune) == (unit != nil) else {
                throw ValidationError(
                    role == .commune
                        ? "A token of the role commune needs --unit CODE: its holder sees that unit's share alone."
                        : "--unit is only for the role commune; \(role.rawValue) is not limited to a unit.")
            }
        }

        func run() async throws {
            let engine = try await workspace.engine()
            let end = try expires.map { text in
                guard let moment = ValidMoment(text), moment.end > Date() else {
                    throw ValidationError("--expires must be a day such as 2026-12-31 that is not over yet.")
                }
                return moment.end
            }
            if let unit { try await requireUnit(unit, engine) }
            Console.write(try await engine.tokens.create(role: role, unit: unit, expires: end))
        }

        /// Where there are units, the code must be one's: a token for a code that is mistyped would see nothing.
        private func requireUnit(_ code: String, _ engine: Engine) async throws {
            guard try await !engine.units.units(level: nil, words: nil, at: nil).isEmpty else { return }
            _ = try await engine.units.unit(code, at: nil)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mọi thẻ, không có nội dung. · Every token, without its text.")
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let tokens = try await workspace.engine().tokens.list()
            if output.json {
                let rows = tokens.map { token in
                    JSONDocument.object([
                        "id": .string(token.id), "role": .string(token.role.rawValue),
                        "unit": .text(token.unit) ?? .null,
                        "created": .string(token.created.formatted(.iso8601)),
                        "expires": token.expires.map { .string($0.formatted(.iso8601)) } ?? .null,
                        "revoked": token.revoked.map { .string($0.formatted(.iso8601)) } ?? .null,
                    ])
                }
                return Console.write(String(decoding: JSONDocument.array(rows).bytes, as: UTF8.self))
            }
            var table = TextTable([
                "id", "vai trò · role", "đơn vị · unit", "tạo · created", "hết hạn · expires", "thu hồi · revoked",
            ])
            for token in tokens {
                table.add([
                    token.id, token.role.rawValue, token.unit ?? "", token.created.formatted(.iso8601),
                    token.expires?.formatted(.iso8601) ?? "", token.revoked?.formatted(.iso8601) ?? "",
                ])
            }
            Console.write(table.text)
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Thu hồi một thẻ. · Ends a token.")
        @OptionGroup var workspace: WorkspaceOptions
        @Argument(help: "Mã thẻ. · The token's id.") var id: String

        func run() async throws {
            try await workspace.engine().tokens.revoke(id)
            Console.write("\(id): đã thu hồi · revoked")
        }
    }
}

extension Role: ExpressibleByArgument {}
