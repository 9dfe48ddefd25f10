import Crypto
import GeoCore

/// Entity tags of tiles.
enum TileDigest {
    /// A strong validator in quotes: the first half of the bytes' SHA-256 in hexadecimal.
    static func etag(of bytes: [UInt8]) -> String {
        "\"\(SHA256.hash(data: bytes).prefix(16).hexadecimal)\""
    }
}
