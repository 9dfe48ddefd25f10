import CGEOS

/// The one owner of a GEOS context, used by one thread at a time.
///
/// A class, because geometries built in it need it alive when they are freed; it never leaves its `GeoContext`.
@safe final class GEOSContext {
    let handle: GEOSContextHandle_t
    private var messages: [NativeMessage] = []

    init() throws(NativeError) {
        guard let handle = unsafe GEOS_init_r() else {
            throw NativeError(.library, "GEOS could not be started; check that libgeos is installed.")
        }
        unsafe self.handle = unsafe handle
        let data = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe GEOSContext_setErrorMessageHandler_r(handle, Self.receiveFailure, data)
        unsafe GEOSContext_setNoticeMessageHandler_r(handle, Self.receiveNotice, data)
    }

    deinit {
        unsafe GEOS_finish_r(handle)
    }

    /// What GEOS has said since the last call of this, oldest first.
    func drainMessages() -> [NativeMessage] {
        defer { messages.removeAll() }
        return messages
    }

    private func add(_ message: NativeMessage) {
        guard messages.count < GDALMessages.limit else { return }
        messages.append(message)
    }

    private static let receiveFailure: GEOSMessageHandler_r = { text, data in
        unsafe receive(text, data, severity: .failure)
    }

    private static let receiveNotice: GEOSMessageHandler_r = { text, data in
        unsafe receive(text, data, severity: .note)
    }

    private static func receive(
        _ text: UnsafePointer<CChar>?, _ data: UnsafeMutableRawPointer?, severity: NativeMessage.Severity
    ) {
        guard let data = unsafe data, let text = unsafe text else { return }
        let context = unsafe Unmanaged<GEOSContext>.fromOpaque(data).takeUnretainedValue()
        unsafe context.add(NativeMessage(severity: severity, number: 0, text: String(cString: text)))
    }
}
