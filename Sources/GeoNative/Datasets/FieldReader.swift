import CGDAL
import Foundation

/// Reads one field of a feature in its own type, without decoding text.
struct FieldReader {
    private let index: Int32
    private let type: SourceFieldType
    private let nativeType: OGRFieldType
    private let isCarried: Bool

    /// - Parameter isCarried: Whether text comes as `CarriedText`.
    init(_ layer: OGRLayerH, index: Int, type: SourceFieldType, isCarried: Bool) {
        self.index = Int32(index)
        self.type = type
        self.isCarried = isCarried
        let definition = unsafe OGR_FD_GetFieldDefn(OGR_L_GetLayerDefn(layer), self.index)
        nativeType = unsafe OGR_Fld_GetType(definition)
    }

    func read(_ feature: OGRFeatureH) -> SourceValue {
        guard unsafe OGR_F_IsFieldSetAndNotNull(feature, index) != 0 else { return .null }
        switch type {
        case .text: return unsafe text(feature)
        case .integer: return .integer(unsafe OGR_F_GetFieldAsInteger64(feature, index))
        case .real: return .real(unsafe OGR_F_GetFieldAsDouble(feature, index))
        case .boolean: return .boolean(unsafe OGR_F_GetFieldAsInteger(feature, index) != 0)
        case .date, .dateTime: return unsafe time(feature)
        case .time: return unsafe text(feature)
        case .binary: return unsafe binary(feature)
        case .list: return unsafe list(feature)
        }
    }
}

extension FieldReader {
    private func text(_ feature: OGRFeatureH) -> SourceValue {
        guard let bytes = unsafe OGR_F_GetFieldAsString(feature, index) else { return .null }
        let text = unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: strlen(bytes)))
        return .bytes(isCarried ? CarriedText.bytes(text) : text)
    }

    private func binary(_ feature: OGRFeatureH) -> SourceValue {
        var count: Int32 = 0
        guard let bytes = unsafe OGR_F_GetFieldAsBinary(feature, index, &count) else { return .null }
        return .binary(unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: Int(count))))
    }

    private func time(_ feature: OGRFeatureH) -> SourceValue {
        var year: Int32 = 0
        var month: Int32 = 0
        var day: Int32 = 0
        var hour: Int32 = 0
        var minute: Int32 = 0
        var second: Float = 0
        var zone: Int32 = 0
        let known = unsafe OGR_F_GetFieldAsDateTimeEx(
            feature, index, &year, &month, &day, &hour, &minute, &second, &zone)
        guard known != 0 else { return unsafe text(feature) }
        let date = SourceDate(year: Int(year), month: Int(month), day: Int(day))
        guard type == .dateTime else { return .date(date) }
        return .dateTime(
            SourceDateTime(
                date: date, hour: Int(hour), minute: Int(minute), second: Double(second),
                offsetMinutes: Self.offset(zone)))
    }

    /// OGR counts zones in quarters of an hour from 100, which is UTC; 0 is unknown and 1 local time.
    private static func offset(_ zone: Int32) -> Int? {
        zone > 1 ? (Int(zone) - 100) * 15 : nil
    }

    private func list(_ feature: OGRFeatureH) -> SourceValue {
        switch nativeType {
        case OFTIntegerList, OFTInteger64List: Self.array(unsafe integers(feature))
        case OFTRealList: Self.array(unsafe reals(feature))
        default: unsafe strings(feature)
        }
    }

    private static func array(_ items: [String]) -> SourceValue {
        .text("[\(items.joined(separator: ","))]")
    }

    private func integers(_ feature: OGRFeatureH) -> [String] {
        var count: Int32 = 0
        if nativeType == OFTIntegerList {
            let values = unsafe OGR_F_GetFieldAsIntegerList(feature, index, &count)
            return unsafe UnsafeBufferPointer(start: values, count: Int(count)).map { String($0) }
        }
        let values = unsafe OGR_F_GetFieldAsInteger64List(feature, index, &count)
        return unsafe UnsafeBufferPointer(start: values, count: Int(count)).map { String($0) }
    }

    private func reals(_ feature: OGRFeatureH) -> [String] {
        var count: Int32 = 0
        let values = unsafe OGR_F_GetFieldAsDoubleList(feature, index, &count)
        return unsafe UnsafeBufferPointer(start: values, count: Int(count)).map { $0.isFinite ? String($0) : "null" }
    }

    /// JSON text, with the bytes of the elements as they are but for what JSON must escape.
    private func strings(_ feature: OGRFeatureH) -> SourceValue {
        let texts = unsafe NativeList.bytes(OGR_F_GetFieldAsStringList(feature, index))
        var json: [UInt8] = [UInt8(ascii: "[")]
        for (position, text) in texts.enumerated() {
            if position > 0 { json.append(UInt8(ascii: ",")) }
            json += [UInt8(ascii: "\"")] + text.flatMap(Self.escaped) + [UInt8(ascii: "\"")]
        }
        return .bytes(json + [UInt8(ascii: "]")])
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
        case 0..<32: Array("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
        default: [byte]
        }
    }
}
