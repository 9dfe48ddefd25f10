import ArgumentParser
import MapEngine
import MapHTTP

/// `bando check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Kiểm tra toàn vẹn mọi dữ liệu. · Checks the integrity of everything.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let bar = ProgressBar("check")
        let faults = try await workspace.engine().check { bar.show($0, of: $1) }
        bar.clear()
        if output.json {
            let document = JSONDocument.object(["faults": .array(faults.map(JSONDocument.string))])
            Console.write(String(decoding: document.bytes, as: UTF8.self))
        } else {
            for fault in faults { Console.writeError(fault) }
        }
        guard faults.isEmpty else {
            let count = faults.count == 1 ? "One fault was" : "\(faults.count) faults were"
            throw EngineError(.failed, "\(count) found.")
        }
        if !output.json { Console.write("Mọi thứ toàn vẹn · everything is whole") }
    }
}
