/// The classes of a choropleth: bounds between which values share a colour. Units without data are in none of them.
package struct ChoroplethClasses: Hashable, Sendable {
    package let method: Method
    /// Ascending, one more than there are classes; empty where there is no value.
    package let bounds: [Double]

    /// How bounds are chosen.
    package enum Method: String, Hashable, Sendable, CaseIterable {
        /// As many units in each class.
        case quantile
        /// Classes of the same width.
        case equal
        /// The least variance within classes (Jenks).
        case jenks
        /// The indicator's own thresholds.
        case thresholds
    }

    /// - Parameters:
    ///   - values: Those that are shown only: a legend must not tell what a map hides.
    ///   - count: Classes wanted, 1 to 9; there are fewer where the values do not fill them.
    package init(_ method: Method, values: [Double], count: Int, thresholds: [Double] = []) {
        self.method = method
        let sorted = values.filter(\.isFinite).sorted()
        let count = min(max(count, 1), 9)
        guard let first = sorted.first, let last = sorted.last else {
            bounds = []
            return
        }
        let inner: [Double] =
            switch method {
            case .quantile: (1..<count).map { sorted[min(sorted.count - 1, $0 * sorted.count / count)] }
            case .equal: (1..<count).map { first + (last - first) * Double($0) / Double(count) }
            case .jenks: JenksBreaks(sorted, count: count).bounds
            case .thresholds: thresholds.sorted()
            }
        bounds = Self.joined(first, inner, last)
    }

    /// The class of a value, from 0; `nil` outside of all bounds. A bound belongs to the class above it, the last one to
    /// the last class.
    package func index(of value: Double) -> Int? {
        guard let first = bounds.first, let last = bounds.last, value >= first, value <= last else { return nil }
        return min((bounds.firstIndex { $0 > value } ?? bounds.count) - 1, max(bounds.count - 2, 0))
    }

    package var count: Int { max(0, bounds.count - 1) }

    /// Bounds without repetition, from the least to the greatest value; a single value makes one class.
    private static func joined(_ first: Double, _ inner: [Double], _ last: Double) -> [Double] {
        var bounds = [first]
        for bound in inner where bound > bounds[bounds.count - 1] && bound <= last { bounds.append(bound) }
        if bounds[bounds.count - 1] < last || bounds.count == 1 { bounds.append(last) }
        return bounds
    }
}

/// Fisher's exact optimum of Jenks' natural breaks, by dynamic programming over the distinct values with their frequency.
struct JenksBreaks {
    /// The first value of every class but the lowest.
    let bounds: [Double]

    /// - Parameter sorted: Ascending. More than 2,000 distinct values are thinned evenly, since the time is their square.
    init(_ sorted: [Double], count: Int) {
        var distinct: [(value: Double, weight: Double)] = []
        for value in sorted {
            if distinct.last?.value == value {
                distinct[distinct.count - 1].weight += 1
            } else {
                distinct.append((value, 1))
            }
        }
        let step = (distinct.count + 1_999) / 2_000
        let values = distinct.indices.filter { $0 % max(1, step) == 0 }.map { distinct[$0] }
        bounds = Self.starts(values, count: min(count, values.count)).map { values[$0].value }
    }

    private static func starts(_ values: [(value: Double, weight: Double)], count: Int) -> [Int] {
        guard count > 1 else { return [] }
        let spread = Spread(values)
        var cost = values.indices.map { spread.variance(0...$0) }
        var choices: [[Int]] = []
        for classes in 1..<count {
            var next = cost
            var starts = [Int](repeating: 0, count: values.count)
            for end in values.indices where end >= classes {
                var best = (cost: Double.infinity, start: classes)
                for start in classes...end {
                    let total = cost[start - 1] + spread.variance(start...end)
                    if total < best.cost { best = (total, start) }
                }
                (next[end], starts[end]) = best
            }
            (cost, choices) = (next, choices + [starts])
        }
        var end = values.count - 1
        return choices.reversed().map { starts in
            let start = starts[end]
            end = start - 1
            return start
        }.reversed()
    }

    /// Sums that give the squared deviation of any stretch of values at once.
    private struct Spread {
        private var weights = [0.0]
        private var sums = [0.0]
        private var squares = [0.0]

        init(_ values: [(value: Double, weight: Double)]) {
            // Around the middle, so that large values do not lose their differences.
            let middle = values.isEmpty ? 0 : values[values.count / 2].value
            for (value, weight) in values {
                let moved = value - middle
                weights.append(weights[weights.count - 1] + weight)
                sums.append(sums[sums.count - 1] + weight * moved)
                squares.append(squares[squares.count - 1] + weight * moved * moved)
            }
        }

        func variance(_ range: ClosedRange<Int>) -> Double {
            let weight = weights[range.upperBound + 1] - weights[range.lowerBound]
            let sum = sums[range.upperBound + 1] - sums[range.lowerBound]
            return squares[range.upperBound + 1] - squares[range.lowerBound] - sum * sum / weight
        }
    }
}
