import CGDAL
import Foundation

/// Reads of whole small files through GDAL's file layer, which sees into ZIP archives.
enum VirtualFile {
    /// Bytes; `nil` where there is no such file.
    static func size(of path: String) -> Int64? {
        guard path.hasPrefix("/vsi") || isRegular(path), let file = unsafe VSIFOpenL(path, "rb") else { return nil }
        defer { _ = unsafe VSIFCloseL(file) }
        guard unsafe VSIFSeekL(file, 0, SEEK_END) == 0 else { return nil }
        return Int64(unsafe VSIFTellL(file))
    }

    /// Whether the local path, or what it links to, is a plain file: no pipe, socket or device.
    static func isRegular(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG
    }

    /// At most `count` bytes from an offset; fewer at the end of the file, none where it cannot be read.
    static func bytes(of path: String, from offset: Int64 = 0, count: Int) -> [UInt8] {
        guard let file = unsafe VSIFOpenL(path, "rb") else { return [] }
        defer { _ = unsafe VSIFCloseL(file) }
        guard unsafe VSIFSeekL(file, UInt64(offset), SEEK_SET) == 0 else { return [] }
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = unsafe VSIFReadL(buffer.baseAddress, 1, count, file)
        }
    }

    /// Every file under a folder, as paths relative to it; folders are left out except geodatabases.
    static func list(under folder: String, named: String) throws(NativeError) -> [String] {
        let failure = NativeFailure(
            .unreadable, "\(named) is not a readable ZIP archive; unpack it and give the file itself.", path: named)
        let list = try unsafe NativeError.check(
            "VSIReadDirRecursive", or: failure, succeeded: { unsafe $0 != nil }
        ) { unsafe VSIReadDirRecursive(folder) }
        defer { unsafe CSLDestroy(list) }
        return unsafe NativeList.strings(list).compactMap { entry in
            guard entry.hasSuffix("/") else { return entry }
            let folder = String(entry.dropLast())
            return folder.lowercased().hasSuffix(".gdb") ? folder : nil
        }
    }

    /// Copies a file to a local path.
    static func copy(_ source: String, to destination: String, limit: Int64) throws(NativeError) {
        guard let size = size(of: source), size <= limit else {
            throw NativeError(
                .unreadable, "\(source) is too large to be unpacked; unpack the archive and give the file itself.",
                path: source)
        }
        try NativeError.check(
            "CPLCopyFile",
            or: NativeFailure(.unreadable, "\(source) could not be unpacked; unpack it by hand.", path: source)
        ) { () -> OGRErr in unsafe CPLCopyFile(destination, source) == 0 ? OGRERR_NONE : OGRERR_FAILURE }
    }
}

/// GDAL's null-terminated lists of texts.
enum NativeList {
    static func strings(_ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> [String] {
        guard let list = unsafe list else { return [] }
        var result: [String] = []
        var index = 0
        while let text = unsafe list[index] {
            unsafe result.append(String(cString: text))
            index += 1
        }
        return result
    }

    static func bytes(_ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> [[UInt8]] {
        guard let list = unsafe list else { return [] }
        var result: [[UInt8]] = []
        var index = 0
        while let text = unsafe list[index] {
            unsafe result.append([UInt8](UnsafeRawBufferPointer(start: text, count: strlen(text))))
            index += 1
        }
        return result
    }

    /// Lends a null-terminated list of the texts to a closure.
    static func withPointers<Result: ~Copyable, Failure: Error>(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        for text in texts { unsafe list = CSLAddString(list, text) }
        defer { unsafe CSLDestroy(list) }
        return try unsafe body(list)
    }

    /// The same list as one that the callee promises not to change.
    static func constant(
        _ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    ) -> UnsafePointer<UnsafePointer<CChar>?>? {
        unsafe UnsafeRawPointer(list)?.assumingMemoryBound(to: UnsafePointer<CChar>?.self)
    }
}
