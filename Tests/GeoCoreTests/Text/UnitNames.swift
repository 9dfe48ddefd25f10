import Foundation

/// The names of the 3,321 communes in force, from the shared data beside the repository.
enum UnitNames {
    static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/data/admin/vn_2026_units_full.json").standardizedFileURL

    static var isPresent: Bool { FileManager.default.fileExists(atPath: file.path) }

    struct Unit: Decodable {
        var Name: String
        var FullName: String
    }

    private struct Province: Decodable {
        var Wards: [Unit]
    }

    static func load() throws -> [Unit] {
        try JSONDecoder().decode([Province].self, from: Data(contentsOf: file)).flatMap(\.Wards)
    }
}
