import GeoCore
import LiveMap
import Testing

@Suite("FixSanity")
struct FixSanityTests {
    private let sanity = FixSanity(maximumKnots: 30)
    private let object = ObjectID("bd99119")!

    /// A fix so many minutes after the first, so many degrees east of it.
    private func fix(_ minutes: Int64, _ degrees: Double = 0, device: String = "a", source: FixSource = .vms) -> Fix {
        Fix(
            object: object, time: Instant(seconds: 1_795_244_400 + minutes * 60),
            coordinate: Coordinate(longitude: 109.9 + degrees, latitude: 13.6), device: device, source: source)
    }

    private func known(_ fixes: Fix...) -> [ReceivedFix] {
        fixes.map { ReceivedFix(fix: $0, received: $0.time, quality: .good) }
    }

    @Test("a fix newer than all others at a possible speed is good")
    func good() {
        let verdict = sanity.verdict(on: fix(120, 0.5), known: known(fix(0)))
        #expect(verdict.quality == .good)
        #expect(!verdict.isLate && !verdict.isDuplicate)
        #expect(sanity.verdict(on: fix(0), known: []).quality == .good)
    }

    @Test("a way faster than fishing boats go, and than the fixes say, is a jump until the next fix agrees with it")
    func doubtful() {
        let careful = FixSanity(maximumKnots: 40, doubtKnots: 12)
        let outAndBack = careful.doubts(along: [fix(0), fix(120, 0.8), fix(240), fix(360)])
        #expect(outAndBack.map(\.isEmpty) == [true, false, true, true])
        let away = careful.doubts(along: [fix(0), fix(120, 0.8), fix(240, 0.8), fix(360, 0.8)])
        #expect(away.map(\.isEmpty) == [true, false, true, true])
    }

    @Test("the same time and device is a duplicate, whatever the place; another device is none")
    func duplicates() {
        #expect(sanity.verdict(on: fix(0, 5), known: known(fix(0))).isDuplicate)
        #expect(!sanity.verdict(on: fix(0, device: "b"), known: known(fix(0))).isDuplicate)
    }

    @Test("a fix older than the newest is late")
    func late() {
        let verdict = sanity.verdict(on: fix(60, 0.1), known: known(fix(0), fix(120, 0.2)))
        #expect(verdict.quality == .late)
        #expect(verdict.isLate)
    }

    @Test("0, 0 is suspect even where nothing else is known")
    func origin() {
        var nowhere = fix(0)
        nowhere.coordinate = Coordinate(x: 0, y: 0)
        #expect(sanity.verdict(on: nowhere, known: []).doubts == [.origin])
    }

    @Test("a way that no boat goes is suspect, against the fix before and the fix after")
    func jumps() throws {
        let verdict = sanity.verdict(on: fix(60, 1), known: known(fix(0)))
        guard case .jump(let knots)? = verdict.doubts.first else { return #expect(Bool(false), "no jump") }
        #expect(abs(knots - 58.2) < 0.5)
        #expect(sanity.verdict(on: fix(60, 0.4), known: known(fix(0), fix(70, 1))).quality == .suspect)
        #expect(sanity.verdict(on: fix(60, 0.4), known: known(fix(0), fix(120, 0.5))).quality == .late)
    }

    @Test("what lies within the error of two fixes is no jump, even in the same second")
    func tolerance() {
        #expect(sanity.verdict(on: fix(0, 0.001, device: "z", source: .ais), known: known(fix(0))).quality == .good)
        #expect(sanity.verdict(on: fix(0, 0.01, device: "z", source: .ais), known: known(fix(0))).quality == .suspect)
    }

    @Test("a second device is suspect until the first has been silent for long")
    func devices() {
        let verdict = sanity.verdict(on: fix(120, device: "b"), known: known(fix(0)))
        #expect(verdict.doubts == [.secondDevice(counted: "a")])
        #expect(sanity.verdict(on: fix(360, device: "b"), known: known(fix(0))).quality == .good)
        #expect(sanity.verdict(on: fix(120, device: "b", source: .ais), known: known(fix(0))).quality == .good)
        #expect(sanity.verdict(on: fix(120, device: "b"), known: known(fix(0)), countedDevice: "b").quality == .good)
        #expect(sanity.verdict(on: fix(900), known: known(fix(0)), countedDevice: "b").quality == .suspect)
    }

    @Test("a wrong first fix does not condemn those after it")
    func confirmation() {
        let track = [fix(0, 40), fix(10), fix(20, 0.01), fix(30, 0.02), fix(40, 0.03)]
        let doubts = sanity.doubts(along: track).map(\.isEmpty)
        #expect(doubts == [true, false, false, true, true])
    }

    @Test("one outlier in a track is suspect, and those around it are not")
    func outlier() {
        let track = [fix(0), fix(10, 0.01), fix(20, 9), fix(30, 0.03), fix(40, 0.04)]
        #expect(sanity.doubts(along: track).map(\.isEmpty) == [true, true, false, true, true])
    }
}
