import GeoCore
import LiveMap

extension DeviceWorks {
    /// What an alert calls a device: the label of its layer, where its row has one that everybody may see, else its code; `nil` for
    /// an object that is no device.
    func title(of object: ObjectID) -> String? {
        guard let layer = owners[object].flatMap({ layers[$0] }), let code = layer.table.name(of: object) else {
            return nil
        }
        return layer.label(of: object) ?? code
    }
}

extension DeviceLayer {
    /// The value of the field that the layer's maps write beside a device.
    fileprivate func label(of object: ObjectID) -> String? {
        guard let name = definition.tiles.label, definition.access.restricted[name] == nil,
            let index = definition.index(of: name), let text = table.rows[object]?.values[index].text, !text.isEmpty
        else { return nil }
        return text
    }
}
