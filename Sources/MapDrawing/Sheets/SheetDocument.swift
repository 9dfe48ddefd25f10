package import GeoCore

/// A thing on a page; later ones lie over earlier ones.
package indirect enum SheetElement: Hashable, Sendable {
    /// The inside of rings by the even-odd rule; a ring need not repeat its first point.
    case fill([[SheetPoint]], SheetColor)
    /// An open path; a closed one repeats its first point.
    case stroke([SheetPoint], SheetPen)
    /// One line of words with its baseline at the point; kept as text that can be searched and copied.
    case text(String, at: SheetPoint, SheetTextStyle, SheetAlignment)
    /// What of the elements lies inside the box.
    case clipped(SheetBox, [SheetElement])
}

extension SheetElement {
    fileprivate var words: [String] {
        switch self {
        case .text(let text, _, _, _): [text]
        case .clipped(_, let elements): elements.flatMap(\.words)
        case .fill, .stroke: []
        }
    }
}

/// One page with what is on it.
package struct SheetPage: Hashable, Sendable {
    /// Points.
    package var width: Double
    package var height: Double
    package var elements: [SheetElement]

    /// An upright A4 page.
    package init(elements: [SheetElement] = []) {
        (width, height) = (Self.a4.width, Self.a4.height)
        self.elements = elements
    }

    /// What the page says, in drawing order.
    package var words: [String] { elements.flatMap(\.words) }

    /// ISO 216 in points.
    package static let a4 = SheetBox(x: 0, y: 0, width: 595.28, height: 841.89)
}

/// Pages with what is told of them, to be written as one PDF file.
package struct SheetDocument: Sendable {
    package var title: String
    package var author: String
    package var subject: String
    /// The moment that the file says it was made; nothing else in it depends on when it is written.
    package var created: Instant
    package var pages: [SheetPage]

    package init(title: String, author: String, subject: String, created: Instant, pages: [SheetPage]) {
        self.title = title
        self.author = author
        self.subject = subject
        self.created = created
        self.pages = pages
    }

    /// The file (PDF 1.5): the same document gives the same bytes.
    ///
    /// - Parameter ruler: Measured the words of the document; its fonts are embedded, cut down to the letters used.
    /// - Throws: `DrawingError` where Cairo refuses, and for a document without pages.
    package func pdf(_ ruler: TextRuler) throws(DrawingError) -> [UInt8] {
        guard !pages.isEmpty else {
            throw DrawingError(code: .unreadable, subject: title, message: "a document needs at least one page")
        }
        var canvas = try PDFCanvas(self, fonts: ruler.fonts)
        for page in pages { try canvas.draw(page) }
        return try canvas.finish()
    }
}
