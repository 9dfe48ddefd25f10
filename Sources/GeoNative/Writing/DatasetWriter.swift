import CGDAL
import Foundation
package import GeoCore

/// A vector file being written. One owner, one task at a time.
///
/// The same layers and records give the same bytes at any time: dates that a format forces into its headers are fixed.
@safe
package struct DatasetWriter: ~Copyable {
    /// What may lie at the path already.
    package enum Existing: Hashable, Sendable {
        /// Refuse to write over it.
        case refuse
        /// Delete it and the files beside it that belong to it.
        case replace
    }

    /// `nil` once closed.
    private var handle: GDALDatasetH?
    private let target: TargetFile
    private let csv: CSVGeometry
    private var layers: [LayerWriter] = []
    private let inTransaction: Bool

    /// Creates the file; formats of one layer are only on disk after `addLayer`.
    ///
    /// - Throws: `.notWritten` where something lies there already or the folder cannot be written.
    package init(
        creating path: String, format: TargetFormat, existing: Existing = .refuse, csv: CSVGeometry = .none
    ) throws(NativeError) {
        NativeLibraries.start()
        target = TargetFile(path: path, format: format)
        self.csv = csv
        try target.prepare(existing)
        let handle = try unsafe target.create()
        unsafe self.handle = unsafe handle
        let mayCommit = unsafe GDALDatasetTestCapability(handle, ODsCTransactions) != 0
        inTransaction = mayCommit && format == .geoPackage
        if inTransaction { unsafe GDALDatasetStartTransaction(handle, 0) }
    }

    deinit {
        // The net for a writer that was dropped: what was written so far is closed, and nobody is told of errors.
        var messages: [NativeMessage] = []
        if let handle = unsafe handle { GDALMessages.collect(into: &messages) { unsafe GDALClose(handle) } }
    }

    /// Adds a layer and returns its index, which `write` takes; single-layer formats take one.
    package mutating func addLayer(_ layer: TargetLayer) throws(NativeError) -> Int {
        guard let handle = unsafe handle else { preconditionFailure("the writer is open until it is closed") }
        let writer = try unsafe LayerWriter(layer, in: handle, target: target, csv: csv)
        layers.append(writer)
        return layers.count - 1
    }

    /// Writes a record with one value for each field of its layer, in the layer's order.
    package mutating func write(
        _ geometry: Geometry?, _ values: [SourceValue], to layer: Int = 0
    ) throws(NativeError) {
        precondition(layers.indices.contains(layer), "the layer must have been added")
        try layers[layer].write(geometry, values)
    }

    /// Writes what is buffered and closes the file.
    ///
    /// - Throws: `.notWritten` with the last error: a full disk often shows only here. Then no file is left.
    package consuming func close() throws(NativeError) {
        let messages = end()
        do {
            try target.refuse(messages, function: "GDALClose")
            for layer in layers { try target.finishText(layer.layer) }
        } catch {
            try target.discard()
            throw error
        }
    }

    /// Closes the file and deletes it: a part of a dataset would be taken for the whole.
    ///
    /// - Throws: `.notWritten` where it cannot be deleted.
    package consuming func discard() throws(NativeError) {
        _ = end()
        try target.discard()
    }

    /// Hands everything to GDAL and returns what it said.
    private mutating func end() -> [NativeMessage] {
        var messages: [NativeMessage] = []
        guard let handle = unsafe handle else { return messages }
        unsafe self.handle = nil
        ConfigurationScope.run(TargetFile.fixedDates) {
            GDALMessages.collect(into: &messages) {
                if inTransaction { unsafe _ = GDALDatasetCommitTransaction(handle) }
                unsafe GDALFlushCache(handle)
                unsafe GDALClose(handle)
            }
        }
        return messages
    }
}
