import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization
import Testing

@testable import MapEngine
@testable import MapHTTP

@Suite("Back-pressure of streams")
struct StreamPressureTests {
    private static let chunk = 65_536
    private static let count = 3_072

    /// Counts what a camera has sent and a viewer has read.
    private final class Meter: Sendable {
        private let state = Mutex((sent: 0, read: 0, ahead: 0))

        func send(_ bytes: Int) { state.withLock { $0.sent += bytes } }
        func read(_ bytes: Int) {
            state.withLock {
                $0.read += bytes
                $0.ahead = max($0.ahead, $0.sent - $0.read)
            }
        }
        var totals: (sent: Int, read: Int, ahead: Int) { state.withLock { $0 } }
    }

    /// A viewer that lets others run many times before each read.
    private struct SlowViewer: ResponseBodyWriter {
        let meter: Meter

        @concurrent
        mutating func write(_ buffer: ByteBuffer) async throws {
            for _ in 0..<32 { await Task.yield() }
            meter.read(buffer.readableBytes)
        }

        @concurrent
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    @Test("a slow viewer slows the camera down: the server holds little of what was not read")
    func backPressure() async throws {
        let meter = Meter()
        let router = Router()
        router.get("/mjpeg") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "multipart/x-mixed-replace; boundary=x"],
                body: ResponseBody { writer in
                    for _ in 0..<Self.count {
                        try await writer.write(ByteBuffer(repeating: 0x78, count: Self.chunk))
                        meter.send(Self.chunk)
                    }
                    try await writer.finish(nil)
                })
        }
        try await withLocalServer(router) { port in
            let address = try #require(UpstreamAddress("http://127.0.0.1:\(port)/mjpeg"))
            let proxy = CameraProxy(silence: .minutes(10))
            let fetched = try await proxy.fetch(address, range: nil, for: "viewer")
            try await fetched.pictures().body.write(SlowViewer(meter: meter))
            withExtendedLifetime(proxy) {}
        }
        #expect(meter.totals.read == Self.chunk * Self.count)
        // Of 192 MiB, what the kernel's buffers (Linux lets them grow to some 36 MiB) and the two ends hold.
        #expect(meter.totals.ahead < 64 << 20, "\(meter.totals.ahead) bytes ahead")
    }
}
