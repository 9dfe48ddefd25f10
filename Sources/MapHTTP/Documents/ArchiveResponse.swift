import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine
import NIOCore

/// A built archive by range requests (RFC 9110, 14): the whole, or one range of it.
struct ArchiveResponse {
    let engine: Engine
    let exchange: Exchange

    func response(name: String) async throws -> Response {
        try exchange.parameters.allow([])
        guard LayerID(name) != nil else { throw missing(name) }
        let url = engine.workspace.tilesFolder.appending(path: "\(name).pmtiles")
        guard let file = FileHandle(forReadingAtPath: url.path) else { throw missing(name) }
        let size = Int(try file.seekToEnd())
        guard let range = exchange.request.headers[.range] else { return whole(url, size: size) }
        guard let bounds = ByteRange.parse(range, size: size) else {
            return Response(status: .rangeNotSatisfiable, headers: [.contentRange: "bytes */\(size)"])
        }
        return try part(of: file, bounds: bounds, size: size)
    }

    private func part(of file: FileHandle, bounds: Range<Int>, size: Int) throws -> Response {
        try file.seek(toOffset: UInt64(bounds.lowerBound))
        let data = try file.read(upToCount: bounds.count) ?? Data()
        let headers: HTTPFields = [
            .contentType: "application/vnd.pmtiles", .acceptRanges: "bytes",
            .contentRange: "bytes \(bounds.lowerBound)-\(bounds.upperBound - 1)/\(size)",
        ]
        return Response(status: .partialContent, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }

    /// Streams the file, since an archive may be larger than memory.
    private func whole(_ url: URL, size: Int) -> Response {
        let headers: HTTPFields = [.contentType: "application/vnd.pmtiles", .acceptRanges: "bytes"]
        let body = ResponseBody(contentLength: size) { writer in
            let file = try FileHandle(forReadingFrom: url)
            while let data = try file.read(upToCount: 1 << 18), !data.isEmpty {
                try await writer.write(ByteBuffer(bytes: data))
            }
            try file.close()
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    private func missing(_ name: String) -> EngineError {
        EngineError(.notFound, "There is no archive “\(name)”; “bando tiles build” writes one into tiles/.")
    }
}

/// A single byte range; several in one request are answered with the whole, as the standard allows.
enum ByteRange {
    /// The bytes meant by `bytes=0-99`, `bytes=100-` or `bytes=-100`; `nil` where none of them exists.
    static func parse(_ header: String, size: Int) -> Range<Int>? {
        guard header.hasPrefix("bytes="), !header.contains(",") else { return nil }
        let parts = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        if parts[0].isEmpty {
            guard let count = Int(parts[1]), count > 0, size > 0 else { return nil }
            return max(0, size - count)..<size
        }
        guard let first = Int(parts[0]), first >= 0, first < size else { return nil }
        guard !parts[1].isEmpty else { return first..<size }
        guard let last = Int(parts[1]), last >= first else { return nil }
        return first..<min(size, last + 1)
    }
}
