package import GeoCore

/// Something that is wrong with the store, with what to do about it.
package struct StoreFault: Hashable, Sendable, CustomStringConvertible {
    /// `nil` where the fault is the file's.
    package var layer: LayerID?
    package var description: String

    package init(layer: LayerID?, description: String) {
        self.layer = layer
        self.description = description
    }
}
