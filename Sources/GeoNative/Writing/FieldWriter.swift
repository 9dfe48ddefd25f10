import CGDAL

/// Sets one field of a feature, text as the bytes it is.
enum FieldWriter {
    static func set(_ value: SourceValue, at position: Int32, of feature: OGRFeatureH) {
        switch value {
        case .null: unsafe OGR_F_SetFieldNull(feature, position)
        case .bytes(let bytes): unsafe withCString(bytes) { unsafe OGR_F_SetFieldString(feature, position, $0) }
        case .integer(let number): unsafe OGR_F_SetFieldInteger64(feature, position, number)
        case .real(let number): unsafe OGR_F_SetFieldDouble(feature, position, number)
        case .boolean(let flag): unsafe OGR_F_SetFieldInteger(feature, position, flag ? 1 : 0)
        case .date(let date): unsafe set(date, at: position, of: feature)
        case .dateTime(let time): unsafe set(time, at: position, of: feature)
        case .binary(let bytes):
            unsafe bytes.withUnsafeBytes { buffer in
                unsafe OGR_F_SetFieldBinary(feature, position, Int32(buffer.count), buffer.baseAddress)
            }
        }
    }

    private static func set(_ date: SourceDate, at position: Int32, of feature: OGRFeatureH) {
        unsafe OGR_F_SetFieldDateTimeEx(
            feature, position, Int32(date.year), Int32(date.month), Int32(date.day), 0, 0, 0, 0)
    }

    /// OGR counts zones in quarters of an hour from 100, which is UTC; 0 is unknown.
    private static func set(_ time: SourceDateTime, at position: Int32, of feature: OGRFeatureH) {
        let zone = time.offsetMinutes.map { Int32(100 + $0 / 15) } ?? 0
        unsafe OGR_F_SetFieldDateTimeEx(
            feature, position, Int32(time.date.year), Int32(time.date.month), Int32(time.date.day),
            Int32(time.hour), Int32(time.minute), Float(time.second), zone)
    }
}

extension TargetFormat {
    var isMapInfo: Bool { self == .mapInfoTable || self == .mapInfoInterchange }

    /// The OGR type of a field in this format. MapInfo's integers have 32 bits, longer numbers are decimals.
    func type(of field: SourceField) -> OGRFieldType {
        guard isMapInfo, field.type == .integer else { return field.type.native }
        return field.width > 9 ? OFTReal : OFTInteger
    }
}

extension SourceFieldType {
    fileprivate var native: OGRFieldType {
        switch self {
        case .text, .list: OFTString
        case .integer: OFTInteger64
        case .boolean: OFTInteger
        case .real: OFTReal
        case .date: OFTDate
        case .time: OFTTime
        case .dateTime: OFTDateTime
        case .binary: OFTBinary
        }
    }
}
