extension RandomAccessCollection where Index == Int {
    /// The first position whose element satisfies the predicate, in a collection in which all before it do not and all after it do.
    @inlinable
    package func partitioningIndex(where belongsBehind: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if belongsBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
