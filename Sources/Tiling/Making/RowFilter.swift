import GeoCore

/// Tells the features of index blocks that a caller may see, by the values of their columns.
///
/// A condition on a field that the index does not keep holds for no feature.
struct RowFilter {
    private let conditions: [(column: Int, values: [[UInt8]])]
    /// For each condition of the present block where its numbers lie, and which of its values are wanted.
    private var columns: [(indices: Int, isWanted: [Bool])] = []

    init(_ scope: RowScope, schema: TileIndexSchema) {
        conditions = scope.any.compactMap { condition in
            guard let column = schema.fields.firstIndex(where: { $0.name == condition.field }) else { return nil }
            return (column, condition.values.compactMap { FieldValue.text($0).tileValue })
        }
    }

    mutating func begin(_ block: BlockView) throws(TilingError) {
        columns.removeAll(keepingCapacity: true)
        for condition in conditions {
            let view = try block.column(condition.column)
            var isWanted = [false]
            for number in 0..<view.distinct {
                let range = try block.value(number, of: view).range
                let bytes = unsafe Array(block.bytes(range))
                isWanted.append(condition.values.contains(bytes))
            }
            columns.append((view.indices, isWanted))
        }
    }

    func admits(_ feature: Int, of block: BlockView) -> Bool {
        columns.contains { column in
            let number = Int(block.load(column.indices + feature, UInt8.self))
            return number < column.isWanted.count && column.isWanted[number]
        }
    }
}
