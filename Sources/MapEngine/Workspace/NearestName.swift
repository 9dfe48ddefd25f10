extension [String] {
    /// The element that a mistyped name most probably meant: at most two edits away, and fewer than its length.
    func nearest(to name: String) -> String? {
        let ranked = map { (name: $0, distance: Self.edits(Array<Character>(name), Array<Character>($0))) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= 2 && best.distance < name.count ? best.name : nil
    }

    /// Insertions, deletions and replacements between two words, without regard to case.
    private static func edits(_ left: [Character], _ right: [Character]) -> Int {
        let source = left.map { $0.lowercased() }
        let target = right.map { $0.lowercased() }
        var previous = Array<Int>(0...target.count)
        for (row, letter) in source.enumerated() {
            var current = [row + 1]
            for (column, other) in target.enumerated() {
                let replaced = previous[column] + (letter == other ? 0 : 1)
                current.append(Swift.min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[target.count]
    }
}
