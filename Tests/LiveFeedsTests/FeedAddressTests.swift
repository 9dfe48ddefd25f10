import LiveFeeds
import Testing

@Suite("Addresses of feeds")
struct FeedAddressTests {
    @Test(
        "a host and a port",
        arguments: [
            ("127.0.0.1:10110", "127.0.0.1", 10_110), (":5000", "::", 5_000), ("[::1]:5000", "::1", 5_000),
            ("ais.example.vn:0", "ais.example.vn", 0),
        ])
    func addresses(_ text: String, _ host: String, _ port: Int) throws {
        #expect(try FeedAddress(text) == FeedAddress(host: host, port: port))
    }

    @Test("anything else is refused", arguments: ["", "host", "host:", "host:x", "host:70000", "host:-1", "[::1]"])
    func others(_ text: String) {
        #expect(throws: FeedError.self) { try FeedAddress(text) }
    }

    @Test("a broker's address carries encryption, user and password")
    func brokers() throws {
        let settings = try MQTTSettings(
            connect: "mqtts://bando:p%40ss%3A@broker.vn", topics: ["vms/#"], clientID: "bando")
        #expect(settings.broker == FeedAddress(host: "broker.vn", port: 8_883))
        #expect(settings.encryption == .system)
        #expect(settings.user == "bando")
        #expect(settings.password == "p@ss:")
        let plain = try MQTTSettings(connect: "localhost", topics: ["a"], clientID: "b")
        #expect(plain.broker == FeedAddress(host: "localhost", port: 1_883))
        #expect(plain.encryption == .none)
        #expect(plain.user == nil)
    }

    @Test("a broker's address that is none is refused without repeating a password")
    func badBrokers() {
        let error = #expect(throws: FeedError.self) {
            try MQTTSettings(connect: "http://bando:secret@host:1", topics: [], clientID: "b")
        }
        #expect(error?.description.contains("secret") == false)
        let port = #expect(throws: FeedError.self) {
            try MQTTSettings(connect: "mqtt://bando:secret@host:x", topics: [], clientID: "b")
        }
        #expect(port?.description.contains("secret") == false)
    }
}
