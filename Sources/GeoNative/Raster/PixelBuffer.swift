/// A square picture of 8-bit pixels.
struct PixelBuffer: Hashable, Sendable {
    /// What the bytes of a pixel are.
    enum Channels: Int, Hashable, Sendable {
        case grey = 1
        case greyAlpha = 2
        case rgb = 3
        case rgba = 4

        var hasAlpha: Bool { self == .greyAlpha || self == .rgba }
    }

    let size: Int
    let channels: Channels
    /// Row by row from the north.
    let bytes: [UInt8]

    init(size: Int, channels: Channels, bytes: [UInt8]) {
        precondition(bytes.count == size * size * channels.rawValue, "a picture's bytes must fill it")
        self.size = size
        self.channels = channels
        self.bytes = bytes
    }

    /// Whether no pixel shows anything.
    var isTransparent: Bool { channels.hasAlpha && !alphas.contains { $0 != 0 } }

    /// The same picture without its alpha, where every pixel is opaque.
    var withoutNeedlessAlpha: PixelBuffer {
        channels.hasAlpha && alphas.allSatisfy { $0 == 255 } ? flattened(onto: 255) : self
    }

    /// The picture laid on a background of one grey.
    func flattened(onto background: UInt8) -> PixelBuffer {
        guard channels.hasAlpha else { return self }
        let colors = channels.rawValue - 1
        var result: [UInt8] = []
        result.reserveCapacity(size * size * colors)
        for start in stride(from: 0, to: bytes.count, by: colors + 1) {
            let alpha = Int(bytes[start + colors])
            for color in 0..<colors {
                let sum = Int(bytes[start + color]) * alpha + Int(background) * (255 - alpha)
                result.append(UInt8((sum + 127) / 255))
            }
        }
        return PixelBuffer(size: size, channels: colors == 1 ? .grey : .rgb, bytes: result)
    }

    /// Grey as three equal colours, for formats that know no grey.
    var inColor: PixelBuffer {
        guard channels == .grey || channels == .greyAlpha else { return self }
        var result: [UInt8] = []
        result.reserveCapacity(size * size * (channels.rawValue + 2))
        for start in stride(from: 0, to: bytes.count, by: channels.rawValue) {
            let grey = bytes[start]
            result.append(grey)
            result.append(grey)
            result.append(grey)
            if channels.hasAlpha { result.append(bytes[start + 1]) }
        }
        return PixelBuffer(size: size, channels: channels.hasAlpha ? .rgba : .rgb, bytes: result)
    }

    private var alphas: some Sequence<UInt8> {
        stride(from: channels.rawValue - 1, to: bytes.count, by: channels.rawValue).lazy.map { bytes[$0] }
    }
}
