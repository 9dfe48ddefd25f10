import Foundation
import GeoCore
import Testing

@testable import MapEngine

@Suite("bando.yaml")
struct WorkspaceConfigurationTests {
    private func read(_ text: String) throws(ConfigurationError) -> WorkspaceConfiguration {
        try WorkspaceConfigurationReader.configuration(from: text, file: "bando.yaml")
    }

    @Test("an empty file, a comment and a missing file all mean the defaults")
    func defaults() throws {
        #expect(try read("") == WorkspaceConfiguration())
        #expect(try read("# nothing\n") == WorkspaceConfiguration())
        let folder = try TemporaryFolder()
        #expect(try Workspace(root: folder.root).readConfiguration() == WorkspaceConfiguration())
    }

    @Test("the template shows every key with its default")
    func template() throws {
        let lines = WorkspaceConfiguration.template.split(separator: "\n")
        let opened = lines.drop { $0.hasPrefix("# ") && !$0.hasPrefix("# publicURL") }
            .map { $0.dropFirst(2) }.joined(separator: "\n")
        var read = try read(opened)
        #expect(read.feeds.count == 1 && read.publicURL != nil && read.province.code == "52")
        for key in WorkspaceConfigurationReader.keys { #expect(opened.contains("\(key):"), "\(key)") }
        read.publicURL = nil
        read.trustedProxies = []
        read.feeds = []
        read.province = .init()
        #expect(read == WorkspaceConfiguration())
    }

    @Test("every value is read")
    func values() throws {
        let configuration = try read(
            """
            publicURL: https://bando.example.vn/ban-do
            trustedProxies: [10.0.0.0/8]
            listen: { host: 0.0.0.0, port: 9000 }
            limits: { maxItems: 500, queuedTiles: 64 }
            cache: { memoryMegabytes: 64, tileSeconds: 5 }
            reports: { anonymous: true, perHour: 3 }
            feeds:
              - { kind: ais-udp, listen: "[::1]:10110" }
              - { kind: mqtt, connect: broker:1883, topic: tau/#, role: feed }
            province: { code: "75", name: Đồng Nai, crs: EPSG:5899 }
            """)
        #expect(configuration.publicURL?.path == "/ban-do")
        #expect(configuration.listen == .init(host: "0.0.0.0", port: 9000))
        #expect(configuration.limits.maxItems == 500 && configuration.limits.defaultItems == 100)
        #expect(configuration.limits.queuedTiles == 64 && configuration.trustedProxies == [AddressBlock("10.0.0.0/8")])
        #expect(configuration.cache.memoryMegabytes == 64 && configuration.reports.anonymous)
        #expect(configuration.feeds[0].address == .listen(host: "::1", port: 10110))
        #expect(configuration.feeds[1].address == .connect(host: "broker", port: 1883))
        #expect(configuration.feeds[1].topic == "tau/#" && configuration.feeds[0].role == .feed)
        #expect(configuration.province.crs == CRS(epsg: 5899))
    }

    @Test(
        "a fault is named with its line and what to do",
        arguments: [
            ("listen:\n  prot: 80", 2, "unknown key 'prot' in 'listen'; did you mean 'port'?"),
            (
                "trustedProxies: [10.0.0.1,\n  proxy]", 2,
                "'trustedProxies' cannot be 'proxy'; write an address or a block"
            ),
            ("limits: { requestSeconds: 60 }", 1, "unknown key 'requestSeconds' in 'limits'"),
            ("publicUrl: x", 1, "did you mean 'publicURL'?"),
            ("\ncolour: red", 2, "the keys are publicURL"),
            ("publicURL: ban-do", 1, "write an address such as https://"),
            ("publicURL: https://a.vn/?x=1", 1, "write an address such as https://"),
            ("listen: { port: 99999 }", 1, "must lie between 0 and 65535"),
            ("listen: 8080", 1, "'listen' must be a mapping of keys, but it is a number"),
            ("province: { code: 52 }", 1, "put it in quotes"),
            ("province: { code: \"5\" }", 1, "the two digits of the province"),
            ("province: { crs: EPSG:3857 }", 1, "write a VN-2000 system"),
            ("limits: { defaultItems: 100, maxItems: 10 }", 1, "above 'limits.maxItems'"),
            ("feeds:\n  - { kind: radio, listen: a:1 }", 2, "write one of ais-tcp, ais-udp, mqtt"),
            ("feeds:\n  - { kind: mqtt, connect: a:1 }", 2, "'feeds[0].topic' is missing"),
            ("feeds:\n  - { kind: ais-tcp }", 2, "needs either 'listen' or 'connect'"),
            ("feeds:\n  - { kind: ais-tcp, connect: a }", 2, "write host:port"),
            ("feeds:\n  - { kind: ais-tcp, connect: a:1, topic: b }", 2, "only for feeds of kind mqtt"),
            ("feeds:\n  - { kind: ais-tcp, connect: a:1, role: viewer }", 2, "may not send positions; write one of"),
            ("reports: { anonymous: maybe }", 1, "must be true or false"),
        ])
    func faults(text: String, line: Int, sentence: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try read(text) }
        let issue = try #require(error.issues.first { $0.message.contains(sentence) }, "\(error)")
        #expect(issue.line == line)
    }
}
