import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine
import NIOCore

/// One request with everything that a resource needs to answer it: read once, then plain values.
struct Exchange: Sendable {
    let request: Request
    let context: BandoRequestContext
    let parameters: QueryParameters
    let links: RequestLinks
    /// Where the request comes from, past the trusted proxies.
    let clientAddress: String

    var caller: Caller { context.caller }
    var path: String { request.uri.path }

    init(_ request: Request, _ context: BandoRequestContext, configuration: WorkspaceConfiguration) throws {
        self.request = request
        self.context = context
        parameters = try QueryParameters(request.uri.query)
        links = RequestLinks(
            request: request, context: context, publicURL: configuration.publicURL?.absoluteString,
            trustedProxies: configuration.trustedProxies)
        clientAddress = ClientAddress.text(
            peer: context.remoteAddress?.ipAddress, headers: request.headers,
            trustedProxies: configuration.trustedProxies)
    }

    /// A named part of the path, decoded.
    func part(_ name: String) throws -> String {
        guard let raw = context.parameters.get(name), let text = raw.removingPercentEncoding, !text.isEmpty else {
            throw EngineError(.notFound, "There is no such resource; “/” lists what there is.")
        }
        return text
    }

    /// The document as JSON or HTML, as the request wants it, with links to itself and to the other form.
    func document(
        _ document: JSONDocument, title: String, contentType: String = "application/json"
    ) throws -> Response {
        switch try Representation(request, parameters) {
        case .json:
            return .json(request, document, contentType: contentType)
        case .html:
            let page = HTMLPage(title: title, document: document).html
            return .conditional(
                request, body: ByteBuffer(string: page), contentType: "text/html; charset=utf-8",
                etag: EntityTag.weak(of: page.utf8))
        }
    }
}
