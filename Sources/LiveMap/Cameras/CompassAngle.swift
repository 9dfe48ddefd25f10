/// Differences of directions and of meridians, which begin anew after 360°.
enum CompassAngle {
    /// Degrees clockwise (or east) from the first to the second, in −180 ≤ x ≤ 180.
    static func difference(from first: Double, to second: Double) -> Double {
        (second - first).remainder(dividingBy: 360)
    }
}
