import Foundation
import GeoCore

/// A message of plain text (RFC 5322) with a UTF-8 subject (RFC 2047) and body (RFC 2045, base64).
struct MailMessage: Sendable {
    var from: String
    var to: [String]
    var subject: String
    var body: String
    var date: Instant
    /// The part of the message's identifier before the `@`; the same for the same message.
    var id: String

    /// The message as it goes after `DATA`: lines of at most 76 letters ended by CRLF, none of which begins with a dot, so that nothing
    /// needs doubling (RFC 5321, 4.5.2).
    var bytes: [UInt8] {
        let domain = from.split(separator: "@").last.map(String.init) ?? "localhost"
        let head = [
            "From: Bando <\(from)>", "To: " + to.joined(separator: ",\r\n "), "Subject: " + Self.encodedWords(subject),
            "Date: " + Self.text(date), "Message-ID: <\(Self.token(id))@\(domain)>", "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
        ]
        let encoded = Data(body.utf8).base64EncodedString(
            options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + encoded + "\r\n").utf8)
    }

    /// Encoded words of at most 60 letters each, folded; no letter is split between two (RFC 2047, 5).
    static func encodedWords(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (32...126).contains($0) } && text.utf8.count <= 66
        guard !isPlain || text.contains("=?") else { return text }
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > 36 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// The date and time of RFC 5322, 3.3, at +07:00.
    static func text(_ instant: Instant) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 25_200)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return formatter.string(from: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000))
    }

    /// What may stand in an identifier (RFC 5322, 3.2.3, without what needs care).
    private static func token(_ text: String) -> String {
        String(text.prefix(120).map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "-" })
    }
}
