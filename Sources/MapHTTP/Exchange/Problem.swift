import HTTPTypes
import Hummingbird
import MapEngine
import NIOCore

/// A problem document (RFC 9457).
struct Problem: Sendable {
    var status: HTTPResponse.Status
    /// The last part of the problem type's URI.
    var kind: String
    var title: String
    var detail: String?
    var parameter: String?
    var headers: HTTPFields = [:]

    var response: Response {
        let document = JSONDocument.object([
            "type": .string("urn:bando:problem:\(kind)"),
            "title": .string(title),
            "status": .integer(Int64(status.code)),
            "detail": .text(detail),
            "parameter": .text(parameter),
        ])
        var fields = headers
        fields[.contentType] = "application/problem+json"
        fields[.cacheControl] = "no-store"
        return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: document.bytes)))
    }
}

extension Problem {
    /// The one table from the engine's failures to HTTP.
    init(_ error: EngineError) {
        let (status, kind, title) = Self.row(error.code)
        self.init(status: status, kind: kind, title: title, detail: error.message, parameter: error.parameter)
        if error.code == .unauthenticated { headers[.wwwAuthenticate] = "Bearer realm=\"bando\"" }
        if error.code == .busy { headers[.retryAfter] = "1" }
        if error.code == .tooMany { headers[.retryAfter] = "60" }
        if error.code == .failed { detail = nil }
    }

    private static func row(_ code: EngineError.Code) -> (HTTPResponse.Status, String, String) {
        switch code {
        case .notFound: (.notFound, "not-found", "Không tìm thấy · Not found")
        case .invalidParameter: (.badRequest, "invalid-parameter", "Tham số không hợp lệ · Invalid parameter")
        case .invalidConfiguration: (.internalServerError, "configuration", "Lỗi cấu hình · Configuration error")
        case .unauthenticated: (.unauthorized, "unauthenticated", "Cần đăng nhập · Token required")
        case .forbidden: (.forbidden, "forbidden", "Không có quyền · Not permitted")
        case .conflict: (.conflict, "conflict", "Dữ liệu đã thay đổi · Conflict")
        case .busy: (.serviceUnavailable, "busy", "Máy chủ đang bận · Busy")
        case .tooMany: (.tooManyRequests, "too-many", "Gửi quá nhiều · Too many requests")
        case .tooLarge: (.contentTooLarge, "too-large", "Yêu cầu quá lớn · Too large")
        case .unreadable: (.unprocessableContent, "unreadable", "Không đọc được · Unreadable")
        case .unprocessable: (.unprocessableContent, "unprocessable", "Không xử lý được · Unprocessable")
        case .refused: (.unprocessableContent, "refused", "Bị từ chối · Refused")
        case .disk: (.insufficientStorage, "disk", "Không ghi được đĩa · Disk cannot be written")
        case .failed: (.internalServerError, "internal", "Lỗi máy chủ · Internal error")
        }
    }
}

extension HTTPResponse.Status {
    /// 507 (RFC 4918, 11.5), which the HTTP library does not name.
    static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}
