import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine
import NIOCore

extension Exchange {
    /// The whole body.
    ///
    /// - Throws: `tooLarge` where it has more bytes than the limit; 415 where it is packed (RFC 9110, 15.5.16).
    func body(limit: Int) async throws -> [UInt8] {
        if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
            throw HTTPError(
                .unsupportedMediaType, headers: [.acceptEncoding: "identity"],
                message: "Bodies are not unpacked here: send this one without “Content-Encoding: \(coding.prefix(40))”."
            )
        }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw Self.tooLarge(limit) }
        var buffer = ByteBuffer()
        for try await chunk in request.body {
            guard buffer.readableBytes + chunk.readableBytes <= limit else { throw Self.tooLarge(limit) }
            buffer.writeImmutableBuffer(chunk)
        }
        return Array(buffer.readableBytesView)
    }

    /// The body as a JSON text.
    ///
    /// - Throws: `tooLarge`, or `invalidParameter` where it is no JSON.
    func jsonBody(limit: Int) async throws -> JSONValue {
        let bytes = try await body(limit: limit)
        do throws(JSONError) {
            return try JSONReader.value(from: bytes)
        } catch {
            throw EngineError(.invalidParameter, "The body is no JSON: \(error.message).", parameter: "body")
        }
    }

    private static func tooLarge(_ limit: Int) -> EngineError {
        EngineError(.tooLarge, "The body may have at most \(limit) bytes; send it in parts.")
    }
}

extension Response {
    /// A JSON document that nobody may keep.
    static func uncached(
        _ document: JSONDocument, status: HTTPResponse.Status = .ok, contentType: String = "application/json"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: contentType, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: document.bytes)))
    }
}
