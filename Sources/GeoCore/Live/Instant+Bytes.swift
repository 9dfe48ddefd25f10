extension Instant {
    /// A date and time of RFC 3339 in bytes of ASCII; `nil` where they are anything else.
    package init?(rfc3339 bytes: [UInt8]) {
        guard let value = InstantReader.read(bytes) else { return nil }
        self = value
    }
}
