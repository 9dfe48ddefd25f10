import GeoCore
import LiveMap
import Testing

@Suite("PositionTable")
struct PositionTableTests {
    private let reader = PositionReader(now: Instant(seconds: 1_795_244_440))

    private func read(_ text: String, chunk: Int = .max) throws -> PositionBatch {
        var table = PositionTable(reader: reader)
        var batch = PositionBatch()
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(chunk, max(bytes.count, 1))) {
            batch.append(try table.consume(Array(bytes[start...].prefix(chunk))))
        }
        batch.append(try table.finish())
        #expect(table.count == batch.count)
        return batch
    }

    private let own = """
        lon;vessel;time;lat;speed;course;note;device
        109.9;BĐ 99119-TS;2026-11-21T14:00:00+07:00;13.6;6.1;84;"a ""b"";
        c";VX
        109.8;QNg 90001;2026-11-21 13:00:00+07:00; 13.5 ;;;;

        """

    @Test("a table with the position's own names, in any order, gives its fixes", arguments: [1, 7, 64, Int.max])
    func ownNames(_ chunk: Int) throws {
        let batch = try read(own, chunk: chunk)
        #expect(batch.refusals.isEmpty)
        #expect(batch.reports.map(\.fix.object.text) == ["bd99119", "qng90001"])
        let first = try #require(batch.reports.first).fix
        #expect(first.coordinate == Coordinate(longitude: 109.9, latitude: 13.6))
        #expect(first.speedKnots == 6.1)
        #expect(first.courseDegrees == 84)
        #expect(first.device == "VX")
        #expect(first.source == .vms)
        #expect(batch.reports[1].fix.speedKnots == nil)
    }

    private let cadastre = """
        MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo
        367379190,2022-01-03T00:00:00,30.3706,-88.56408,0.0,336.2,511,EAGLE,IMO8207721,WTD4583,31,0,28,11,3.3,52
        367379190,2022-01-03T00:02:00,30.3706,-88.56408,102.3,360.0,12.0,EAGLE,IMO8207721,WTD4583,31,0,28,11,3.3,52

        """

    @Test("MarineCadastre's table is read in UTC, with its marks for “not available”")
    func marineCadastre() throws {
        let batch = try read(cadastre)
        let fixes = batch.reports.map(\.fix)
        #expect(fixes.map(\.object.text) == ["mmsi367379190", "mmsi367379190"])
        #expect(fixes[0].time == Instant(rfc3339: "2022-01-03T00:00:00Z"))
        #expect(fixes[0].source == .ais)
        #expect(fixes[0].device == "367379190")
        #expect(fixes.map(\.speedKnots) == [0, nil])
        #expect(fixes.map(\.courseDegrees) == [336.2, nil])
        #expect(batch.reports.map(\.headingDegrees) == [nil, 12])
    }

    @Test("what a ship says of itself is handed out once")
    func particulars() throws {
        let said = try read(cadastre).particulars
        #expect(
            said == [
                VesselParticulars(
                    mmsi: try #require(MMSI(367_379_190)), name: "EAGLE", callSign: "WTD4583", shipType: 31,
                    imoNumber: 8_207_721, lengthMeters: 28, widthMeters: 11)
            ])
    }

    @Test("rows with a fault are refused by their number, and the others taken")
    func faults() throws {
        let batch = try read(
            """
            vessel,time,lon,lat
            BD999,2026-11-21T14:00:00,109,13
            BD999,2026-11-21T14:00:00Z
            BD999,2026-11-21T14:00:00+07:00,east,13

            BD999,2026-11-21T14:00:00+07:00,109,13
            """)
        #expect(batch.reports.count == 1)
        #expect(batch.refusals.map(\.index) == [0, 1, 2])
        #expect(batch.refusals.map(\.reason).last == "“lon” is “east”, which is no number.")
        #expect(batch.refusals[1].reason == "The line has 2 fields, and the header has 4.")
    }

    @Test(
        "a header without the columns that a position needs is an error that names them",
        arguments: [("a,b\n", "vessel, time, lon, lat"), ("vessel,time,lat\n", "lon"), ("", "vessel, time, lon, lat")])
    func header(_ text: String, _ names: String) throws {
        let error = #expect(throws: PositionBodyError.self) { try read(text) }
        #expect(error?.message.hasSuffix(names) == true)
    }

    @Test("a quotation mark that is never closed costs its row only, and a bounded memory")
    func openQuotes() throws {
        let row = "BD999,2026-11-21T14:00:00+07:00,109,13\n"
        let text = "vessel,time,lon,lat\n" + row + "\"" + String(repeating: "x", count: 70_000) + "\n" + row
        let batch = try read(text)
        #expect(batch.reports.count == 2)
        #expect(batch.refusals.count == 1)
    }

    @Test(
        "a day of MarineCadastre is read whole",
        .enabled(
            if: SharedData.has("marinecadastre_2022-01-03_first99999.csv"), "the table is not beside the repository"))
    func wholeDay() throws {
        var table = PositionTable(reader: reader)
        let bytes = try #require(SharedData.ais("marinecadastre_2022-01-03_first99999.csv"))
        var batch = try table.consume(bytes)
        batch.append(try table.finish())
        #expect(batch.count == 99_999)
        #expect(Set(batch.refusals.map(\.fault)) == [.vesselName("1072211352")])
        #expect(Set(batch.reports.map(\.fix.object)).count == 10_630)
    }
}
