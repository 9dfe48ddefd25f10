import GeoCore

/// Reads a table of positions, CSV with a header, chunk by chunk.
///
/// The columns are those of the position's body (`vessel`, `time`, `lon`, `lat`, `speed`, `course`, `device`, `source`,
/// `kind`, `object`) or MarineCadastre's (`MMSI`, `BaseDateTime` in UTC, `LAT`, `LON`, `SOG`, `COG`, `Heading`,
/// `VesselName` …), in any order and case; others are passed over. The separator is a comma, a semicolon or a tab. An
/// empty cell says nothing.
package struct PositionTable: Sendable {
    private let reader: PositionReader
    private var rows = CSVRows(maxRowBytes: 65_536)
    private var header: PositionColumns?
    private var head: [UInt8] = []
    /// Records read, good and refused.
    package private(set) var count = 0
    /// A checksum of what each ship last said of itself, so that it is not read and handed out with every row.
    private var said: [ObjectID: UInt64] = [:]

    package init(reader: PositionReader) {
        self.reader = reader
    }

    /// Takes the next bytes of the table; chunks may end anywhere. Refusals carry the number of the row, from 0.
    ///
    /// - Throws: `PositionBodyError` where the first line is no header of such a table.
    package mutating func consume(_ bytes: [UInt8]) throws(PositionBodyError) -> PositionBatch {
        var batch = PositionBatch()
        guard header == nil else {
            read(bytes, into: &batch)
            return batch
        }
        head += bytes
        guard let end = head.firstIndex(of: 10) else {
            guard head.count <= 65_536 else { throw Self.noHeader("the first line has no end") }
            return batch
        }
        try readHeader(head[..<end])
        let rest = Array(head[(end + 1)...])
        head = []
        read(rest, into: &batch)
        return batch
    }

    /// Ends the table.
    ///
    /// - Throws: `PositionBodyError` where there was no header.
    package mutating func finish() throws(PositionBodyError) -> PositionBatch {
        if header == nil { try readHeader(head[...]) }
        var batch = PositionBatch()
        if let row = rows.last() { keep(row, in: &batch) }
        return batch
    }

    private mutating func readHeader(_ line: ArraySlice<UInt8>) throws(PositionBodyError) {
        let separators = Array(",;\t".utf8)
        let counts = separators.map { separator in line.count { $0 == separator } }
        rows.separator = zip(separators, counts).max { $0.1 < $1.1 }?.0 ?? separators[0]
        var splitter = rows
        var index = 0
        guard let row = splitter.next(line + [10], from: &index) else {
            throw Self.noHeader("a quotation mark is open")
        }
        header = try PositionColumns((0..<row.count).map(row.text))
    }

    fileprivate static func noHeader(_ message: String) -> PositionBodyError {
        PositionBodyError(offset: 0, message: message)
    }

    private mutating func read(_ bytes: [UInt8], into batch: inout PositionBatch) {
        var index = 0
        while let row = rows.next(bytes, from: &index) { keep(row, in: &batch) }
    }

    private mutating func keep(_ row: CSVRows.Row, in batch: inout PositionBatch) {
        guard let header, !row.isBlank else { return }
        defer { count += 1 }
        do throws(PositionFault) {
            if row.isTooLong { throw .tooLong("line", bytes: row.bytes.count) }
            guard row.count == header.count else { throw .fieldCount(row.count, expected: header.count) }
            let report = try header.draft(row).report(reader)
            batch.reports.append(report)
            noteParticulars(row, header, of: report.fix.object, in: &batch)
        } catch {
            batch.refusals.append(PositionRefusal(index: count, fault: error))
        }
    }

    private mutating func noteParticulars(
        _ row: CSVRows.Row, _ header: PositionColumns, of object: ObjectID, in batch: inout PositionBatch
    ) {
        guard let checksum = header.particularsChecksum(row), said[object] != checksum else { return }
        if said.count >= 100_000 { said.removeAll() }
        said[object] = checksum
        if let news = header.particulars(row) { batch.particulars.append(news) }
    }
}

/// Which column holds what.
struct PositionColumns {
    let count: Int
    private var members: [(column: Int, member: PositionDraft.Member)] = []
    private var details: [Detail: Int] = [:]
    /// The table is MarineCadastre's: from AIS, with its marks for “not available”.
    private var isOfAIS = false

    private enum Detail: String, CaseIterable {
        case mmsi, heading, vesselname, callsign, vesseltype, length, width, imo
    }

    private static let names: [String: PositionDraft.Member] = [
        "vessel": .vessel, "object": .object, "time": .time, "lon": .lon, "longitude": .lon, "lat": .lat,
        "latitude": .lat, "speed": .speed, "sog": .speed, "course": .course, "cog": .course, "device": .device,
        "source": .source, "kind": .kind, "basedatetime": .time, "mmsi": .vessel,
    ]

    init(_ header: [String]) throws(PositionBodyError) {
        count = header.count
        for (column, title) in header.enumerated() {
            let name = title.lowercased().filter { $0.isLetter }
            if name == "basedatetime" { isOfAIS = true }
            if let detail = Detail(rawValue: name) { details[detail] = column }
            guard let member = Self.names[name] else { continue }
            guard !members.contains(where: { $0.member == member }) else {
                throw PositionBodyError(offset: 0, message: "two columns hold “\(member.name)”")
            }
            members.append((column, member))
        }
        try checkComplete()
    }

    private func checkComplete() throws(PositionBodyError) {
        let has = { (member: PositionDraft.Member) in members.contains { $0.member == member } }
        let missing = [PositionDraft.Member.time, .lon, .lat].filter { !has($0) }.map(\.name)
        guard missing.isEmpty, has(.vessel) || has(.object) else {
            let names = has(.vessel) || has(.object) ? missing : ["vessel"] + missing
            throw PositionBodyError(
                offset: 0, message: "the first line names no column for \(names.joined(separator: ", "))")
        }
    }

    /// The cells of a row as the members of a record.
    func draft(_ row: CSVRows.Row) throws(PositionFault) -> PositionDraft {
        var draft = PositionDraft()
        for (column, member) in members {
            let range = Self.trimmed(row, column)
            guard !range.isEmpty else { continue }
            switch member {
            case .lon, .lat, .speed, .course:
                let number = try Self.number(row, range, member.name)
                if !isOfAIS || !Self.isNotAvailable(number, member) { draft.take(member, number: number) }
            case .time: draft.take(member, text: moment(row.bytes[range]))
            case .vessel where isOfAIS: draft.take(member, text: Self.identity(row.bytes[range]))
            default: draft.take(member, text: Array(row.bytes[range]))
            }
        }
        if isOfAIS { try complete(&draft, row) }
        return draft
    }

    private func complete(_ draft: inout PositionDraft, _ row: CSVRows.Row) throws(PositionFault) {
        draft.take(.source, text: Array("ais".utf8))
        if let mmsi = details[.mmsi] { draft.take(.device, text: Self.identity(row.bytes[Self.trimmed(row, mmsi)])) }
        guard let column = details[.heading], case let range = Self.trimmed(row, column), !range.isEmpty else { return }
        let heading = try Self.number(row, range, "heading")
        draft.headingDegrees = (0..<360).contains(heading) ? heading : nil
    }

    /// Nine digits, of which tables lose the zeros in front: `3669884` is the coast station 003669884.
    private static func identity(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        [UInt8](repeating: UInt8(ascii: "0"), count: max(0, 9 - bytes.count)) + bytes
    }

    /// MarineCadastre's times are UTC and do not say so.
    private func moment(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        isOfAIS && bytes.count == 19 ? bytes + [UInt8(ascii: "Z")] : Array(bytes)
    }

    /// ITU-R M.1371: 102.3 knots and 360 degrees.
    private static func isNotAvailable(_ number: Double, _ member: PositionDraft.Member) -> Bool {
        member == .speed && number >= 102.3 || member == .course && number >= 360
    }

    private static func trimmed(_ row: CSVRows.Row, _ column: Int) -> Range<Int> {
        var range = row.range(column)
        while let first = range.first, row.bytes[first] == 32 { range.removeFirst() }
        while let last = range.last, row.bytes[last] == 32 { range = range.lowerBound..<last }
        return range
    }

    private static func number(
        _ row: CSVRows.Row, _ range: Range<Int>, _ name: @autoclosure () -> String
    ) throws(PositionFault) -> Double {
        var scanner = PositionScanner(row.bytes, within: range)
        guard case .number(let number)? = try? scanner.scalar(), (try? scanner.expectEnd()) != nil else {
            throw .number(name(), PositionFault.clipped(String(decoding: row.bytes[range], as: UTF8.self)))
        }
        return number
    }
}

extension PositionColumns {
    /// Changes with what a row of AIS says of its ship; `nil` for tables that say nothing.
    func particularsChecksum(_ row: CSVRows.Row) -> UInt64? {
        guard isOfAIS else { return nil }
        var checksum: UInt64 = 0xcbf2_9ce4_8422_2325
        for detail in Detail.allCases where detail != .heading {
            guard let column = details[detail] else { continue }
            // Keeps “ab”, “c” apart from “a”, “bc”.
            checksum = (checksum ^ 0x1F) &* 0x100_0000_01b3
            for byte in row.bytes[row.range(column)] { checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return checksum
    }

    /// What a row of AIS says of its ship; `nil` for tables that say nothing.
    func particulars(_ row: CSVRows.Row) -> VesselParticulars? {
        guard isOfAIS, let mmsi = text(.mmsi, row).flatMap({ UInt32($0) }).flatMap(MMSI.init) else { return nil }
        let positive = { (detail: Detail) in text(detail, row).flatMap { Double($0) }.flatMap { $0 > 0 ? $0 : nil } }
        let said = VesselParticulars(
            mmsi: mmsi, name: text(.vesselname, row), callSign: text(.callsign, row),
            shipType: positive(.vesseltype).flatMap { Int(exactly: $0) },
            imoNumber: text(.imo, row).flatMap { Int($0.filter(\.isNumber)) }.flatMap { $0 > 0 ? $0 : nil },
            lengthMeters: positive(.length), widthMeters: positive(.width))
        return said.isEmpty ? nil : said
    }

    private func text(_ detail: Detail, _ row: CSVRows.Row) -> String? {
        guard let column = details[detail], case let range = Self.trimmed(row, column), !range.isEmpty else {
            return nil
        }
        return String(decoding: row.bytes[range], as: UTF8.self)
    }
}
