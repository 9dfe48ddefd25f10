import Foundation

/// A C text of unknown encoding, as bytes and as something that can be shown.
struct NativeText {
    let bytes: [UInt8]

    init(_ pointer: UnsafePointer<CChar>?) {
        guard let pointer = unsafe pointer else {
            bytes = []
            return
        }
        bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
    }

    /// UTF-8, or where it is not, each byte as the Latin-1 letter of its number.
    var text: String {
        String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
