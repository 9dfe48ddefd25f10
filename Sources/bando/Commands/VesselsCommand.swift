import ArgumentParser
import Foundation
import GeoCore
import LiveMap
import MapEngine
import MapHTTP

/// `bando vessels replay`
struct VesselsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vessels", abstract: "Tàu cá: chạy lại hành trình đã ghi. · Vessels: recorded positions.",
        subcommands: [Replay.self])

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Đưa các vị trí đã ghi qua đúng các quy tắc của luồng trực tiếp. · Runs recorded positions "
                + "through the same rules as the live feed.",
            discussion: """
                Tệp CSV (tên cột như vị trí, hoặc của MarineCadastre), NDJSON, hoặc NMEA có thời điểm trong tag block.
                A CSV file (columns as a position's names, or MarineCadastre's), NDJSON, or NMEA with tag-block times.
                """)

        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tệp vị trí. · The file of positions.") var file: String
        @Option(help: "Thời điểm bắt đầu cho NMEA không có thời điểm. · The start of an NMEA file without times.")
        var start: String?

        func run() async throws {
            let beginning = try start.map { text in
                guard let instant = Instant(rfc3339: text) else {
                    throw ValidationError("--start must be a time such as 2026-11-21T06:00:00+07:00, not “\(text)”.")
                }
                return instant
            }
            let engine = try await workspace.engine()
            let bar = ProgressBar("replay")
            let answer = try await PositionReplay(engine: engine, start: beginning).run(URL(filePath: file)) {
                bar.show($0, of: $1)
            }
            bar.clear()
            Console.write(output.json ? answer.json : answer.sentence)
        }
    }
}

extension PositionAnswer {
    fileprivate var json: String {
        let refusals = refusals.prefix(100).map { refusal in
            JSONDocument.object(["index": .count(refusal.index), "reason": .string(refusal.reason)])
        }
        let document = JSONDocument.object([
            "accepted": .count(accepted), "late": .count(late), "suspect": .count(suspect),
            "duplicate": .count(duplicate), "refused": .count(refused), "refusals": .array(refusals),
        ])
        return String(decoding: document.bytes, as: UTF8.self)
    }

    fileprivate var sentence: String {
        var lines = [
            "Nhận \(accepted) (chậm \(late), nghi sai \(suspect)), trùng \(duplicate), loại \(refused). · "
                + "Accepted \(accepted) (late \(late), suspect \(suspect)), duplicate \(duplicate), refused \(refused)."
        ]
        lines += refusals.prefix(10).map { "  \($0.index + 1): \($0.reason)" }
        return lines.joined(separator: "\n")
    }
}
