import GeoCore
import LiveMap

/// Which parts of an object's positions the fields of its layer show a caller.
package struct PositionFields: Hashable, Sendable {
    /// Whether the key, by which people call the object, is shown.
    package var showsName: Bool
    package var showsSpeed: Bool
    package var showsCourse: Bool
    package var showsSource: Bool

    /// The layer's fields with the parts.
    struct Names {
        var time: String
        var speed: String?
        var course: String?
        var source: String?

        static let ofVessels = Names(time: "time", speed: "speed", course: "course", source: "nguon")

        init(time: String, speed: String?, course: String?, source: String?) {
            (self.time, self.speed, self.course, self.source) = (time, speed, course, source)
        }

        init(_ kind: DeviceKind) {
            self.init(time: kind.timeField, speed: kind.speed?.field, course: kind.courseField, source: nil)
        }
    }

    /// - Throws: `unauthenticated` or `forbidden` where the times are not the caller's to see, which a way is nothing without.
    init(_ names: Names, of definition: LayerDefinition, for caller: Caller) throws {
        let access = definition.access
        guard access.allowsField(names.time, for: caller) else {
            throw EngineError(
                caller.role == nil ? .unauthenticated : .forbidden,
                "The times of the layer “\(definition.id)” are not open to you, and so its tracks are not.")
        }
        showsName = definition.key.allSatisfy { access.allowsField($0, for: caller) }
        showsSpeed = names.speed.map { access.allowsField($0, for: caller) } ?? true
        showsCourse = names.course.map { access.allowsField($0, for: caller) } ?? true
        showsSource = names.source.map { access.allowsField($0, for: caller) } ?? true
    }
}
