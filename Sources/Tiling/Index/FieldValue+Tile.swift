package import GeoCore

extension FieldValue {
    /// The value as an MVT `Value` message without its length; `nil` for null, which tiles leave out.
    ///
    /// Each kind has one MVT type: text `string`, integers `int` or where negative `sint`, reals `double`, booleans
    /// `bool`; so the message alone gives the value back.
    package var tileValue: [UInt8]? {
        switch self {
        case .null: nil
        case .text(let text): VectorTile.Value.text(text).encoded
        case .integer(let number): (number < 0 ? VectorTile.Value.signed(number) : .integer(number)).encoded
        case .real(let number): VectorTile.Value.double(number).encoded
        case .boolean(let flag): VectorTile.Value.boolean(flag).encoded
        }
    }

    /// The value of an MVT `Value` message.
    init(tileValue bytes: [UInt8]) throws(TilingError) {
        switch try ValueDecoder.decode(ProtobufReader(bytes)) {
        case .text(let text): self = .text(text)
        case .integer(let number), .signed(let number): self = .integer(number)
        case .unsigned(let number): self = .integer(Int64(truncatingIfNeeded: number))
        case .double(let number): self = .real(number)
        case .float(let number): self = .real(Double(number))
        case .boolean(let flag): self = .boolean(flag)
        }
    }
}
