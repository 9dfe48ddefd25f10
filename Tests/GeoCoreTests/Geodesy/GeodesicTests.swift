import Foundation
import GeoCore
import Testing

/// One line of PROJ's `geod`: two points, the distance and both azimuths.
struct GeodVector: Sendable, CustomTestStringConvertible {
    let first: Coordinate
    let second: Coordinate
    let meters: Double
    let azimuth: Double
    let finalAzimuth: Double

    init(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ meters: Double, _ azimuth: Double, _ final: Double) {
        first = Coordinate(longitude: x1, latitude: y1)
        second = Coordinate(longitude: x2, latitude: y2)
        (self.meters, self.azimuth, self.finalAzimuth) = (meters, azimuth, final)
    }

    var testDescription: String { "\(first.x) \(first.y) to \(second.x) \(second.y)" }

    static let all = [
        GeodVector(106.7, 10.77, 109.22, 13.77, 430_445.349718, 39.2996858797, 39.8355005664),
        GeodVector(109.2237, 13.7765, 109.2241, 13.7766, 44.647544, 75.6524995919, 75.6525948462),
        GeodVector(105.8542, 21.0285, 106.6602, 10.7626, 1_139_289.502614, 175.5384300056, 175.7600768101),
        GeodVector(112, 16.5, 111.92, 8.65, 868_477.176246, -179.4172953222, -179.4347538388),
        GeodVector(0, 0, 179, 0, 19_926_188.851996, 90, 90),
        GeodVector(0, 0, 179.5, 0, 19_980_861.908891, 55.9664951402, 124.0335048598),
        GeodVector(0, 0, 179.5, 0.5, 19_936_288.578965, 25.6718728683, 154.3270854699),
        GeodVector(0, 0, 179.7, 0.5, 19_944_127.420750, 15.5568827935, 164.4425138909),
        GeodVector(0, -30, 179.8, 29.9, 19_989_832.827610, 161.8905247363, 18.0907372457),
        GeodVector(0, -30, 180, 30, 20_003_931.458625, 180, 0),
        GeodVector(0, 90, 0, -90, 20_003_931.458625, 180, 180),
        GeodVector(10, 90, 20, 45, 5_017_021.351335, 170, 180),
        GeodVector(0, -90, 50, -89.9999, 11.169398, 50, 0),
        GeodVector(179.9, 10, -179.9, 11, 112_757.028537, 11.1778948047, 11.2143433397),
        GeodVector(109, 13, 109.00001, 13, 1.084848, 89.9999988752, 90.0000011248),
        GeodVector(109, 13, 109.2, 13.4, 49_277.922196, 26.0774244428, 26.1230949405),
        GeodVector(109, -13, 109, 13, 2_875_421.612988, 0, 0),
        GeodVector(-73.8, 40.6, -0.5, 51.6, 5_551_759.400319, 51.1988828456, 107.8217767355),
        GeodVector(0, 1e-8, 1e-8, -1e-8, 0.002476, 153.2806992251, 153.2806992251),
        GeodVector(0, 89.9999, 180, 89.9999, 22.338796, 0, 180),
        GeodVector(0, 5, 179.99, -5, 20_003_922.228149, 0.9538284560, 179.0461715440),
        GeodVector(0, 0, 90, 0, 10_018_754.171395, 90, 90),
    ]
}

@Suite struct GeodesicTests {
    @Test("the quick length of a short way is the geodesic's to one in ten thousand, over the antimeridian too")
    func shortDistance() {
        var generator = SeededGenerator(seed: 41)
        for _ in 0..<2_000 {
            let first = Coordinate(
                longitude: .random(in: -180...180, using: &generator),
                latitude: .random(in: -45...45, using: &generator))
            let meters = Double.random(in: 1...100_000, using: &generator)
            let azimuth = Double.random(in: 0...360, using: &generator)
            let second = Geodesic.direct(from: first, azimuth: azimuth, meters: meters).coordinate
            #expect(abs(Geodesic.shortDistance(from: first, to: second) - meters) <= meters * 1e-4)
        }
    }

    @Test("distances and azimuths are those of PROJ's geod", arguments: GeodVector.all)
    func inverse(vector: GeodVector) {
        let found = Geodesic.inverse(from: vector.first, to: vector.second)
        #expect(abs(found.distanceMeters - vector.meters) < 1e-6)
        #expect(abs(found.azimuth - vector.azimuth) < 1e-8)
        #expect(abs(found.finalAzimuth - vector.finalAzimuth) < 1e-8)
    }

    @Test("going the distance in the azimuth arrives at the second point", arguments: GeodVector.all)
    func direct(vector: GeodVector) {
        let arrival = Geodesic.direct(from: vector.first, azimuth: vector.azimuth, meters: vector.meters)
        #expect(Geodesic.distance(from: arrival.coordinate, to: vector.second) < 0.000_1 + vector.meters * 1e-11)
    }

    @Test("a distance is the same both ways")
    func symmetry() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2_000 {
            let (first, second) = (generator.coordinate(), generator.coordinate())
            let there = Geodesic.distance(from: first, to: second)
            #expect(abs(there - Geodesic.distance(from: second, to: first)) < 1e-7)
        }
    }

    @Test("inverse undoes direct, near antipodes too")
    func roundTrip() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<2_000 {
            let start = generator.coordinate()
            let azimuth = generator.number(-180...180)
            let meters = generator.number(1...19_900_000)
            let arrival = Geodesic.direct(from: start, azimuth: azimuth, meters: meters)
            #expect(abs(Geodesic.distance(from: start, to: arrival.coordinate) - meters) < 1e-6)
        }
    }

    @Test("a point is no distance from itself, whatever turns its longitude has made")
    func samePoint() {
        let point = Coordinate(longitude: 109.2, latitude: 13.7)
        #expect(Geodesic.distance(from: point, to: point) == 0)
        #expect(Geodesic.distance(from: point, to: Coordinate(longitude: 109.2 + 720, latitude: 13.7)) < 1e-6)
    }

    @Test(
        "a place that is not on the Earth has no distance",
        arguments: [(0.0, 90.1), (0, -91), (.nan, 0), (0, .nan), (.infinity, 0)])
    func offEarth(x: Double, y: Double) {
        let origin = Coordinate(longitude: 0, latitude: 0)
        let elsewhere = Coordinate(longitude: x, latitude: y)
        #expect(Geodesic.distance(from: origin, to: elsewhere).isNaN)
        #expect(GeodesicOrigin(elsewhere).distance(to: origin).isNaN)
        #expect(Geodesic.direct(from: elsewhere, azimuth: 0, meters: 1).coordinate.y.isNaN || x.isInfinite || x.isNaN)
    }

    @Test("the length of a path is the sum of its edges")
    func length() {
        let path = [(106.7, 10.77), (109.22, 13.77), (106.7, 10.77)].map { Coordinate(longitude: $0.0, latitude: $0.1) }
        #expect(abs(Geodesic.length(of: path) - 2 * 430_445.349718) < 1e-5)
        #expect(Geodesic.length(of: Array(path.prefix(1))) == 0)
        #expect(Geodesic.length(of: .multiLineString([path, path])) == 2 * Geodesic.length(of: path))
    }

    @Test(
        "the installed geod gives the same distances for random points",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/geod"), "PROJ's geod is not installed"))
    func installedGeod() throws {
        var generator = SeededGenerator(seed: 3)
        let pairs = (0..<500).map { index in
            let first = generator.coordinate()
            return (first, index % 2 == 0 ? generator.coordinate() : generator.coordinate(around: first, degrees: 0.3))
        }
        let lines = pairs.map { "\($0.0.y) \($0.0.x) \($0.1.y) \($0.1.x)" }
        let answers = try runGeod(lines.joined(separator: "\n") + "\n")
        try #require(answers.count == pairs.count)
        for (pair, expected) in zip(pairs, answers) {
            #expect(abs(Geodesic.distance(from: pair.0, to: pair.1) - expected) < 1e-6)
            #expect(abs(GeodesicOrigin(pair.0).distance(to: pair.1) - expected) < 1e-5)
        }
    }

    private func runGeod(_ input: String) throws -> [Double] {
        let (process, standardInput, standardOutput) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/geod")
        process.arguments = ["+ellps=WGS84", "-I", "-f", "%.9f", "-F", "%.9f"]
        (process.standardInput, process.standardOutput) = (standardInput, standardOutput)
        try process.run()
        standardInput.fileHandleForWriting.write(Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let output = try standardOutput.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { line in
            line.split(whereSeparator: \.isWhitespace).last.flatMap { Double($0) }
        }
    }
}
