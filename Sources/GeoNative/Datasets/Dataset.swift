import CGDAL
import Foundation

/// An open source file with vector layers. One owner, one task at a time.
///
/// The file and its neighbours are never written to: what must be made beside them is made in a temporary folder.
@safe
package struct Dataset: ~Copyable {
    package let format: SourceFormat
    /// What was noticed on opening, as sentences.
    package let notes: [SourceNote]

    private let handle: GDALDatasetH
    private let path: SourcePath
    private let evidence: TextEvidence
    private let overlay: SourceOverlay?
    /// What has been described, since counting records and finding the extent may read the whole file.
    private var described: [Int32: SourceLayer]

    /// Opens a local file for reading.
    ///
    /// - Throws: `NativeError` with a sentence that says what is wrong with which file and what to do.
    package init(opening path: String, blocks: DrawingBlocks = .points) throws(NativeError) {
        NativeLibraries.start()
        let path = try SourcePath(path)
        let opening = try SourceOpening(path, blocks: blocks)
        unsafe handle = unsafe try opening.open()
        self.path = path
        format = path.format
        notes = opening.notes
        evidence = opening.evidence
        overlay = opening.overlay
        described = [:]
    }

    deinit {
        // Closing a dataset that was only read has nothing to report.
        unsafe GDALClose(handle)
    }

    /// The layers in the file's order; counting records may read the whole file for text formats.
    package mutating func layers() throws(NativeError) -> [SourceLayer] {
        let count = unsafe GDALDatasetGetLayerCount(handle)
        var layers: [SourceLayer] = []
        for index in 0..<count { layers.append(try describe(index)) }
        guard !layers.isEmpty else {
            throw NativeError(.empty, "\(path.named) holds no layer; ask for a file with data.", path: path.named)
        }
        return layers
    }

    /// Lends a reader of the layer of a name, or of the only layer where no name is given.
    package mutating func withLayer<Result: ~Copyable>(
        _ name: String? = nil, _ body: (inout LayerReader) throws -> Result
    ) throws -> Result {
        let index = try index(of: name)
        let layer = try describe(index)
        var reader = unsafe LayerReader(try self.layer(at: index), layer: layer, path: path)
        return try body(&reader)
    }

    /// Closes the file; afterwards the temporary folder, if there was one, is gone.
    package consuming func close() {}
}

extension Dataset {
    private func index(of name: String?) throws(NativeError) -> Int32 {
        let count = unsafe GDALDatasetGetLayerCount(handle)
        var names: [String] = []
        for index in 0..<count { names.append(unsafe NativeText(OGR_L_GetName(try layer(at: index))).text) }
        if let name, let index = names.firstIndex(of: name) { return Int32(index) }
        if name == nil, count == 1 { return 0 }
        throw NativeError(.unknownName, missing(name, among: names), path: path.named)
    }

    private func missing(_ name: String?, among names: [String]) -> String {
        guard !names.isEmpty else { return "\(path.named) holds no layer; ask for a file with data." }
        let list = names.prefix(20).joined(separator: ", ")
        guard let name else { return "\(path.named) has \(names.count) layers; choose one of: \(list)." }
        return "\(path.named) has no layer \(name); it has: \(list)."
    }

    private func layer(at index: Int32) throws(NativeError) -> OGRLayerH {
        try unsafe NativeError.check(
            "GDALDatasetGetLayer", or: NativeFailure(.unreadable, "Layer \(index) of \(path.named) cannot be read.")
        ) { unsafe GDALDatasetGetLayer(handle, index) }
    }

    private mutating func describe(_ index: Int32) throws(NativeError) -> SourceLayer {
        if let known = described[index] { return known }
        let layer = unsafe try layer(at: index)
        var messages: [NativeMessage] = []
        let description = GDALMessages.collect(into: &messages) {
            unsafe LayerDescription(layer, evidence: evidence).layer
        }
        described[index] = description
        return description
    }
}
