import GeoCore
import LiveFeeds
import LiveMap
import NIOCore
import Testing

@Suite("AISDatagrams", .timeLimit(.minutes(10)))
struct AISDatagramsTests {
    private func receiving(
        _ limits: AISDatagrams.Limits = .init(), holding gate: Gate? = nil,
        _ test: (inout FeedProbe, Int) async throws -> Void
    ) async throws {
        try await FeedProbe.run(
            { AISDatagrams(address: FeedAddress(host: "127.0.0.1", port: 0), limits: limits, outlet: $0) },
            holding: gate
        ) { probe in
            let port = try await probe.port()
            try await test(&probe, port)
        }
    }

    @Test("a datagram holds whole lines, the last one with or without its end")
    func lines() async throws {
        try await receiving { probe, port in
            let peer = try await Peer.datagramSocket()
            try await peer.send(Sample.position + Sample.other.dropLast(), to: port)
            #expect(try await probe.objects(2) == ["mmsi371798000", "mmsi440348000"])
            try await peer.close().get()
        }
    }

    @Test("a message over two datagrams is joined for its sender alone")
    func senders() async throws {
        try await receiving { probe, port in
            let (one, two) = (try await Peer.datagramSocket(), try await Peer.datagramSocket())
            try await one.send(Sample.particulars[0], to: port)
            try await two.send(Sample.particulars[1], to: port)
            try await probe.event(.malformed([.strayPart: 1]))
            try await one.send(Sample.particulars[1], to: port)
            #expect(try await probe.batch().particulars.map(\.name) == ["EVER DIADEM"])
            for peer in [one, two] { try await peer.close().get() }
        }
    }

    @Test("senders beyond the limit make the feed forget the one silent longest")
    func forgets() async throws {
        try await receiving(.init(senders: 1)) { probe, port in
            let (one, two) = (try await Peer.datagramSocket(), try await Peer.datagramSocket())
            try await one.send(Sample.particulars[0], to: port)
            try await two.send(Sample.position, to: port)
            #expect(try await probe.objects(1).count == 1)
            try await one.send(Sample.particulars[1], to: port)
            try await probe.event(.malformed([.strayPart: 1]))
            for peer in [one, two] { try await peer.close().get() }
        }
    }

    @Test("while the sink is busy the newest wait, up to the limit, and what is dropped is said")
    func drops() async throws {
        let gate = Gate()
        try await receiving(.init(waiting: 3), holding: gate) { probe, port in
            let peer = try await Peer.datagramSocket()
            try await peer.send(Sample.position, to: port)
            #expect(try await probe.objects(1) == ["mmsi371798000"])
            try await peer.send(Sample.position + Sample.position, to: port)
            try await peer.send(Sample.other + Sample.other + Sample.position, to: port)
            try await probe.event(.dropped(2))
            gate.open()
            let newest = try await probe.batch().reports.map(\.fix.object.text)
            #expect(newest == ["mmsi440348000", "mmsi440348000", "mmsi371798000"])
            try await peer.close().get()
        }
    }
}
