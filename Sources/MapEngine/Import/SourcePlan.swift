import GeoCore
import GeoNative

/// How a source layer is to be read: every decision made, before the first record is taken in.
struct SourcePlan: Sendable {
    var path: String
    var layer: SourceLayer
    var definition: LayerDefinition
    var crs: CRSDefinition
    var areAxesSwapped: Bool
    /// Whether areas can be computed on the source's own plane, in m².
    var isProjected: Bool
    /// One for each field of the definition.
    var columns: [ColumnPlan]
    /// The encoding of each source field's text.
    var encodings: [TextEncoding]
    /// Where points come from columns: the positions of easting (longitude) and northing (latitude).
    var coordinateColumns: CoordinateColumns?
    var decision: SourceDecision

    /// The file's name without its folder.
    var fileName: String { decision.file }
}

/// Where the value of one field comes from.
enum ColumnPlan: Hashable, Sendable {
    /// A source field, by position; numbers are read with this decimal mark.
    case source(Int, mark: NumberText.DecimalMark?)
    /// The same for every record.
    case constant(FieldValue)
    case absent
}

/// The two columns of a table that hold a position.
struct CoordinateColumns: Hashable, Sendable {
    /// Easting or longitude, as far as the names tell.
    var first: Int
    var second: Int
    /// Whether the names say that `first` is a northing (X in Vietnamese coordinate tables is decided by the numbers).
    var namesSaySwapped: Bool
    var marks: [NumberText.DecimalMark?]
}

extension CoordinateColumns {
    /// Pairs of names, folded, that people give to coordinates; easting or longitude first.
    private static let pairs: [(String, String)] = [
        ("lon", "lat"), ("lng", "lat"), ("long", "lat"), ("longitude", "latitude"), ("kinhdo", "vido"), ("kd", "vd"),
        ("x", "y"), ("xm", "ym"), ("toadox", "toadoy"), ("easting", "northing"), ("e", "n"), ("dong", "bac"),
        ("xcoord", "ycoord"), ("pointx", "pointy"), ("xlongitude", "ylatitude"),
    ]

    /// Finds the columns by their names; `nil` where no pair is there.
    init?(names: [String]) {
        let keys = names.map { SearchText.folded($0).filter { $0.isLetter || $0.isNumber } }
        for (first, second) in Self.pairs {
            guard let one = keys.firstIndex(of: first), let other = keys.firstIndex(of: second) else { continue }
            self.init(first: one, second: other, namesSaySwapped: false, marks: [nil, nil])
            return
        }
        return nil
    }
}
