import CZlib
import NIOCore

/// Compresses a response body as it streams: bytes in, a gzip member out (RFC 1952).
///
/// The only user of zlib, which unlike libdeflate can work on a stream. One owner, one task at a time.
@safe
struct GzipStream: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>

    /// Level 1 of 9: on documents of features it gives nine tenths of level 6's saving in a third of its time.
    init?(level: Int32 = 1) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe bando_gzip_init(stream, level) == Z_OK else {
            unsafe stream.deallocate()
            return nil
        }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// The compressed bytes that are ready after taking `input`; may be empty.
    mutating func compress(_ input: ByteBuffer) -> ByteBuffer { run(input, flush: Z_NO_FLUSH) }

    /// The rest of the member.
    mutating func finish() -> ByteBuffer { run(ByteBuffer(), flush: Z_FINISH) }

    private mutating func run(_ input: ByteBuffer, flush: Int32) -> ByteBuffer {
        var output = ByteBuffer()
        unsafe input.withUnsafeReadableBytes { source in
            // zlib reads through this pointer and never writes, though its type does not say so.
            let bytes = unsafe UnsafeMutableRawPointer(mutating: source.baseAddress)
            unsafe stream.pointee.next_in = bytes?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_in = UInt32(source.count)
            repeat { deflateOnce(into: &output, flush: flush) } while unsafe stream.pointee.avail_out == 0
        }
        return output
    }

    private mutating func deflateOnce(into output: inout ByteBuffer, flush: Int32) {
        let chunk = 16_384
        unsafe output.writeWithUnsafeMutableBytes(minimumWritableBytes: chunk) { target in
            unsafe stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_out = UInt32(chunk)
            _ = unsafe deflate(stream, flush)
            return unsafe chunk - Int(stream.pointee.avail_out)
        }
    }
}
