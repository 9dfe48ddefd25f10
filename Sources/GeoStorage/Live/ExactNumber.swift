/// How a number is written: as whole units where that loses nothing, else as it is.
enum ExactNumber {
    /// The units that give the number back to the bit when divided by `scale`, or `nil` where there are none.
    static func units(of value: Double, scale: Double) -> Int64? {
        let units = (value * scale).rounded()
        guard units.magnitude < 1e15 else { return nil }
        let whole = Int64(units)
        return (Double(whole) / scale).bitPattern == value.bitPattern ? whole : nil
    }
}

/// How both coordinates of a fix are written.
enum CoordinateForm: UInt8 {
    /// 1e-7 degrees, as most devices send them.
    case decimal = 0
    /// 1/600,000 degrees, as AIS sends them (ITU-R M.1371).
    case ais = 1
    /// Doubles.
    case exact = 2

    var scale: Double { self == .ais ? 600_000 : 10_000_000 }

    /// The shortest form that gives both numbers back to the bit.
    static func shortest(_ longitude: Double, _ latitude: Double) -> (form: CoordinateForm, x: Int64, y: Int64) {
        for form in [CoordinateForm.decimal, .ais] {
            if let x = ExactNumber.units(of: longitude, scale: form.scale),
                let y = ExactNumber.units(of: latitude, scale: form.scale)
            {
                return (form, x, y)
            }
        }
        return (.exact, 0, 0)
    }
}

/// How a speed or a course is written.
enum MeasureForm: UInt8 {
    case absent = 0
    case tenths = 1
    case exact = 2

    static func shortest(_ value: Double) -> (form: MeasureForm, tenths: Int64) {
        if value.isNaN { return (.absent, 0) }
        guard let tenths = ExactNumber.units(of: value, scale: 10) else { return (.exact, 0) }
        return (.tenths, tenths)
    }
}
