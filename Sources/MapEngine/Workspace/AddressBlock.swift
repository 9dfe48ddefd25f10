/// An address or a CIDR block (RFC 4632, RFC 4291): `127.0.0.1`, `10.0.0.0/8`, `::1` or `fd00::/8`.
package struct AddressBlock: Hashable, Sendable {
    private let bytes: [UInt8]
    private let prefix: Int

    /// `nil` for what is no address, or has a longer prefix than it has bits.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = Self.bytes(of: parts[0]) else { return nil }
        let prefix = parts.count == 2 ? Int(parts[1]) : bytes.count * 8
        guard let prefix, (0...bytes.count * 8).contains(prefix) else { return nil }
        self.bytes = bytes
        self.prefix = prefix
    }

    /// Whether an address lies in the block; one that is none lies in no block. A zone (`%eth0`) is passed over.
    package func contains(_ address: String) -> Bool {
        guard let other = Self.bytes(of: address.prefix { $0 != "%" }), other.count == bytes.count else { return false }
        return (0..<prefix).allSatisfy { bit in
            (bytes[bit / 8] ^ other[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }

    /// Four bytes of IPv4, also where it is mapped into IPv6 (RFC 4291, 2.5.5.2); sixteen of IPv6.
    private static func bytes(of text: Substring) -> [UInt8]? {
        guard text.contains(":") else { return fourBytes(of: text) }
        guard let groups = eightGroups(of: text) else { return nil }
        let bytes = groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 255 && bytes[11] == 255
        return isMapped ? Array(bytes.suffix(4)) : bytes
    }

    private static func fourBytes(of text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        // A leading zero would be read as octal elsewhere.
        let isPlain = parts.allSatisfy { $0 == "0" || ($0.first?.isWholeNumber ?? false) && $0.first != "0" }
        let bytes = parts.compactMap { UInt8($0) }
        return isPlain && parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func eightGroups(of text: Substring) -> [UInt16]? {
        guard let gap = text.firstRange(of: "::") else { return groups(of: text).flatMap { $0.count == 8 ? $0 : nil } }
        guard let before = groups(of: text[..<gap.lowerBound]), let after = groups(of: text[gap.upperBound...]),
            before.count + after.count < 8
        else { return nil }
        return before + [UInt16](repeating: 0, count: 8 - before.count - after.count) + after
    }

    private static func groups(of text: Substring) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        for part in text.split(separator: ":", omittingEmptySubsequences: false) {
            if part.endIndex == text.endIndex, let bytes = fourBytes(of: part) {
                groups += [UInt16(bytes[0]) << 8 | UInt16(bytes[1]), UInt16(bytes[2]) << 8 | UInt16(bytes[3])]
            } else {
                guard (1...4).contains(part.count), part.allSatisfy(\.isHexDigit), let group = UInt16(part, radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups
    }
}
