import ArgumentParser
import MapEngine

/// `bando check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Kiểm tra toàn vẹn mọi dữ liệu. · Checks the integrity of everything.")

    @OptionGroup var workspace: WorkspaceOptions

    func run() async throws {
        let bar = ProgressBar("check")
        let faults = try await workspace.engine().check { bar.show($0, of: $1) }
        bar.clear()
        for fault in faults { Console.writeError(fault) }
        guard faults.isEmpty else { throw EngineError(.failed, "\(faults.count) faults were found.") }
        Console.write("Mọi thứ toàn vẹn · everything is whole")
    }
}
