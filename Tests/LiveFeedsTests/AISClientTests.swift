import LiveFeeds
import NIOCore
import Testing

@Suite("AISClient", .timeLimit(.minutes(10)))
struct AISClientTests {
    private func client(_ port: Int, _ outlet: FeedOutlet) -> AISClient {
        AISClient(
            address: FeedAddress(host: "127.0.0.1", port: port),
            pause: ReconnectPause(first: .milliseconds(1), longest: .milliseconds(4)), outlet: outlet)
    }

    @Test("a connection that ends is made again, after the shortest pause where it brought something")
    func reconnects() async throws {
        let server = try await Peer.server(saying: Sample.position)
        let port = try #require(server.localAddress?.port)
        try await FeedProbe.run({ client(port, $0) }) { probe in
            #expect(try await probe.objects(3).count == 3)
            for _ in 0..<2 {
                let pause = try await probe.event { if case .retrying(let pause, _) = $0 { pause } else { nil } }
                #expect(pause == .milliseconds(1))
            }
        }
        try await server.close().get()
    }

    @Test("where nobody answers it tries on, after longer and longer pauses")
    func backsOff() async throws {
        let port = try await Peer.freePort()
        try await FeedProbe.run({ client(port, $0) }) { probe in
            var pauses: [Duration] = []
            for _ in 0..<4 {
                pauses.append(
                    try await probe.event { event in
                        guard case .retrying(let pause, let reason) = event else { return nil }
                        return reason.contains("127.0.0.1:\(port)") ? pause : nil
                    })
            }
            #expect(pauses == [1, 2, 4, 4].map { .milliseconds($0) })
        }
    }
}
