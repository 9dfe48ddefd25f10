import HTTPTypes
import MapEngine
import Testing

@testable import MapHTTP

@Suite("Where a request comes from")
struct ClientAddressTests {
    private static let proxies = ["127.0.0.1", "10.0.0.0/8"].compactMap { AddressBlock($0) }

    private func address(_ peer: String?, _ forwarded: String...) -> String {
        var headers = HTTPFields()
        for value in forwarded { headers.append(HTTPField(name: .forwardedFor, value: value)) }
        return ClientAddress.text(peer: peer, headers: headers, trustedProxies: Self.proxies)
    }

    @Test("behind trusted proxies it is the last address that none of them has")
    func readsTrusted() {
        #expect(address("127.0.0.1", "203.0.113.9") == "203.0.113.9")
        #expect(address("127.0.0.1", "203.0.113.9, 10.1.2.3") == "203.0.113.9")
        #expect(address("127.0.0.1", "203.0.113.9", "198.51.100.4, 10.1.2.3") == "198.51.100.4")
        #expect(address("127.0.0.1", "2001:db8::7") == "2001:db8::7")
    }

    @Test("nobody chooses an address by writing the header")
    func refusesInventions() {
        #expect(address("203.0.113.9", "198.51.100.4") == "203.0.113.9")
        #expect(address("127.0.0.1", "198.51.100.4, 203.0.113.9") == "203.0.113.9")
        #expect(address("127.0.0.1", "203.0.113.9, somewhere") == "127.0.0.1")
        #expect(address("127.0.0.1", "203.0.113.9, 0.0.0.0/0") == "127.0.0.1")
    }

    @Test("without the header it is the peer's")
    func fallsBack() {
        #expect(address("127.0.0.1") == "127.0.0.1")
        #expect(address(nil, "203.0.113.9") == "unknown")
    }
}
