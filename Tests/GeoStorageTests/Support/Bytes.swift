import GeoCore

@testable import GeoStorage

extension GeometryBlob {
    static func decode(_ bytes: [UInt8]) throws -> Geometry {
        try unsafe bytes.withUnsafeBytes { try unsafe decode($0) }
    }

    static func boundingBox(of bytes: [UInt8]) -> BoundingBox? {
        unsafe bytes.withUnsafeBytes { unsafe boundingBox(of: $0) }
    }
}

extension RowCodec {
    static func decode(_ bytes: [UInt8], types: [FieldType]) throws -> (values: [FieldValue], length: Int) {
        try unsafe bytes.withUnsafeBytes { try unsafe decode($0, types: types) }
    }
}

extension ContentHash {
    init?(stored bytes: [UInt8]) {
        guard let hash = unsafe bytes.withUnsafeBytes({ unsafe ContentHash(stored: $0) }) else { return nil }
        self = hash
    }
}
