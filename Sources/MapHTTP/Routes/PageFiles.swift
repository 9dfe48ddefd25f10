import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Tiling

/// The files of `web/` in memory, compressed once, and read again when they have changed.
final class PageFiles: Sendable {
    /// A file as it is sent.
    struct File: Sendable {
        let stamp: Int
        let bytes: [UInt8]
        /// The bytes as a gzip member; `nil` where that saves nothing.
        let compressed: [UInt8]?
        let etag: String
    }

    /// `js/main.bundle.js` is `js/main.js` with all that it imports; the same for sheets.
    private static let bundleMark = ".bundle."
    private static let compressibleTypes: Set<String> = ["html", "js", "css", "svg", "json", "txt", "webmanifest"]
    /// A file is sent much more often than it changes.
    private static let level = 9
    private let folder: URL
    private let files = Mutex<[String: File]>([:])
    /// What the folder looked like, by kind of file, and when.
    private let looks = Mutex<[String: (at: ContinuousClock.Instant, stamp: Int)]>([:])
    private let now: @Sendable () -> ContinuousClock.Instant
    /// The folder is looked through for a bundle at most this often, since each look asks for every file.
    static let pause = Duration.seconds(1)

    init(folder: URL, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        // A link to a folder is not looked into by an enumerator.
        self.folder = folder.resolvingSymlinksInPath()
        self.now = now
    }

    /// The file at a path below the folder; `nil` where there is none.
    ///
    /// - Throws: ``PageBundleError`` where files cannot be joined.
    func file(at path: String) throws -> File? {
        let isBundle = path.contains(Self.bundleMark)
        guard let stamp = isBundle ? newest(below: path) : stamp(of: folder.appending(path: path)) else { return nil }
        if let known = files.withLock({ $0[path] }), known.stamp == stamp { return known }
        guard let bytes = isBundle ? try joined(path) : contents(path) else { return nil }
        let file = File(
            stamp: stamp, bytes: bytes, compressed: try compressed(bytes, path), etag: EntityTag.weak(of: bytes))
        files.withLock { $0[path] = file }
        return file
    }

    private func contents(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: folder.appending(path: path).path).map { Array($0) }
    }

    private func joined(_ path: String) throws -> [UInt8] {
        let name = path.replacing(Self.bundleMark, with: ".")
        let bundle = PageBundle(folder: folder)
        return Array(try (name.hasSuffix(".css") ? bundle.sheet(name) : bundle.script(name)).utf8)
    }

    private func compressed(_ bytes: [UInt8], _ path: String) throws -> [UInt8]? {
        guard bytes.count > 1_024, Self.compressibleTypes.contains((path as NSString).pathExtension) else { return nil }
        return try Deflate.gzip(bytes, level: Self.level)
    }

    /// Changes with the time and the size of a file; `nil` where there is none.
    private func stamp(of url: URL) -> Int? {
        let keys: Set<URLResourceKey> = [.contentModificationDateKey, .fileSizeKey, .isRegularFileKey]
        var hasher = Hasher()
        do {
            let values = try url.resourceValues(forKeys: keys)
            guard values.isRegularFile == true else { return nil }
            hasher.combine(values.contentModificationDate)
            hasher.combine(values.fileSize)
        } catch {
            // What cannot be looked at is answered as what is not there.
            return nil
        }
        return hasher.finalize()
    }

    /// Changes, within a second, with every file of the same kind, since a bundle may be made of any.
    private func newest(below path: String) -> Int? {
        guard stamp(of: folder.appending(path: path.replacing(Self.bundleMark, with: "."))) != nil else { return nil }
        let kind = (path as NSString).pathExtension
        let moment = now()
        if let look = looks.withLock({ $0[kind] }), moment - look.at < Self.pause { return look.stamp }
        let stamp = look(for: kind)
        looks.withLock { $0[kind] = (moment, stamp) }
        return stamp
    }

    private func look(for kind: String) -> Int {
        var hasher = Hasher()
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        for case let url as URL in all ?? .init() where url.pathExtension == kind {
            hasher.combine(url.path)
            hasher.combine(stamp(of: url))
        }
        return hasher.finalize()
    }
}

extension PageFiles.File {
    /// The answer to a request for the file: 304, compressed, or as it is.
    func response(to request: Request, type: String, headers: HTTPFields) -> Response {
        var response = Response.conditional(
            request, body: ByteBuffer(bytes: bytes), contentType: type, etag: etag, headers: headers)
        guard response.status == .ok, let compressed, AcceptEncoding.allowsGzip(request.headers[.acceptEncoding]) else {
            return response
        }
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        response.body = .init(byteBuffer: ByteBuffer(bytes: compressed))
        return response
    }
}
