import CGDAL
import GeoCore

/// Reads what an OGR layer is.
@safe struct LayerDescription {
    private let handle: OGRLayerH
    private let evidence: TextEvidence

    init(_ handle: OGRLayerH, evidence: TextEvidence) {
        unsafe self.handle = unsafe handle
        self.evidence = evidence
    }

    var layer: SourceLayer {
        let type = unsafe OGR_L_GetGeomType(handle)
        let count = unsafe OGR_L_GetFeatureCount(handle, 1)
        let typeName = type == wkbNone ? "None" : unsafe String(cString: OGRGeometryTypeToName(type))
        return SourceLayer(
            name: unsafe NativeText(OGR_L_GetName(handle)).text, fields: fields, recordCount: count < 0 ? nil : count,
            geometryType: typeName,
            hasGeometry: type != wkbNone, crs: crs, extent: type == wkbNone ? nil : extent, text: evidence)
    }
}

extension LayerDescription {
    private var fields: [SourceField] {
        let definition = unsafe OGR_L_GetLayerDefn(handle)
        let count = unsafe OGR_FD_GetFieldCount(definition)
        return (0..<count).compactMap { index in
            guard let field = unsafe OGR_FD_GetFieldDefn(definition, index) else { return nil }
            let name = unsafe NativeText(OGR_Fld_GetNameRef(field))
            return SourceField(
                name: name.text, nameBytes: name.bytes, type: unsafe Self.type(field),
                width: Int(unsafe OGR_Fld_GetWidth(field)), precision: Int(unsafe OGR_Fld_GetPrecision(field)))
        }
    }

    private static func type(_ field: OGRFieldDefnH) -> SourceFieldType {
        let isBoolean = unsafe OGR_Fld_GetSubType(field) == OFSTBoolean
        switch unsafe OGR_Fld_GetType(field) {
        case OFTInteger where isBoolean: return .boolean
        case OFTInteger, OFTInteger64: return .integer
        case OFTReal: return .real
        case OFTDate: return .date
        case OFTTime: return .time
        case OFTDateTime: return .dateTime
        case OFTBinary: return .binary
        case OFTIntegerList, OFTInteger64List, OFTRealList, OFTStringList: return .list
        default: return .text
        }
    }

    private var extent: BoundingBox? {
        var envelope = OGREnvelope()
        guard unsafe OGR_L_GetExtent(handle, &envelope, 1) == OGRERR_NONE else { return nil }
        let numbers = [envelope.MinX, envelope.MinY, envelope.MaxX, envelope.MaxY]
        guard numbers.allSatisfy(\.isFinite), envelope.MinX <= envelope.MaxX else { return nil }
        return BoundingBox(west: envelope.MinX, south: envelope.MinY, east: envelope.MaxX, north: envelope.MaxY)
    }

    private var crs: SourceCRS? {
        guard let reference = unsafe OGR_L_GetSpatialRef(handle) else { return nil }
        var text: UnsafeMutablePointer<CChar>?
        let exported = unsafe NativeList.withPointers(["FORMAT=WKT2_2019"]) { options in
            unsafe OSRExportToWktEx(reference, &text, NativeList.constant(options))
        }
        defer { unsafe VSIFree(text) }
        guard exported == OGRERR_NONE, let text = unsafe text else { return nil }
        return SourceCRS(
            wkt: unsafe String(cString: text), identifier: unsafe Self.identifier(reference),
            name: unsafe NativeText(OSRGetName(reference)).text)
    }

    private static func identifier(_ reference: OGRSpatialReferenceH) -> CRS? {
        guard let authority = unsafe OSRGetAuthorityName(reference, nil),
            let code = unsafe OSRGetAuthorityCode(reference, nil)
        else { return nil }
        return unsafe CRS(authority: String(cString: authority), code: String(cString: code))
    }
}
