import GeoCore

/// An immutable R-tree, packed by sorting (sort-tile-recursive) into full nodes that lie one behind another.
struct PackedBoxTree: Sendable {
    /// The leaves first, then their parents, level by level; the root is last.
    private var boxes: [BoundingBox] = []
    /// For a leaf what it stands for, for a node its first child.
    private var targets: [Int32] = []
    /// For a node the end of its children.
    private var ends: [Int32] = []
    private let leafCount: Int

    /// - Parameter items: West not greater than east.
    init(_ items: [BoundingBox]) {
        leafCount = items.count
        for item in Self.tiled(items) {
            boxes.append(items[item])
            targets.append(Int32(item))
            ends.append(0)
        }
        var level = 0..<items.count
        while level.count > 1 {
            for first in stride(from: level.lowerBound, to: level.upperBound, by: Self.fanOut) {
                let children = first..<min(first + Self.fanOut, level.upperBound)
                boxes.append(boxes[children].dropFirst().reduce(boxes[first]) { $0.union($1) })
                targets.append(Int32(first))
                ends.append(Int32(children.upperBound))
            }
            level = level.upperBound..<boxes.count
        }
    }

    /// Calls with the number of every item whose box shares a point with another.
    func forEach(intersecting box: BoundingBox, _ body: (Int) -> Void) {
        guard let root = boxes.last, root.intersects(box) else { return }
        visit(boxes.count - 1, box, body)
    }

    private func visit(_ node: Int, _ box: BoundingBox, _ body: (Int) -> Void) {
        guard node >= leafCount else { return body(Int(targets[node])) }
        for child in Int(targets[node])..<Int(ends[node]) where boxes[child].intersects(box) {
            visit(child, box, body)
        }
    }

    private static func tiled(_ items: [BoundingBox]) -> [Int] {
        let leaves = (items.count + fanOut - 1) / fanOut
        let slices = max(1, Int(Double(leaves).squareRoot().rounded(.up)))
        let size = max(1, slices * fanOut)
        let byLongitude = items.indices.sorted { items[$0].center.x < items[$1].center.x }
        return stride(from: 0, to: items.count, by: size).flatMap { start in
            byLongitude[start..<min(start + size, items.count)].sorted { items[$0].center.y < items[$1].center.y }
        }
    }

    private static let fanOut = 16
}
