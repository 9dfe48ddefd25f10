import Crypto
import Foundation
import GeoCore
import LiveMap

/// Codes and keys of reports: random, so that neither tells how many reports there are.
enum ReportSecrets {
    private static let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// `PA-261121-7K3QFX`: the day of receipt, and 30 random bits in Crockford's base 32.
    static func code(on day: CivilDay) -> String {
        let date = day.description.filter { $0 != "-" }.dropFirst(2)
        let tail = (0..<6).map { _ in letters[Int.random(in: 0..<32)] }
        return "PA-\(date)-\(String(tail))"
    }

    /// 128 random bits in hexadecimal.
    static func key() -> String { (0..<16).map { _ in UInt8.random(in: 0...255) }.hexadecimal }

    static func digest(of text: String) -> String { SHA256.hash(data: Data(text.utf8)).hexadecimal }

    /// Whether a key is the one whose digest is kept, in a time that tells nothing of how much of it is right.
    static func matches(_ key: String, digest: String) -> Bool {
        let (given, kept) = (Array(Self.digest(of: key).utf8), Array(digest.utf8))
        return given.count == kept.count && zip(given, kept).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// What is remembered of anonymous senders, in memory alone: how much each may still send, and which report was theirs.
///
/// Bounded: where too many are remembered, those who may send as much as ever are forgotten, then all.
struct SenderMemory {
    private static let limit = 50_000
    /// For so long the sender's address may add pictures without the receipt's key.
    static let minutesForPictures = 60.0

    private let salt = ReportSecrets.key()
    private var buckets: [String: TokenBucket] = [:]
    private var reports: [Int64: (sender: String, until: Instant)] = [:]

    /// Seconds until the address may send again; `nil` where it may now.
    mutating func wait(of address: String, perHour: Int, at moment: Instant) -> Double? {
        if buckets.count >= Self.limit { buckets = buckets.filter { !$0.value.isFull(at: moment) } }
        if buckets.count >= Self.limit { buckets.removeAll() }
        return buckets[name(of: address), default: TokenBucket(perHour: perHour, at: moment)].take(at: moment)
    }

    mutating func remember(_ report: Int64, from address: String, at moment: Instant) {
        if reports.count >= Self.limit { reports = reports.filter { $0.value.until > moment } }
        if reports.count >= Self.limit { reports.removeAll() }
        reports[report] = (name(of: address), moment.adding(seconds: Self.minutesForPictures * 60))
    }

    func sent(_ report: Int64, from address: String, at moment: Instant) -> Bool {
        guard let known = reports[report] else { return false }
        return known.sender == name(of: address) && moment < known.until
    }

    private func name(of address: String) -> String { ReportSecrets.digest(of: salt + address) }
}
