import ArgumentParser
import Foundation
import SampleProvince

/// `bando sample -o DIR`
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Tạo dữ liệu mẫu quanh Quy Nhơn. · Makes the sample source files around Quy Nhơn.",
        discussion:
            "Với --parcels, chỉ tạo tệp thửa đất để đo tốc độ. · With --parcels, only the parcels to measure with.")

    @Option(name: [.short, .long], help: "Thư mục đích. · The folder to write to.") var output: String
    @Option(help: "Số thửa. · The number of parcels.") var parcels: Int?
    @Option(help: "Số gieo; cùng số cho cùng tệp. · The seed; the same seed gives the same files.") var seed: UInt64 =
        2025

    func run() throws {
        var options = SampleProvince.Options(seed: seed)
        if let parcels {
            guard parcels > 0 else { throw ValidationError("--parcels must be at least 1.") }
            options.parcels = parcels
            options.contents = .benchmarkParcels
        }
        let bar = ProgressBar("sample")
        try SampleProvince.write(to: URL(filePath: output, directoryHint: .isDirectory), options: options) { share, _ in
            bar.show(Int(share * 1_000), of: 1_000)
        }
        bar.clear()
        Console.write("\(output): đã tạo dữ liệu mẫu · the sample files are made")
    }
}
