import GeoCore
import LiveMap
import Testing

@Suite("ObjectID of what senders write")
struct ObjectIDSpellingTests {
    @Test(
        "every spelling of a registration number names the same vessel",
        arguments: [
            "BĐ 99119-TS", "bđ-99119-ts", "BD99119", "BD 99119 TS", "B\u{0110}99119ts", "BĐ.99119.TS", " bd_99119 ",
        ])
    func registrations(_ text: String) throws {
        #expect(try ObjectID(vessel: text).text == "bd99119")
    }

    @Test(
        "an MMSI names the same ship with and without its letters",
        arguments: ["574012345", "MMSI 574012345", "mmsi574012345"])
    func identities(_ text: String) throws {
        #expect(try ObjectID(vessel: text).text == "mmsi574012345")
    }

    @Test(
        "what is neither is refused",
        arguments: [
            "", "99119", "BD", "BD12", "ABCDE123", "BD99119-TX", "BD99119-T", "57401234", "5740123456", "000000000",
            "BD99119TS1", "thuyền 12", "mmsi57401234",
        ])
    func others(_ text: String) {
        #expect(throws: PositionFault.vesselName(text)) { try ObjectID(vessel: text) }
    }

    @Test("the fast way gives what the register's own spelling rule gives")
    func agrees() {
        var generator = SeededGenerator(seed: 1)
        let alphabet = Array("BĐđQNgKH0123456789 -.TSts")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 1...12, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! })
            let isIdentity = text.filter { $0.isNumber || $0.isLetter }.allSatisfy(\.isNumber)
            guard !isIdentity else { continue }
            #expect((try? ObjectID(vessel: text))?.text == VesselRegistration(text)?.key, "\(text)")
        }
    }

    @Test("a code without a hyphen takes its kind, so that no bus is taken for a vessel")
    func codes() throws {
        #expect(try ObjectID(code: "Bus-07", kind: "bus").text == "bus-07")
        #expect(try ObjectID(code: "07", kind: "bus").text == "bus-07")
        #expect(try ObjectID(code: "bd99119", kind: "patrol-car").text == "patrol-car-bd99119")
        #expect(throws: PositionFault.self) { try ObjectID(code: "", kind: "bus") }
        #expect(throws: PositionFault.self) { try ObjectID(code: "xe số 7", kind: "bus") }
        #expect(throws: PositionFault.self) { try ObjectID(code: String(repeating: "a", count: 70), kind: "bus") }
    }
}
