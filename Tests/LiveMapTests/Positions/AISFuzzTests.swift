import GeoCore
import LiveMap
import Testing

@Suite("AISDecoder under noise")
struct AISFuzzTests {
    private let received = Instant(seconds: 1_795_244_440)
    private let samples = [
        "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A",
        "!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C",
        "!AIVDM,2,2,1,A,88888888880,2*25", "!AIVDM,1,1,,A,H42O55lti4hhhilD3nink000?050,0*40",
        "\\s:QNH01,c:1609841515*24\\!AIVDM,1,1,,A,KCQ9r=hrFUnH7P00,0*41",
    ]

    @Test("bits turned over, sentences cut and doubled never stop the decoder, and it stays within its bounds")
    func noise() {
        var generator = SeededGenerator(seed: 20_261_121)
        var decoder = AISDecoder()
        for _ in 0..<4_000 {
            var line = Array(samples.randomElement(using: &generator)!.utf8) + [13, 10]
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let index = Int.random(in: 0..<line.count, using: &generator)
                line[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            }
            if Bool.random(using: &generator) {
                line = Array(line.prefix(Int.random(in: 0...line.count, using: &generator)))
            }
            _ = decoder.consume(line, received: received)
        }
        #expect(decoder.counts.malformed > 1_000)
        #expect(decoder.counts.messages > 100)
    }

    @Test("payloads of any bits with a right checksum never stop the decoder, and what comes out is in range")
    func payloads() {
        var generator = SeededGenerator(seed: 3)
        var decoder = AISDecoder()
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...90, using: &generator)
            let type = [1, 3, 4, 5, 9, 18, 19, 24, 27].randomElement(using: &generator)!
            var bits = String(type, radix: 2)
            bits = String(repeating: "0", count: 6 - bits.count) + bits
            for _ in 0..<count * 6 { bits.append(Bool.random(using: &generator) ? "1" : "0") }
            for message in decoder.consume(Array(NMEA.sentence(bits: bits).utf8), received: received) {
                if case .position(let position) = message { checkRange(position) }
            }
        }
        #expect(decoder.counts.messages > 500)
    }

    private func checkRange(_ position: AISPosition) {
        if let place = position.coordinate {
            #expect(abs(place.longitude) <= 180 && abs(place.latitude) <= 90)
        }
        #expect((0..<360).contains(position.courseDegrees ?? 0))
        #expect((0..<360).contains(position.headingDegrees ?? 0))
        #expect((0...1_022).contains(position.speedKnots ?? 0))
    }

    @Test("a line without end takes no more memory than its limit and is counted once")
    func endless() {
        var decoder = AISDecoder()
        let chunk = [UInt8](repeating: UInt8(ascii: "!"), count: 1 << 16)
        for _ in 0..<64 { _ = decoder.consume(chunk, received: received) }
        #expect(decoder.counts.faults.isEmpty)
        _ = decoder.consume([10], received: received)
        #expect(decoder.counts.faults == [.tooLong: 1])
    }

    @Test("bytes of any kind never stop the decoder")
    func bytes() {
        var generator = SeededGenerator(seed: 7)
        var decoder = AISDecoder()
        for _ in 0..<200 {
            let chunk = (0..<500).map { _ in
                Bool.random(using: &generator)
                    ? UInt8.random(in: 0...255, using: &generator)
                    : Array("!,*\\\nAIVDM0123".utf8).randomElement(using: &generator)!
            }
            _ = decoder.consume(chunk, received: received)
        }
        #expect(decoder.counts.otherLines > 0)
    }
}
