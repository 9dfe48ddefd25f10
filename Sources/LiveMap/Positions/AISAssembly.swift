import GeoCore

/// Joins the sentences of messages that take more than one, for a bounded number of messages at a time.
struct AISAssembly {
    /// Messages begun and not ended, the oldest first.
    private var groups: [Group] = []
    private let maxGroups: Int
    /// After how many more sentences a message is given up.
    private let patience: Int
    private var clock = 0

    private struct Group {
        var key: AISSentence.Group
        var parts: Int
        var received: Int
        var bits: AISBits
        var time: Instant?
        var begun: Int
    }

    init(maxGroups: Int, patience: Int) {
        self.maxGroups = maxGroups
        self.patience = patience
    }

    /// What a sentence completes, with the time of its first part; messages given up for it are added to `lost`.
    mutating func add(_ sentence: AISSentence, lost: inout Int) throws(AISFault) -> (AISBits, Instant?)? {
        clock += 1
        while let oldest = groups.first, clock - oldest.begun > patience { drop(0, &lost, oldest) }
        guard sentence.parts > 1 else {
            var bits = AISBits()
            try bits.append(armoured: sentence.payload, fill: sentence.fill)
            return (bits, sentence.time)
        }
        let index = groups.firstIndex { $0.key == sentence.group }
        return sentence.part == 1 ? try begin(sentence, replacing: index, &lost) : try go(on: sentence, index)
    }

    private mutating func begin(
        _ sentence: AISSentence, replacing index: Int?, _ lost: inout Int
    ) throws(AISFault) -> (AISBits, Instant?)? {
        if let index { drop(index, &lost, groups[index]) }
        if groups.count >= maxGroups { drop(0, &lost, groups[0]) }
        var bits = AISBits()
        try bits.append(armoured: sentence.payload, fill: sentence.fill)
        groups.append(
            Group(
                key: sentence.group, parts: sentence.parts, received: 1, bits: bits, time: sentence.time, begun: clock))
        return nil
    }

    private mutating func go(on sentence: AISSentence, _ index: Int?) throws(AISFault) -> (AISBits, Instant?)? {
        guard let index, groups[index].parts == sentence.parts, groups[index].received + 1 == sentence.part else {
            throw .strayPart
        }
        try groups[index].bits.append(armoured: sentence.payload, fill: sentence.fill)
        groups[index].received += 1
        guard groups[index].received == sentence.parts else { return nil }
        let whole = groups.remove(at: index)
        return (whole.bits, whole.time)
    }

    private mutating func drop(_ index: Int, _ lost: inout Int, _ group: Group) {
        lost += group.received
        groups.remove(at: index)
    }
}
