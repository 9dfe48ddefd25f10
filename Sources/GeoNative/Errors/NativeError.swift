/// Why GDAL, PROJ or GEOS could not do what was asked, told in one sentence that says what to do.
package struct NativeError: Error, Hashable, Sendable {
    package var code: Code
    /// A sentence for people: what is wrong, in which file, and what to do.
    package var message: String
    /// The C function that failed, where one did.
    package var function: String?
    /// The file concerned, as the caller named it.
    package var path: String?
    /// What the library said, oldest first.
    package var details: [NativeMessage]

    package init(
        _ code: Code, _ message: String, function: String? = nil, path: String? = nil, details: [NativeMessage] = []
    ) {
        self.code = code
        self.message = message
        self.function = function
        self.path = path
        self.details = details
    }

    /// What kind of failure it is; new kinds may come, so callers must have a default.
    package struct Code: Hashable, Sendable {
        package let name: String

        package init(_ name: String) {
            self.name = name
        }

        /// All workers are taken and the wait list is full: try again later.
        package static let busy = Code("busy")
        /// The task was cancelled while it waited or worked.
        package static let cancelled = Code("cancelled")
        /// There is no such file.
        package static let missingFile = Code("missing-file")
        /// A file that must lie beside the named one (`.dbf`, `.dat`) is not there.
        package static let missingCompanion = Code("missing-companion")
        /// The path is not one of a local file that may be opened.
        package static let forbiddenPath = Code("forbidden-path")
        /// The format is unknown, or not one that is accepted.
        package static let unknownFormat = Code("unknown-format")
        /// The file is of a known format, but broken.
        package static let unreadable = Code("unreadable")
        /// The file ends before what its header promises.
        package static let truncated = Code("truncated")
        /// The file holds nothing.
        package static let empty = Code("empty")
        /// The file has no such layer, field or band.
        package static let unknownName = Code("unknown-name")
        /// The file could not be written.
        package static let notWritten = Code("not-written")
        /// The coordinate system is unknown, or cannot be transformed.
        package static let unknownCRS = Code("unknown-crs")
        /// A coordinate lies where the transformation is not defined.
        package static let notTransformable = Code("not-transformable")
        /// The geometry cannot be processed.
        package static let invalidGeometry = Code("invalid-geometry")
        /// The library is missing, too old, or cannot be started.
        package static let library = Code("library")
    }
}

extension NativeError: CustomStringConvertible {
    /// The sentence, followed by what the library said last.
    package var description: String {
        guard let last = details.last else { return message }
        return "\(message) (\(function ?? "library"): \(last.text))"
    }
}

/// One message of a native library.
package struct NativeMessage: Hashable, Sendable {
    /// How grave the library takes it to be.
    package enum Severity: Hashable, Sendable {
        case note
        case warning
        case failure
    }

    package var severity: Severity
    /// The library's own number; 0 where it has none.
    package var number: Int
    package var text: String

    package init(severity: Severity, number: Int, text: String) {
        self.severity = severity
        self.number = number
        self.text = text
    }
}
