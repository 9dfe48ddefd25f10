import CDeflate

/// Whole-buffer gzip through libdeflate: the one place of this target that calls C.
package enum Deflate {
    /// The most bytes that `gunzip` expands to unless told otherwise: 64 MiB, far above any sane tile.
    package static let defaultLimit = 64 << 20

    /// Gzip of the bytes at a level from 1 (fast) to 12 (smallest).
    package static func gzip(_ bytes: [UInt8], level: Int = 6) throws(TilingError) -> [UInt8] {
        precondition((1...12).contains(level), "libdeflate levels are 1 to 12")
        guard let compressor = unsafe libdeflate_alloc_compressor(CInt(level)) else {
            throw TilingError(.invalidCompression, "Out of memory while compressing; free memory and try again.")
        }
        defer { unsafe libdeflate_free_compressor(compressor) }
        let bound = unsafe libdeflate_gzip_compress_bound(compressor, bytes.count)
        let result = unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            count = unsafe bytes.withUnsafeBytes { source in
                unsafe libdeflate_gzip_compress(
                    compressor, source.baseAddress, source.count, buffer.baseAddress, buffer.count)
            }
        }
        guard !result.isEmpty else { throw TilingError(.invalidCompression, "The bytes could not be compressed.") }
        return result
    }

    /// What gzip bytes expand to; damaged bytes and more than `limit` bytes are errors.
    package static func gunzip(_ bytes: [UInt8], limit: Int = defaultLimit) throws(TilingError) -> [UInt8] {
        guard bytes.count >= 18 else { throw TilingError(.invalidCompression, "The gzip bytes are cut off.") }
        let declared = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard declared <= limit else { throw tooLarge(limit) }
        guard let decompressor = unsafe libdeflate_alloc_decompressor() else {
            throw TilingError(.invalidCompression, "Out of memory while expanding; free memory and try again.")
        }
        defer { unsafe libdeflate_free_decompressor(decompressor) }
        var status = LIBDEFLATE_BAD_DATA
        let result = unsafe [UInt8](unsafeUninitializedCapacity: max(1, declared)) { buffer, count in
            status = unsafe bytes.withUnsafeBytes { source in
                unsafe libdeflate_gzip_decompress(
                    decompressor, source.baseAddress, source.count, buffer.baseAddress, declared, &count)
            }
            if status != LIBDEFLATE_SUCCESS { count = 0 }
        }
        guard status == LIBDEFLATE_SUCCESS else {
            throw TilingError(.invalidCompression, "The gzip bytes are damaged.")
        }
        return result
    }

    /// Whether bytes begin as gzip does (RFC 1952, 2.3.1).
    package static func isGzip(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.starts(with: [0x1F, 0x8B])
    }

    private static func tooLarge(_ limit: Int) -> TilingError {
        TilingError(.invalidCompression, "The gzip bytes expand to more than \(limit) bytes, which is refused.")
    }
}
