import GeoCore
import Testing

struct CodeAndNumberTests {
    @Test("unit codes survive the loss of their zeros", arguments: ["00004", "4", "4.0", " 4 ", "4,0"])
    func unitCodes(text: String) {
        #expect(UnitCode.canonical(text, level: .commune) == "00004")
        #expect(UnitCode.same(text, "00004"))
    }

    @Test("what is no code is none", arguments: ["", "4.5", "x", "-4", "123456", "0"])
    func notCodes(text: String) {
        #expect(UnitCode.canonical(text, level: .commune) == nil)
    }

    @Test("a code has the digits of its level")
    func levels() {
        #expect(UnitCode.canonical("1", level: .province) == "01")
        #expect(UnitCode.canonical("540", level: .district) == "540")
        #expect(UnitCode.canonical("540", level: .province) == nil)
    }

    @Test(
        "parcel numbers compare as text without leading zeros",
        arguments: [
            ("012", "12"), (" 12a ", "12A"), ("345.0", "345"), ("TĐ01-2020", "TĐ1-2020"), ("000", "0"),
            ("12.5", "12.5"),
        ])
    func parcelNumbers(text: String, normalized: String) {
        #expect(ParcelNumber.normalized(text) == normalized)
    }

    @Test(
        "parcels are read as people type them",
        arguments: [
            ("tờ 12 thửa 345", "12", "345", ""), ("12/345", "12", "345", ""), ("12-345", "12", "345", ""),
            ("12 345 An Nghĩa", "12", "345", "An Nghĩa"),
            ("thửa đất số 0345, tờ bản đồ số 12, xã An Nghĩa", "12", "345", "xã An Nghĩa"),
            ("to 12 thua 12A an nghia", "12", "12A", "an nghia"),
        ])
    func parcelQueries(text: String, sheet: String, parcel: String, place: String) throws {
        let query = try #require(ParcelQuery(text))
        #expect(query.sheet == sheet)
        #expect(query.parcel == parcel)
        #expect(query.place == place)
    }

    @Test("text that names no parcel is none", arguments: ["An Nghĩa", "12", "109.21 13.77", "Khu phố 2", "tờ 12"])
    func notParcels(text: String) {
        #expect(ParcelQuery(text) == nil)
    }

    @Test(
        "a vessel is one in every spelling",
        arguments: [
            "BĐ 99119-TS", "bd-99119-ts", "BD99119", "bđ 99119 ts", "BD-99119-TS", "BÐ 99119-TS", "bð99119",
            "BĐ ９９１１９-TS",
        ])
    func vessels(text: String) throws {
        let vessel = try #require(VesselRegistration(text))
        #expect(vessel.key == "bd99119")
        #expect(vessel.display == "BĐ 99119-TS")
    }

    @Test("what is no registration is none", arguments: ["", "99119", "BĐ", "BĐ 12", "BĐ 99119-XX", "ABCDE 123"])
    func notVessels(text: String) {
        #expect(VesselRegistration(text) == nil)
    }

    @Test(
        "numbers are read in both conventions",
        arguments: [
            ("1.522.960,437", 1_522_960.437), ("13,769", 13.769), ("1,522,960.437", 1_522_960.437), ("1 250,5", 1250.5),
            ("1.522.960", 1_522_960), ("-12,5", -12.5), ("6.02e23", 6.02e23), ("0,5", 0.5), ("1.522", 1.522),
            ("−3", -3),
        ])
    func numbers(text: String, value: Double) {
        #expect(NumberText.parse(text) == value)
    }

    @Test(
        "what is no number is none",
        arguments: ["", "abc", "12a", "1.2.3", "1,2,3", "1-2", ".", "1.522,960,4", "nan", "1..2"])
    func notNumbers(text: String) {
        #expect(NumberText.parse(text) == nil)
    }

    @Test("a column tells what a single number leaves open")
    func columns() {
        #expect(NumberText.decimalMark(of: ["1.522", "12,5"]) == .comma)
        #expect(NumberText.decimalMark(of: ["1.522", "12.25"]) == .point)
        #expect(NumberText.decimalMark(of: ["1.522", "2.000"]) == nil)
        #expect(NumberText.decimalMark(of: ["12,5", "12.5"]) == nil)
        #expect(NumberText.parse("1.522", mark: .comma) == 1522)
        #expect(NumberText.parse("12.5", mark: .comma) == nil)
    }

    @Test(
        "ranges keep both ends",
        arguments: [
            ("2–5", 2.0, 5.0), ("2-5", 2, 5), ("≤ 60", nil, 60), (">= 3", 3, nil), ("7", 7, 7),
        ] as [(String, Double?, Double?)])
    func ranges(text: String, minimum: Double?, maximum: Double?) throws {
        let range = try #require(NumberText.range(text))
        #expect(range.minimum == minimum)
        #expect(range.maximum == maximum)
    }

    @Test(
        "angles are read as people write them",
        arguments: [
            ("13°46'12\"N", 13.77), ("13 46 12 N", 13.77), ("N13°46'12''", 13.77), ("13°46.2'B", 13.77),
            ("109°13'08,4\"Đ", 109.219),
            ("13,769", 13.769), ("-13.5", -13.5), ("9°15′00″S", -9.25), ("109° 13' 08.4\" E", 109.219),
        ])
    func angles(text: String, degrees: Double) throws {
        #expect(abs(try #require(AngleText.parse(text)).degrees - degrees) < 1e-9)
    }

    @Test("the hemisphere tells the axis")
    func axes() {
        #expect(AngleText.parse("13°46'12\"N")?.axis == .latitude)
        #expect(AngleText.parse("109°Đ")?.axis == .longitude)
        #expect(AngleText.parse("13.77")?.axis == nil)
    }

    @Test("what is no angle is none", arguments: ["", "13°61'N", "13.5°46'", "95°N", "181", "abc", "1 2 3 4"])
    func notAngles(text: String) {
        #expect(AngleText.parse(text) == nil)
    }
}
