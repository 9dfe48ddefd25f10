import Foundation

/// The HTML form of a JSON document: the same members, readable, with its links to click.
struct HTMLPage {
    var title: String
    var document: JSONDocument

    var html: String {
        """
        <!doctype html>
        <html lang="vi">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(Self.escape(title)) · Bando</title>
        <style>
        body { font: 16px/1.5 system-ui, "Noto Sans", sans-serif; margin: 0 auto; max-width: 60rem; padding: 1.5rem;
          color: #1b2733; background: #fbfaf7 }
        h1 { font-size: 1.5rem } a { color: #0b5c8a }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-top: 1px solid #ddd8cd }
        th { font-weight: 600; white-space: nowrap }
        </style>
        </head>
        <body>
        <p><a href="/">Bando</a> · <a href="/collections">Lớp dữ liệu</a> · <a href="/map">Bản đồ</a></p>
        <h1>\(Self.escape(title))</h1>
        \(Self.render(document))
        </body>
        </html>
        """
    }

    private static func render(_ value: JSONDocument) -> String {
        switch value {
        case .null: "<em>–</em>"
        case .boolean(let flag): flag ? "có" : "không"
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .string(let text): text.hasPrefix("http") ? link(text, text) : escape(text)
        case .raw(let bytes): "<code>\(escape(String(decoding: bytes, as: UTF8.self)))</code>"
        case .array(let values): values.map { "<div>\(render($0))</div>" }.joined()
        case .object(let members): linkObject(members) ?? table(members)
        }
    }

    private static func table(_ members: [JSONDocument.Member]) -> String {
        let rows = members.map { "<tr><th>\(escape($0.name))</th><td>\(render($0.value))</td></tr>" }
        return "<table>\(rows.joined())</table>"
    }

    private static func linkObject(_ members: [JSONDocument.Member]) -> String? {
        func text(_ name: String) -> String? {
            guard case .string(let text)? = members.first(where: { $0.name == name })?.value else { return nil }
            return text
        }
        guard let href = text("href"), let rel = text("rel") else { return nil }
        return link(href, text("title") ?? rel) + " <small>\(escape(text("type") ?? ""))</small>"
    }

    private static func link(_ href: String, _ label: String) -> String {
        "<a href=\"\(escape(href))\">\(escape(label))</a>"
    }

    /// Text made safe for HTML, XML and their attributes in double quotes.
    static func escape(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
    }
}
