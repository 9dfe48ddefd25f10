import CGDAL

/// What a failing call is reported as.
struct NativeFailure {
    var code: NativeError.Code
    /// The sentence, made only where the call failed.
    var message: String
    var path: String?

    init(_ code: NativeError.Code, _ message: String, path: String? = nil) {
        self.code = code
        self.message = message
        self.path = path
    }
}

extension NativeError {
    /// Runs exactly one GDAL call, with GDAL's error state cleared before it, and throws unless `succeeded` accepts the
    /// result; all that GDAL said goes with the error.
    static func check<Result>(
        _ function: StaticString, or failure: @autoclosure () -> NativeFailure,
        succeeded: (Result) -> Bool, _ call: () -> Result
    ) throws(NativeError) -> Result {
        var messages: [NativeMessage] = []
        let result = GDALMessages.collect(into: &messages, call)
        guard succeeded(result) else { throw NativeError(failure(), function: function, details: messages) }
        return result
    }

    /// Runs one GDAL call that answers with a `CPLErr`; a warning is success.
    static func check(
        _ function: StaticString, or failure: @autoclosure () -> NativeFailure, _ call: () -> CPLErr
    ) throws(NativeError) {
        _ = try check(function, or: failure(), succeeded: { $0 != CE_Failure && $0 != CE_Fatal }, call)
    }

    /// Runs one OGR call that answers with an `OGRErr`.
    static func check(
        _ function: StaticString, or failure: @autoclosure () -> NativeFailure, _ call: () -> OGRErr
    ) throws(NativeError) {
        _ = try check(function, or: failure(), succeeded: { $0 == OGRERR_NONE }, call)
    }

    /// Runs one GDAL call that answers with a pointer, `nil` where it failed.
    static func check(
        _ function: StaticString, or failure: @autoclosure () -> NativeFailure,
        _ call: () -> UnsafeMutableRawPointer?
    ) throws(NativeError) -> UnsafeMutableRawPointer {
        let result = try unsafe check(function, or: failure(), succeeded: { unsafe $0 != nil }, call)
        return unsafe result!  // `succeeded` has just refused nil.
    }

    /// Runs one GDAL call that answers with an opaque handle, `nil` where it failed.
    static func check(
        _ function: StaticString, or failure: @autoclosure () -> NativeFailure, _ call: () -> OpaquePointer?
    ) throws(NativeError) -> OpaquePointer {
        let result = try unsafe check(function, or: failure(), succeeded: { unsafe $0 != nil }, call)
        return unsafe result!  // `succeeded` has just refused nil.
    }

    init(_ failure: NativeFailure, function: StaticString, details: [NativeMessage]) {
        self.init(
            failure.code, failure.message, function: "\(function)", path: failure.path, details: details)
    }
}
