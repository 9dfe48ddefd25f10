import CGDAL
import GeoCore

/// Writes the records of one layer; it lives inside its `DatasetWriter`.
@safe
struct LayerWriter {
    let layer: TargetLayer
    private let handle: OGRLayerH
    private let target: TargetFile
    /// The position of each field in the file; `nil` where the format does not hold it (DXF).
    private let positions: [Int32?]

    init(
        _ layer: TargetLayer, in dataset: GDALDatasetH, target: TargetFile, csv: CSVGeometry
    ) throws(NativeError) {
        self.layer = layer
        self.target = target
        let reference = try LayerReference(layer.crs)
        let options = target.layerOptions(layer, csv: csv)
        unsafe handle = try unsafe NativeList.withPointers(options) { options throws(NativeError) in
            try unsafe ConfigurationScope.run(TargetFile.fixedDates) { () throws(NativeError) in
                try unsafe NativeError.check("GDALDatasetCreateLayer", or: target.failure) {
                    unsafe GDALDatasetCreateLayer(
                        dataset, target.format == .dxf ? "entities" : layer.name, reference.handle,
                        layer.geometry.native, options)
                }
            }
        }
        let definition = unsafe OGR_L_GetLayerDefn(handle)
        var positions: [Int32?] = []
        for field in layer.fields {
            if target.format != .dxf { try unsafe Self.add(field, to: handle, target) }
            unsafe positions.append(Self.position(of: field, in: definition, target.format))
        }
        self.positions = positions
    }

    func write(_ geometry: Geometry?, _ values: [SourceValue]) throws(NativeError) {
        precondition(values.count == layer.fields.count, "a record has one value for each field")
        guard target.format == .dxf, case .multiPoint(let places)? = geometry else {
            return try writeFeature(geometry, values)
        }
        // A drawing has no multipoints: each place is an entity of its own.
        for place in places { try writeFeature(.point(place), values) }
    }

    private func writeFeature(_ geometry: Geometry?, _ values: [SourceValue]) throws(NativeError) {
        guard let feature = unsafe OGR_F_Create(OGR_L_GetLayerDefn(handle)) else {
            throw NativeError(target.failure, function: "OGR_F_Create", details: [])
        }
        defer { unsafe OGR_F_Destroy(feature) }
        unsafe setGeometry(geometry, of: feature)
        for (index, value) in values.enumerated() {
            if let position = positions[index] { unsafe FieldWriter.set(value, at: position, of: feature) }
        }
        if target.format == .dxf { unsafe setLabel(values, of: feature) }
        try NativeError.check("OGR_L_CreateFeature", or: recordFailure) {
            unsafe OGR_L_CreateFeature(handle, feature)
        }
    }
}

extension LayerWriter {
    private func setGeometry(_ geometry: Geometry?, of feature: OGRFeatureH) {
        guard layer.geometry != .none, let geometry else { return }
        let type = target.format == .dxf ? .any : layer.geometry
        unsafe OGR_F_SetGeometryDirectly(feature, OGRGeometryBuilder.build(geometry, as: type))
    }

    private var recordFailure: NativeFailure {
        NativeFailure(
            .notWritten,
            "A record could not be written to \(target.path): the format may not hold it, or the disk is full; "
                + "try another format.", path: target.path)
    }

    /// A DXF text is a point whose style is a label.
    private func setLabel(_ values: [SourceValue], of feature: OGRFeatureH) {
        guard let index = layer.fields.firstIndex(where: { $0.name == "Text" }),
            case .bytes(let bytes) = values[index], !bytes.isEmpty
        else { return }
        let text = DrawingText.quote(String(decoding: bytes, as: UTF8.self))
        unsafe OGR_F_SetStyleString(feature, "LABEL(f:\"Arial\",s:2g,t:\"\(text)\")")
    }

    private static func add(
        _ field: SourceField, to layer: OGRLayerH, _ target: TargetFile
    ) throws(NativeError) {
        let definition = unsafe withCString(field.nameBytes) {
            unsafe OGR_Fld_Create($0, target.format.type(of: field))
        }
        defer { unsafe OGR_Fld_Destroy(definition) }
        if field.type == .boolean, !target.format.isMapInfo { unsafe OGR_Fld_SetSubType(definition, OFSTBoolean) }
        unsafe OGR_Fld_SetWidth(definition, Int32(field.width))
        unsafe OGR_Fld_SetPrecision(definition, Int32(field.precision))
        let failure = NativeFailure(
            .notWritten, "The field \(field.name) could not be added to \(target.path); rename it.", path: target.path)
        try NativeError.check("OGR_L_CreateField", or: failure) { unsafe OGR_L_CreateField(layer, definition, 1) }
    }

    /// Where a field lies: one that was just created last, whatever its driver made of its name and put before it (KML);
    /// one of a drawing, which has its own, by name.
    private static func position(
        of field: SourceField, in definition: OGRFeatureDefnH?, _ format: TargetFormat
    ) -> Int32? {
        guard format == .dxf else { return unsafe OGR_FD_GetFieldCount(definition) - 1 }
        let index = unsafe OGR_FD_GetFieldIndex(definition, field.name)
        return index >= 0 ? index : nil
    }
}

/// Lends bytes as a C text, which ends at the first zero byte.
func withCString<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let text = bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe text.withUnsafeBufferPointer { buffer in
        unsafe body(buffer.baseAddress!)  // Never empty: it ends with a zero.
    }
}
