import CGDAL
import GeoCore

/// Reads the records of one source layer in the file's order; it is lent by `Dataset.withLayer` and cannot be kept.
@safe
package struct LayerReader: ~Copyable {
    /// What the layer is.
    package let layer: SourceLayer

    private let handle: OGRLayerH
    private let path: String
    private let fieldReaders: [FieldReader]
    private var geometryReader = OGRGeometryReader()
    private var atEnd = false

    init(_ handle: OGRLayerH, layer: SourceLayer, path: SourcePath) {
        unsafe self.handle = unsafe handle
        self.layer = layer
        self.path = path.named
        let isCarried = path.format == .dxf && layer.text.form == .raw
        fieldReaders = layer.fields.enumerated().map { index, field in
            unsafe FieldReader(handle, index: index, type: field.type, isCarried: isCarried)
        }
        unsafe OGR_L_ResetReading(handle)
    }

    /// The next records, at most `limit`, which must be positive; empty at the end of the layer.
    ///
    /// - Throws: `.unreadable` where the file breaks off between records; a record whose own geometry cannot be read
    ///   comes with `SourceGeometry.unusable` instead.
    package mutating func next(_ limit: Int) throws(NativeError) -> [SourceRecord] {
        precondition(limit > 0, "a batch holds at least one record")
        var batch: [SourceRecord] = []
        batch.reserveCapacity(min(limit, 10_000))
        var messages: [NativeMessage] = []
        GDALMessages.collect(into: &messages) {
            while batch.count < limit, let record = nextRecord() { batch.append(record) }
        }
        try refuseBrokenEnd(batch, limit: limit, messages)
        return batch
    }

    /// Begins again at the first record.
    package mutating func rewind() {
        unsafe OGR_L_ResetReading(handle)
        atEnd = false
    }

    /// The record of a number, or `nil` where there is none.
    package mutating func record(_ number: Int64) -> SourceRecord? {
        var messages: [NativeMessage] = []
        return GDALMessages.collect(into: &messages) {
            CPLErrorReset()
            guard let feature = unsafe OGR_L_GetFeature(handle, number) else { return nil }
            defer { unsafe OGR_F_Destroy(feature) }
            return unsafe record(feature)
        }
    }
}

extension LayerReader {
    private mutating func nextRecord() -> SourceRecord? {
        CPLErrorReset()
        guard !atEnd, let feature = unsafe OGR_L_GetNextFeature(handle) else {
            atEnd = true
            return nil
        }
        defer { unsafe OGR_F_Destroy(feature) }
        return unsafe record(feature)
    }

    private mutating func record(_ feature: OGRFeatureH) -> SourceRecord {
        let geometry = unsafe geometryReader.read(OGR_F_GetGeometryRef(feature))
        let values = fieldReaders.map { unsafe $0.read(feature) }
        return SourceRecord(
            number: unsafe OGR_F_GetFID(feature), geometry: judged(geometry), changes: geometryReader.changes,
            values: values)
    }

    /// GDAL gives a record whose geometry it cannot read without any, and complains.
    private func judged(_ geometry: SourceGeometry) -> SourceGeometry {
        guard geometry == .absent, CPLGetLastErrorType() == CE_Failure else { return geometry }
        return .unusable(.unreadable(unsafe String(cString: CPLGetLastErrorMsg())))
    }

    private func refuseBrokenEnd(
        _ batch: [SourceRecord], limit: Int, _ messages: [NativeMessage]
    ) throws(NativeError) {
        guard atEnd, batch.count < limit, CPLGetLastErrorType() == CE_Failure else { return }
        throw NativeError(
            .unreadable, "\(path) could not be read to its end; the file is damaged, ask for it again.",
            function: "OGR_L_GetNextFeature", path: path, details: messages)
    }
}
