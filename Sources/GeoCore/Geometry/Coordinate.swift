/// A position: `x` then `y`, which for geographic systems is always longitude then latitude, in degrees.
package struct Coordinate: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    /// A geographic position in degrees.
    package init(longitude: Double, latitude: Double) {
        self.init(x: longitude, y: latitude)
    }

    package var longitude: Double { x }
    package var latitude: Double { y }

    package var isFinite: Bool { x.isFinite && y.isFinite }
}
