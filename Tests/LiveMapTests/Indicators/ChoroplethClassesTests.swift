import Testing

@testable import LiveMap

@Suite("Classes of a choropleth")
struct ChoroplethClassesTests {
    @Test("quantiles hold as many units each")
    func quantiles() {
        let values = (1...20).map(Double.init)
        let classes = ChoroplethClasses(.quantile, values: values, count: 4)
        let sizes = Dictionary(grouping: values.compactMap(classes.index), by: { $0 }).mapValues(\.count)
        #expect(sizes == [0: 5, 1: 5, 2: 5, 3: 5])
    }

    @Test("equal classes are of one width from the least to the greatest value")
    func equal() {
        #expect(ChoroplethClasses(.equal, values: [0, 3, 10], count: 5).bounds == [0, 2, 4, 6, 8, 10])
    }

    @Test("Jenks' classes part where the gaps are")
    func jenks() {
        let classes = ChoroplethClasses(.jenks, values: [1, 2, 3, 10, 11, 12, 50, 52], count: 3)
        #expect(classes.bounds == [1, 10, 50, 52])
    }

    @Test("Jenks' classes have the least variance of all partitions", arguments: 2...4)
    func optimum(count: Int) {
        let values = [1.0, 1.5, 4, 4.25, 5, 9, 9.5, 13, 14, 20]
        let starts = JenksBreaks(values, count: count).bounds
        let best = Self.partitions(values, count).map(Self.cost).min() ?? .infinity
        let cuts = starts.compactMap(values.firstIndex)
        let bounds = [0] + cuts + [values.count]
        let found = zip(bounds, bounds.dropFirst()).map { Array(values[$0..<$1]) }
        #expect(abs(Self.cost(found) - best) < 1e-9)
    }

    @Test("equal values make one class, no value none")
    func degenerate() {
        for method in [ChoroplethClasses.Method.quantile, .equal, .jenks] {
            let one = ChoroplethClasses(method, values: [7, 7, 7], count: 5)
            #expect(one.count == 1 && one.index(of: 7) == 0, "\(method)")
            #expect(ChoroplethClasses(method, values: [], count: 5).count == 0)
        }
    }

    @Test("a bound belongs to the class above it, the greatest value to the last class")
    func membership() {
        let classes = ChoroplethClasses(.thresholds, values: [50, 100], count: 3, thresholds: [80, 95])
        #expect([50, 79.9, 80, 95, 100].map(classes.index) == [0, 0, 1, 2, 2])
        #expect(classes.index(of: 101) == nil && classes.index(of: .nan) == nil)
    }

    private static func partitions(_ values: [Double], _ count: Int) -> [[[Double]]] {
        guard count > 1 else { return [[values]] }
        return (1...(values.count - count + 1)).flatMap { size in
            partitions(Array(values.dropFirst(size)), count - 1).map { [Array(values.prefix(size))] + $0 }
        }
    }

    private static func cost(_ classes: [[Double]]) -> Double {
        classes.reduce(0) { sum, values in
            let mean = values.reduce(0, +) / Double(values.count)
            return sum + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
    }
}
