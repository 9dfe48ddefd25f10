import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import MapEngine

/// Turns whatever was thrown into a problem document; what is not the caller's fault is logged, here and nowhere else.
struct ProblemMiddleware: RouterMiddleware {
    /// What the router answers; without it a method that a path does not take is 404.
    var routes = KnownRoutes()

    func handle(
        _ request: Request, context: BandoRequestContext,
        next: @concurrent (Request, BandoRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as EngineError {
            if [.failed, .disk, .invalidConfiguration].contains(error.code) { log(error, request, context) }
            return Problem(error).response
        } catch let error as HTTPError {
            return problem(for: error, of: request).response
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            log(error, request, context)
            return Problem(EngineError(.failed, "internal error", underlying: error)).response
        }
    }

    private func problem(for error: HTTPError, of request: Request) -> Problem {
        guard error.status == .notFound else {
            return Problem(status: error.status, kind: "http", title: error.status.reasonPhrase, detail: error.body)
        }
        let methods = routes.methods(of: request.uri.path)
        guard !methods.isEmpty, !methods.contains(request.method) else {
            return Problem(EngineError(.notFound, "There is no such resource; “/” and “/api” list what there is."))
        }
        let list = methods.map(\.rawValue).joined(separator: ", ")
        return Problem(
            status: .methodNotAllowed, kind: "method", title: "Sai phương thức · Method not allowed",
            detail: "This resource takes \(list).", headers: [.allow: list])
    }

    private func log(_ error: any Error, _ request: Request, _ context: BandoRequestContext) {
        context.logger.error(
            "request failed",
            metadata: ["path": "\(request.uri.path)", "error": "\(String(reflecting: error))"])
    }
}
