import Crypto
import Foundation
import GeoCore

/// Makes and reads tickets: sealed with a key that lives as long as the process, so that nothing can be read or forged.
struct StreamTickets: Sendable {
    /// How long a ticket opens its stream.
    static let seconds = 60.0

    private let key = SymmetricKey(size: .bits256)

    /// Which camera a ticket opens, for whom, until when.
    struct Claim: Hashable {
        var camera: String
        var caller: String
        var expires: Instant
    }

    /// A ticket's text: no two are alike.
    func ticket(_ claim: Claim) throws -> String {
        let fields = [String(claim.expires.milliseconds), claim.caller, claim.camera]
        return try seal(fields.joined(separator: "\u{1F}"), for: "ticket")
    }

    /// What a ticket says; `nil` for one that was not made here or is altered. Whether it is still good is for the caller.
    func claim(of ticket: String) -> Claim? {
        let fields = open(ticket, for: "ticket")?.split(
            separator: "\u{1F}", maxSplits: 2, omittingEmptySubsequences: false)
        guard let fields, fields.count == 3, let milliseconds = Int64(fields[0]) else { return nil }
        return Claim(
            camera: String(fields[2]), caller: String(fields[1]), expires: Instant(milliseconds: milliseconds))
    }

    /// The name of an address within the stream of a ticket: it opens with that ticket alone.
    func name(of address: UpstreamAddress, within ticket: String) throws -> String {
        try seal(address.secretText, for: "part:" + ticket)
    }

    func address(named name: String, within ticket: String) -> UpstreamAddress? {
        open(name, for: "part:" + ticket).flatMap { UpstreamAddress($0) }
    }

    private func seal(_ text: String, for purpose: String) throws -> String {
        let box = try ChaChaPoly.seal(Data(text.utf8), using: key, authenticating: Data(purpose.utf8))
        return box.combined.base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    /// `nil` for whatever was not sealed here for this purpose.
    private func open(_ text: String, for purpose: String) -> String? {
        var base64 = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base64) else { return nil }
        do {
            let box = try ChaChaPoly.SealedBox(combined: data)
            return String(
                data: try ChaChaPoly.open(box, using: key, authenticating: Data(purpose.utf8)), encoding: .utf8)
        } catch {
            return nil
        }
    }
}
