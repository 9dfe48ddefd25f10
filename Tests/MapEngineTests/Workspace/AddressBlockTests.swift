import Testing

@testable import MapEngine

@Suite("Addresses of trusted proxies")
struct AddressBlockTests {
    @Test(
        "a block contains its addresses",
        arguments: [
            ("127.0.0.1", "127.0.0.1"), ("10.0.0.0/8", "10.200.3.4"), ("192.168.4.0/22", "192.168.7.255"),
            ("0.0.0.0/0", "8.8.8.8"), ("::1", "0:0:0:0:0:0:0:1"), ("fd00::/8", "fdab::7"),
            ("10.0.0.0/8", "::ffff:10.1.2.3"),
            ("::ffff:10.0.0.0", "10.0.0.0"), ("fe80::/10", "fe80::1%eth0"), ("2001:db8::/33", "2001:db8:7fff::"),
        ])
    func contained(block: String, address: String) throws {
        #expect(try #require(AddressBlock(block)).contains(address))
    }

    @Test(
        "a block contains no other",
        arguments: [
            ("127.0.0.1", "127.0.0.2"), ("10.0.0.0/8", "11.0.0.0"), ("192.168.4.0/22", "192.168.8.0"), ("::1", "::2"),
            ("10.0.0.0/8", "fd00::"), ("::/0", "10.1.2.3"), ("2001:db8::/33", "2001:db8:8000::"),
            ("10.0.0.0/8", "no address"),
        ])
    func notContained(block: String, address: String) throws {
        let block = try #require(AddressBlock(block))
        #expect(!block.contains(address))
    }

    @Test(
        "what is no address is none",
        arguments: [
            "", "proxy.example", "10.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1",
            "::1::",
            ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "::g", "::1/129", "10.0.0.0/8/8", "+1.2.3.4",
        ])
    func none(text: String) {
        #expect(AddressBlock(text) == nil)
    }
}
