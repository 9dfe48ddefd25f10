/// A place on a page, in points (1/72 inch) from its upper left corner, y downward.
package struct SheetPoint: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// A part of a page in points, with its sides along the page's.
package struct SheetBox: Hashable, Sendable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    package var right: Double { x + width }
    package var bottom: Double { y + height }
    package var corners: [SheetPoint] {
        [
            SheetPoint(x: x, y: y), SheetPoint(x: right, y: y), SheetPoint(x: right, y: bottom),
            SheetPoint(x: x, y: bottom),
        ]
    }

    /// The same box smaller on every side; a negative margin makes it larger.
    package func inset(_ margin: Double) -> SheetBox {
        SheetBox(x: x + margin, y: y + margin, width: width - 2 * margin, height: height - 2 * margin)
    }

    /// Whether the point lies in the box, sides included.
    package func contains(_ point: SheetPoint) -> Bool {
        (x...right).contains(point.x) && (y...bottom).contains(point.y)
    }

    /// Whether the other box lies in this one, sides included.
    package func contains(_ other: SheetBox) -> Bool {
        other.x >= x && other.right <= right && other.y >= y && other.bottom <= bottom
    }

    /// Whether the boxes share more than a side.
    package func overlaps(_ other: SheetBox) -> Bool {
        x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }
}

/// A colour with its opacity.
package struct SheetColor: Hashable, Sendable {
    /// 0 to 1, as are the others.
    package var red: Double
    package var green: Double
    package var blue: Double
    /// 0 is clear, 1 hides what lies below.
    package var opacity: Double

    /// - Parameter hex: `0xRRGGBB`.
    package init(_ hex: UInt32, opacity: Double = 1) {
        red = Double(hex >> 16 & 0xFF) / 255
        green = Double(hex >> 8 & 0xFF) / 255
        blue = Double(hex & 0xFF) / 255
        self.opacity = opacity
    }

    package static let black = SheetColor(0x1A1A1A)
    package static let white = SheetColor(0xFFFFFF)
    package static let grey = SheetColor(0x5F6B76)

    /// The colour with another opacity, 0 to 1.
    package func with(opacity: Double) -> SheetColor {
        var color = self
        color.opacity = opacity
        return color
    }
}

/// How a line is drawn.
package struct SheetPen: Hashable, Sendable {
    package var color: SheetColor
    /// Points.
    package var width: Double
    /// Lengths in points of ink and of gaps in turn; empty for a line without gaps.
    package var dashes: [Double]

    package init(_ color: SheetColor, width: Double, dashes: [Double] = []) {
        self.color = color
        self.width = width
        self.dashes = dashes
    }
}

/// The faces that sheets are set in.
package enum SheetFont: String, Hashable, Sendable, CaseIterable {
    case regular = "Noto Sans Regular"
    case bold = "Noto Sans Bold"
    case italic = "Noto Sans Italic"
}

/// How words are set.
package struct SheetTextStyle: Hashable, Sendable {
    package var font: SheetFont
    /// Points.
    package var size: Double
    package var color: SheetColor
    /// A rim that lifts the words off a map.
    package var halo: SheetColor?

    package init(
        _ font: SheetFont = .regular, size: Double = 9, color: SheetColor = .black, halo: SheetColor? = nil
    ) {
        self.font = font
        self.size = size
        self.color = color
        self.halo = halo
    }

    /// Points from one baseline to the next.
    package var leading: Double { size * 1.36 }
}

/// To which side of its place a line of words lies.
package enum SheetAlignment: Hashable, Sendable {
    case leading
    case center
    case trailing
}
