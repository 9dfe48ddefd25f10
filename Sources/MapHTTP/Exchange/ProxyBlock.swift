import Foundation
import NIOCore

/// An address or a CIDR block (RFC 4632, RFC 4291) whose forwarded headers are believed.
struct ProxyBlock: Hashable, Sendable {
    private let bytes: [UInt8]
    private let prefix: Int

    /// Reads `127.0.0.1`, `10.0.0.0/8`, `::1` or `fd00::/8`; `nil` for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = Self.bytes(of: parts[0]) else { return nil }
        guard parts.count == 2 else {
            self.init(bytes: bytes, prefix: bytes.count * 8)
            return
        }
        guard let prefix = Int(parts[1]), (0...bytes.count * 8).contains(prefix) else { return nil }
        self.init(bytes: bytes, prefix: prefix)
    }

    private static func bytes(of text: Substring) -> [UInt8]? {
        do { return try SocketAddress(ipAddress: String(text), port: 0).addressBytes } catch { return nil }
    }

    private init(bytes: [UInt8], prefix: Int) {
        self.bytes = bytes
        self.prefix = prefix
    }

    func contains(_ address: SocketAddress) -> Bool {
        let other = address.addressBytes
        guard other.count == bytes.count else { return false }
        return (0..<prefix).allSatisfy { bit in
            (bytes[bit / 8] ^ other[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }
}

extension SocketAddress {
    /// Four bytes of IPv4 (also where it is mapped into IPv6), sixteen of IPv6, none of a Unix socket.
    fileprivate var addressBytes: [UInt8] {
        guard let text = ipAddress?.split(separator: "%").first else { return [] }
        let last = text.split(separator: ":").last ?? text
        if last.contains(".") { return last.split(separator: ".").compactMap { UInt8($0) } }
        let halves = text.components(separatedBy: "::").map { half in
            half.split(separator: ":").compactMap { UInt16($0, radix: 16) }
        }
        let known = halves.reduce(0) { $0 + $1.count }
        let gap = halves.count == 2 ? [UInt16](repeating: 0, count: max(0, 8 - known)) : []
        return (halves[0] + gap + (halves.count == 2 ? halves[1] : [])).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    }
}
