import Foundation

/// Real recordings, beside the repository; absent on machines that have only the repository.
enum SharedData {
    /// The bytes of a file under `shared/data/ais`, or `nil` where it is not there.
    static func ais(_ name: String) -> [UInt8]? {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared/data/ais")
        return (try? Data(contentsOf: root.appending(path: name).standardizedFileURL)).map { Array($0) }
    }

    static func has(_ name: String) -> Bool {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared/data/ais")
        return FileManager.default.fileExists(atPath: root.appending(path: name).standardizedFileURL.path)
    }
}

/// Numbers that are the same on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
