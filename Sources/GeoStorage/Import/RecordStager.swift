import Foundation
import GeoCore

/// Checks records against the layer, writes their contents to a scratch file, and sorts what identifies them.
struct RecordStager {
    let table: LayerTable
    let payload: ScratchFile
    private var sorter: SpillingSorter<StagedEntry>
    private(set) var read = 0
    private(set) var refusals: [RecordRefusal] = []
    private var scratch: [UInt8] = []

    init(table: LayerTable, scratchFolder: URL) throws {
        self.table = table
        payload = try ScratchFile(in: scratchFolder)
        sorter = SpillingSorter(scratchFolder: scratchFolder)
    }

    mutating func append(_ feature: StagedFeature) throws {
        read += 1
        let contents: RowContents
        do throws(RowContents.Refusal) {
            contents = try RowContents.make(feature.values, feature.geometry, table: table, reusing: &scratch)
        } catch {
            refusals.append(RecordRefusal(record: feature.record, reason: error.reason))
            return
        }
        try append(contents, of: feature)
    }

    private mutating func append(_ contents: RowContents, of feature: StagedFeature) throws {
        let offset = try payload.append(scratch)
        try sorter.append(
            StagedEntry(
                contents, record: feature.record, offset: offset, length: scratch.count,
                area: feature.areaSquareMeters ?? .nan))
    }

    consuming func finish() throws -> StagedRecords {
        try payload.flush()
        return StagedRecords(payload: payload, read: read, refusals: refusals, entries: try sorter.finish())
    }
}

/// Everything that an import has staged, ready to be compared with the layer.
struct StagedRecords: Sendable {
    let payload: ScratchFile
    let read: Int
    /// Records that do not fit the layer.
    let refusals: [RecordRefusal]
    /// By key, then record.
    let entries: SortedRuns<StagedEntry>
}
