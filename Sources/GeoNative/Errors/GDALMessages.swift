import CGDAL

/// Collects what GDAL says on this thread while a closure runs.
///
/// GDAL's handler stack and last error are thread-local, so the closure is synchronous and the handler is pushed and
/// popped in one scope.
enum GDALMessages {
    /// A broken file can complain once a record; what comes after this many messages is dropped.
    static let limit = 64

    static func collect<Result: ~Copyable, Failure: Error>(
        into messages: inout [NativeMessage], _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let collector = Collector()
        unsafe CPLPushErrorHandlerEx(receive, Unmanaged.passUnretained(collector).toOpaque())
        CPLErrorReset()
        defer {
            CPLPopErrorHandler()
            messages.append(contentsOf: collector.messages)
        }
        return try body()
    }

    /// Whether a handler of `collect` is in place on this thread, which between jobs it must not be.
    static var isCollecting: Bool {
        unsafe CPLGetErrorHandlerUserData() != nil
    }

    private final class Collector {
        var messages: [NativeMessage] = []

        func add(_ message: NativeMessage) {
            guard messages.count < GDALMessages.limit else { return }
            messages.append(message)
        }
    }

    private static let receive: CPLErrorHandler = { severity, number, text in
        guard severity != CE_Debug, let text = unsafe text, let data = unsafe CPLGetErrorHandlerUserData() else {
            return
        }
        // The collector outlives the scope that pushed this handler with it.
        let collector = unsafe Unmanaged<Collector>.fromOpaque(data).takeUnretainedValue()
        unsafe collector.add(
            NativeMessage(
                severity: NativeMessage.Severity(severity), number: Int(number), text: String(cString: text)))
    }
}

extension NativeMessage.Severity {
    fileprivate init(_ severity: CPLErr) {
        switch severity {
        case CE_None, CE_Debug: self = .note
        case CE_Warning: self = .warning
        default: self = .failure
        }
    }
}
