/// A coordinate reference system by authority and code.
package struct CRS: Hashable, Sendable {
    package var authority: String
    package var code: String

    package init(authority: String, code: String) {
        self.authority = authority
        self.code = code
    }

    package init(epsg code: Int) {
        self.init(authority: "EPSG", code: String(code))
    }

    /// WGS 84, longitude before latitude: how Bando stores and answers unless asked otherwise.
    package static let crs84 = CRS(authority: "OGC", code: "CRS84")
    package static let wgs84 = CRS(epsg: 4326)
    /// VN-2000 geographic (EPSG:4756).
    package static let vn2000 = CRS(epsg: 4756)

    /// `EPSG:9217`; the form that `--crs` takes.
    package var name: String { "\(authority):\(code)" }

    /// The number of an EPSG code, or `nil` for another authority.
    package var epsg: Int? { authority == "EPSG" ? Int(code) : nil }

    /// `http://www.opengis.net/def/crs/EPSG/0/9217` (OGC API – Features Part 2, 6.2).
    package var uri: String {
        self == .crs84
            ? "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
            : "http://www.opengis.net/def/crs/\(authority)/0/\(code)"
    }

    /// Reads `EPSG:9217`, `OGC:CRS84`, a bare `9217`, or an OGC URI; `nil` for anything else.
    package init?(_ text: String) {
        if let number = Int(text) {
            self.init(epsg: number)
            return
        }
        let separator: Character = text.hasPrefix("http") ? "/" : ":"
        let parts = text.split(separator: separator)
        guard parts.count >= 2, let code = parts.last, !code.isEmpty else { return nil }
        if code == "CRS84" {
            self = .crs84
            return
        }
        let authority = separator == "/" ? parts[max(0, parts.count - 3)] : parts[parts.count - 2]
        guard authority.uppercased() == "EPSG", let number = Int(code) else { return nil }
        self.init(epsg: number)
    }
}

extension CRS: CustomStringConvertible {
    package var description: String { name }
}
