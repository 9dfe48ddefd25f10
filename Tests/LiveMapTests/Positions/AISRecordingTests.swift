import GeoCore
import LiveMap
import Testing

@Suite("AISDecoder on recordings")
struct AISRecordingTests {
    private let received = Instant(seconds: 1_795_244_440)

    /// A message of the sample with the values that its collectors wrote under it.
    private struct Block {
        var sentences = ""
        var values: [String: String] = [:]

        func number(_ names: String...) -> Double? {
            names.lazy.compactMap { values[$0] }.compactMap { Double($0) }.first
        }

        /// The one name stands before degrees or knots, the other before tenths of them.
        func tenths(_ name: String, _ inTenths: String) -> Double? {
            number(name) ?? number(inTenths).map { $0 / 10 }
        }
    }

    private static func blocks(_ text: String) -> [Block] {
        var blocks: [Block] = []
        var isSentence = false
        for line in text.split(separator: "\n") {
            if line.hasPrefix("!") {
                if !isSentence { blocks.append(Block()) }
                blocks[blocks.count - 1].sentences += line + "\n"
            } else if let colon = line.firstIndex(of: ":"), !blocks.isEmpty {
                let name = line[..<colon].filter(\.isLetter).lowercased()
                let value = line[line.index(after: colon)...].filter { $0 != " " }
                blocks[blocks.count - 1].values[name, default: value] = value
            }
            isSentence = line.hasPrefix("!")
        }
        return blocks
    }

    @Test(
        "positions of gpsd's sample are what its collectors wrote beside them",
        .enabled(if: SharedData.has("gpsd_sample.aivdm"), "the recording is not beside the repository"))
    func sample() throws {
        let text = String(decoding: try #require(SharedData.ais("gpsd_sample.aivdm")), as: UTF8.self)
        var compared = 0
        for block in Self.blocks(text) {
            var decoder = AISDecoder()
            guard case .position(let position)? = decoder.consume(Array(block.sentences.utf8), received: received).last,
                let mmsi = block.number("userid", "mmsi"),
                let longitude = block.number("longitude"), abs(longitude) <= 180,
                let latitude = block.number("latitude")
            else { continue }
            compared += 1
            #expect(Double(position.mmsi.number) == mmsi)
            let place = try #require(position.coordinate)
            #expect(abs(place.longitude - longitude) < 1e-6, "\(block)")
            #expect(abs(place.latitude - latitude) < 1e-6, "\(block)")
            #expect(position.speedKnots == block.tenths("sog", "speedoverground"), "\(block)")
            #expect(position.courseDegrees == block.tenths("cog", "courseoverground"), "\(block)")
            let heading = block.number("trueheading")
            #expect(position.headingDegrees == (heading == 511 ? nil : heading), "\(block)")
            #expect(position.second.map(Double.init) == block.number("timestamp"), "\(block)")
        }
        #expect(compared >= 7)
    }

    @Test(
        "every sentence of gpsd's sample is accounted for",
        .enabled(if: SharedData.has("gpsd_sample.aivdm"), "the recording is not beside the repository"))
    func accounts() throws {
        var decoder = AISDecoder()
        let bytes = try #require(SharedData.ais("gpsd_sample.aivdm"))
        let messages = decoder.consume(bytes, received: received) + decoder.finish(received: received)
        #expect(decoder.counts.sentences == 118)
        #expect(decoder.counts.messages == messages.count)
        #expect(decoder.counts.faults == [:])
    }

    @Test(
        "a receiver's log with other sentences gives its ships, all near its own place",
        .enabled(if: SharedData.has("gpsd_ais-nmea.log"), "the recording is not beside the repository"))
    func receiverLog() throws {
        var decoder = AISDecoder()
        let bytes = try #require(SharedData.ais("gpsd_ais-nmea.log"))
        let batch = PositionBatch(decoder.consume(bytes, received: received))
        #expect(decoder.counts.sentences == 183)
        #expect(decoder.counts.faults == [:])
        #expect(!batch.reports.isEmpty)
        let receiver = Coordinate(longitude: 5.7058, latitude: 52.8423)
        for report in batch.reports {
            #expect(Geodesic.distance(from: report.fix.coordinate, to: receiver) < 60_000)
        }
    }
}
