import CPROJ

/// The one owner of a PROJ context, used by one thread at a time.
///
/// A class, because cached transformations keep their context alive; it never leaves its `GeoContext`.
@safe final class ProjContext {
    let handle: OpaquePointer
    private(set) var messages: [NativeMessage] = []

    /// A context with the network off and its messages collected.
    init() throws(NativeError) {
        guard let handle = unsafe proj_context_create() else {
            throw NativeError(.library, "PROJ could not be started; check that libproj is installed with its database.")
        }
        unsafe self.handle = unsafe handle
        unsafe proj_context_set_enable_network(handle, 0)
        unsafe proj_log_level(handle, PJ_LOG_ERROR)
        unsafe proj_log_func(handle, Unmanaged.passUnretained(self).toOpaque(), Self.receive)
    }

    deinit {
        unsafe proj_context_destroy(handle)
    }

    /// What PROJ has said since the last call of this, oldest first.
    func drainMessages() -> [NativeMessage] {
        defer { messages.removeAll() }
        return messages
    }

    private func add(_ message: NativeMessage) {
        guard messages.count < GDALMessages.limit else { return }
        messages.append(message)
    }

    private static let receive: PJ_LOG_FUNCTION = { data, level, text in
        guard let data = unsafe data, let text = unsafe text else { return }
        let context = unsafe Unmanaged<ProjContext>.fromOpaque(data).takeUnretainedValue()
        unsafe context.add(NativeMessage(severity: .failure, number: Int(level), text: String(cString: text)))
    }
}
