import Crypto

/// Entity tags of tiles.
enum TileDigest {
    /// A strong validator in quotes: the first half of the bytes' SHA-256 in hexadecimal.
    static func etag(of bytes: [UInt8]) -> String {
        let digits = SHA256.hash(data: bytes).prefix(16).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        return "\"\(digits.joined())\""
    }
}
