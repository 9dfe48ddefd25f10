import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hummingbird
import MapEngine
import NIOCore
import NIOHTTP1
import Synchronization

/// Fetches what cameras stream: bounded in time, bytes and number, never from another host than the camera's.
///
/// An address is known only here and while it is asked; neither the client's log nor an error carries it.
final class CameraProxy: Sendable {
    private let client: HTTPClient
    private let gate = StreamGate()

    /// How long pictures may flow; a page asks for another ticket then.
    private static let streamLimit = TimeAmount.minutes(10)
    private static let playlistLimit = TimeAmount.seconds(20)
    private static let redirectLimit = 3

    /// - Parameter silence: How long a camera may send nothing, or its viewer read nothing, before the stream is broken.
    init(silence: TimeAmount = .seconds(20)) {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: silence, write: .seconds(10)))
        configuration.httpVersion = .http1Only
        client = HTTPClient(configuration: configuration)
    }

    deinit {
        client.shutdown { _ in }
    }

    /// The beginning of an answer; its body follows as it is read.
    ///
    /// - Parameters:
    ///   - range: The `Range` of the request, passed on for pictures.
    ///   - viewer: Who looks, by the name of the token.
    /// - Throws: `UpstreamFailure`; `EngineError.busy` where too many look already.
    func fetch(_ address: UpstreamAddress, range: String?, for viewer: String) async throws -> FetchedStream {
        guard let place = gate.enter(viewer) else {
            throw EngineError(.busy, "Too many camera streams are open; close one and try again.")
        }
        let deadline = NIODeadline.now() + (address.namesPlaylist ? Self.playlistLimit : Self.streamLimit)
        var address = address
        for _ in 0...Self.redirectLimit {
            let response = try await execute(Self.request(address, range: range), deadline)
            guard (300..<400).contains(response.status.code) else {
                return try FetchedStream(response, address: address, place: place)
            }
            guard let next = response.headers.first(name: "location").flatMap(address.resolving) else {
                throw UpstreamFailure.redirected
            }
            address = next
        }
        throw UpstreamFailure.redirected
    }

    private func execute(_ request: HTTPClientRequest, _ deadline: NIODeadline) async throws -> HTTPClientResponse {
        do {
            return try await client.execute(request, deadline: deadline)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw UpstreamFailure(error)
        }
    }

    /// Nothing of the viewer's request goes to the camera but the range; the user in the address goes as Basic (RFC 7617).
    private static func request(_ address: UpstreamAddress, range: String?) -> HTTPClientRequest {
        address.withURL { url in
            var parts = URLComponents(url: url, resolvingAgainstBaseURL: true) ?? URLComponents()
            (parts.user, parts.password, parts.fragment) = (nil, nil, nil)
            var request = HTTPClientRequest(url: parts.string ?? "")
            if let user = url.user(percentEncoded: false) {
                request.setBasicAuth(username: user, password: url.password(percentEncoded: false) ?? "")
            }
            request.headers.replaceOrAdd(name: "Accept-Encoding", value: "identity")
            request.headers.replaceOrAdd(name: "User-Agent", value: "bando")
            if let range, !address.namesPlaylist { request.headers.replaceOrAdd(name: "Range", value: range) }
            return request
        }
    }
}

/// Why no pictures came, in words that hold nothing of the camera's.
enum UpstreamFailure: Error, Hashable {
    case unreachable
    case late
    case refused(status: UInt)
    case redirected
    /// Neither a playlist nor pictures.
    case unsuitable
    case tooLarge
    /// The pictures ended before their time.
    case broken

    init(_ error: any Error) {
        switch error as? HTTPClientError {
        case .connectTimeout?, .readTimeout?, .writeTimeout?, .deadlineExceeded?, .getConnectionFromPoolTimeout?:
            self = .late
        default:
            self = .unreachable
        }
    }

    var sentence: String {
        switch self {
        case .unreachable: "The camera cannot be reached; try again later."
        case .late: "The camera did not answer in time; try again later."
        case .refused(let status): "The camera answered with the status \(status)."
        case .redirected: "The camera points elsewhere, which is not followed; have its address corrected."
        case .unsuitable: "What the camera sends is neither a playlist nor pictures; have its address corrected."
        case .tooLarge: "What the camera sends is too large to be passed on."
        case .broken: "The pictures ended before their time."
        }
    }
}

/// Counts open streams; a place is given back when the last reference to it goes.
final class StreamGate: Sendable {
    private let open = Mutex<[String: Int]>([:])
    private let total: Int
    private let each: Int

    init(total: Int = 256, each: Int = 32) {
        self.total = total
        self.each = each
    }

    /// `nil` where too many are open, of this viewer or in all.
    func enter(_ viewer: String) -> Place? {
        let isFree = open.withLock { open in
            guard open[viewer, default: 0] < each, open.values.reduce(0, +) < total else { return false }
            open[viewer, default: 0] += 1
            return true
        }
        return isFree ? Place(self, viewer) : nil
    }

    private func leave(_ viewer: String) {
        open.withLock { open in
            let rest = open[viewer, default: 1] - 1
            open[viewer] = rest > 0 ? rest : nil
        }
    }

    final class Place: Sendable {
        private let gate: StreamGate
        private let viewer: String

        fileprivate init(_ gate: StreamGate, _ viewer: String) {
            self.gate = gate
            self.viewer = viewer
        }

        deinit { gate.leave(viewer) }
    }
}
