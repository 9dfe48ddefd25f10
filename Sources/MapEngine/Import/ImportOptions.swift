package import GeoCore

/// What the person who imports has said; what they left open is found from the file.
package struct ImportOptions: Sendable {
    /// How records meet the features that are there.
    package enum Mode: String, Sendable, CaseIterable {
        /// Features that the new file does not hold go.
        case replace
        /// Features with a known key change, others are added, none goes.
        case upsert
        /// Every record is added.
        case append
    }

    /// The order of the axes in the file; `auto` finds it.
    package enum Axes: String, Sendable, CaseIterable {
        case auto
        /// Easting or longitude first.
        case en
        /// Northing or latitude first.
        case ne
    }

    /// How many records may be refused before the import as a whole is.
    package enum Tolerance: Sendable, Equatable {
        case count(Int)
        case percent(Double)

        /// Reads `5` or `2.5%`; `nil` for anything else.
        package init?(_ text: String) {
            if text.hasSuffix("%") {
                guard let share = Double(text.dropLast()), (0...100).contains(share) else { return nil }
                self = .percent(share)
            } else {
                guard let count = Int(text), count >= 0 else { return nil }
                self = .count(count)
            }
        }

        /// Whether so many refusals of so many records are too many.
        package func isExceeded(refused: Int, read: Int) -> Bool {
            switch self {
            case .count(let limit): refused > limit
            case .percent(let share): Double(refused) > share / 100 * Double(read)
            }
        }
    }

    package var sourceLayer: String?
    /// `nil` finds it.
    package var crs: CRS?
    package var encoding = TextEncodingChoice.automatic
    package var axes = Axes.auto
    /// `nil` is `upsert` where the layer has a key, else `replace`.
    package var mode: Mode?
    package var maxRejected = Tolerance.count(0)
    package var isDryRun = false
    /// Values that every record gets, by field name: an era's valid-from, say.
    package var constants: [String: String] = [:]
    /// Source fields named by hand, by field of the definition.
    package var fieldSources: [String: String] = [:]

    package init() {}
}

/// How far an import has come.
package struct ImportProgress: Sendable {
    /// What an import is at.
    package enum Phase: Sendable {
        case reading
        case committing
    }

    package var phase: Phase
    package var done: Int
    /// `nil` where the format does not tell.
    package var total: Int?

    package init(phase: Phase, done: Int, total: Int?) {
        self.phase = phase
        self.done = done
        self.total = total
    }
}
