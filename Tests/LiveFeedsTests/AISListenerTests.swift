import LiveFeeds
import LiveMap
import NIOCore
import Testing

@Suite("AISListener", .timeLimit(.minutes(10)))
struct AISListenerTests {
    private func listening(
        _ limits: AISListener.Limits = .init(), holding gate: Gate? = nil,
        _ test: (inout FeedProbe, Int) async throws -> Void
    ) async throws {
        try await FeedProbe.run(
            { AISListener(address: FeedAddress(host: "127.0.0.1", port: 0), limits: limits, outlet: $0) },
            holding: gate
        ) { probe in
            let port = try await probe.port()
            try await test(&probe, port)
        }
    }

    @Test("sentences that receivers send come out as fixes, wherever their packets end")
    func receives() async throws {
        try await listening { probe, port in
            let peer = try await Peer.connect(port)
            let half = Sample.position.index(Sample.position.startIndex, offsetBy: 20)
            try await peer.say(Sample.other + Sample.position[..<half])
            #expect(try await probe.objects(1) == ["mmsi440348000"])
            try await peer.say(String(Sample.position[half...]))
            #expect(try await probe.objects(1) == ["mmsi371798000"])
        }
    }

    @Test("a last line without its end is read when the connection is closed")
    func lastLine() async throws {
        try await listening { probe, port in
            let peer = try await Peer.connect(port)
            try await peer.say(String(Sample.position.dropLast()))
            try await peer.close().get()
            #expect(try await probe.objects(1) == ["mmsi371798000"])
        }
    }

    @Test("sentences of one message are joined within a connection, not across two")
    func keepsApart() async throws {
        try await listening { probe, port in
            let (one, two) = (try await Peer.connect(port), try await Peer.connect(port))
            try await one.say(Sample.particulars[0])
            try await two.say(Sample.particulars[1] + Sample.position)
            try await probe.event(.malformed([.strayPart: 1]))
            #expect(try await probe.objects(1) == ["mmsi371798000"])
            try await one.say(Sample.particulars[1])
            #expect(try await probe.batch().particulars.map(\.name) == ["EVER DIADEM"])
        }
    }

    @Test("connections beyond the limit are closed, and a place that is free again is given")
    func limit() async throws {
        try await listening(.init(connections: 1)) { probe, port in
            let first = try await Peer.connect(port)
            try await probe.connected()
            let second = try await Peer.connect(port)
            _ = try await probe.event { if case .refused = $0 { true } else { nil } }
            try await second.closeFuture.get()
            try await first.close().get()
            _ = try await probe.event { if case .disconnected = $0 { true } else { nil } }
            let third = try await Peer.connect(port)
            try await third.say(Sample.position)
            #expect(try await probe.objects(1) == ["mmsi371798000"])
        }
    }

    @Test("a line without end is passed over, and the next one read")
    func endlessLine() async throws {
        try await listening { probe, port in
            let peer = try await Peer.connect(port)
            try await peer.say("!" + String(repeating: "A", count: 1 << 20) + "\n" + Sample.position)
            try await probe.event(.malformed([.tooLong: 1]))
            #expect(try await probe.objects(1) == ["mmsi371798000"])
        }
    }

    @Test("a slow sink slows the sender; nothing is lost and no batch grows beyond a chunk")
    func slowSink() async throws {
        let gate = Gate()
        try await listening(holding: gate) { probe, port in
            let peer = try await Peer.connect(port)
            try await peer.say(Sample.position)
            #expect(try await probe.objects(1).count == 1)
            let count = 40_000
            async let sent: Void = peer.say(String(repeating: Sample.other, count: count))
            gate.open()
            var received = 0
            while received < count {
                let batch = try await probe.batch()
                #expect(batch.count <= 16_384 / Sample.other.utf8.count + 1)
                received += batch.count
            }
            try await sent
            #expect(received == count)
        }
    }

    @Test("a storm of connections is refused one by one, and the feed ends in the middle of it")
    func storm() async throws {
        try await listening(.init(connections: 2)) { probe, port in
            try await withThrowingTaskGroup { group in
                for _ in 0..<100 {
                    // One that is refused before it is known to be connected is refused all the same.
                    group.addTask { _ = try? await Peer.connect(port) }
                }
                for _ in 0..<20 { _ = try await probe.event { if case .refused = $0 { true } else { nil } } }
            }
        }
    }

    @Test("an error of the sink ends the feed with that error")
    func sinkErrors() async throws {
        struct DiskFull: Error {}
        let (events, event) = AsyncStream.makeStream(of: FeedEvent.self)
        let outlet = FeedOutlet(
            sink: { _ in throw DiskFull() }, now: { FeedProbe.now }, observe: { event.yield($0) })
        let feed = AISListener(address: FeedAddress(host: "127.0.0.1", port: 0), outlet: outlet)
        await #expect(throws: DiskFull.self) {
            try await withThrowingTaskGroup { group in
                group.addTask { try await feed.run() }
                for await case .listening(let port) in events {
                    try await Peer.connect(port).say(Sample.position)
                    break
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("an address that is taken is an error that names it")
    func takenAddress() async throws {
        try await listening { _, port in
            let address = FeedAddress(host: "127.0.0.1", port: port)
            let second = AISListener(
                address: address, outlet: FeedOutlet(sink: { _ in }, now: { FeedProbe.now }))
            let error = await #expect(throws: FeedError.self) { try await second.run() }
            #expect(error?.description.contains("\(address)") == true)
        }
    }
}
