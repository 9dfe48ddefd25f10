import Foundation
import GeoCore
import LiveFeeds
import LiveMap
import Testing

@Suite(
    "MQTTFeed", .serialized, .timeLimit(.minutes(10)),
    .enabled(if: MQTTBroker.isInstalled, "mosquitto is not installed: run scripts/setup"))
struct MQTTFeedTests {
    private func message(_ vessel: String) -> String {
        #"{"vessel": "\#(vessel)", "time": "2026-11-21T14:00:00+07:00", "lon": 109.9, "lat": 13.6}"#
    }

    private func settings(_ port: Int) -> MQTTSettings {
        MQTTSettings(
            broker: FeedAddress(host: "127.0.0.1", port: port), topics: ["vms/+/positions"], clientID: "bando-test")
    }

    private func feed(_ settings: MQTTSettings, _ outlet: FeedOutlet) -> MQTTFeed {
        MQTTFeed(
            settings: settings, pause: ReconnectPause(first: .milliseconds(10), longest: .milliseconds(100)),
            outlet: outlet)
    }

    private func withBroker(_ test: (MQTTBroker) async throws -> Void) async throws {
        try await MQTTBroker.withFolder { folder in
            let broker = try await MQTTBroker.start(in: folder)
            defer { broker.stop() }
            try await test(broker)
        }
    }

    @Test("messages of the topic come out as positions, one, many or bad ones beside good")
    func receives() async throws {
        try await withBroker { broker in
            try await FeedProbe.run({ feed(settings(broker.port), $0) }) { probe in
                try await probe.connected()
                try await broker.publish(message("BD 99119"), to: "vms/bd/positions")
                #expect(try await probe.objects(1) == ["bd99119"])
                try await broker.publish("[\(message("BD 1001")), {}]", to: "vms/bd/positions")
                let batch = try await probe.batch()
                #expect(batch.reports.map(\.fix.object.text) == ["bd1001"])
                #expect(batch.refusals.map(\.reason) == ["“vessel” is missing."])
                try await broker.publish("[", to: "vms/bd/positions")
                let topic = try await probe.event { if case .unreadable(let topic, _) = $0 { topic } else { nil } }
                #expect(topic == "vms/bd/positions")
            }
        }
    }

    @Test("a message is acknowledged after the sink has returned: until then it comes again")
    func acknowledges() async throws {
        try await withBroker { broker in
            try await FeedProbe.run({ feed(settings(broker.port), $0) }, holding: Gate()) { probe in
                try await probe.connected()
                try await broker.publish(message("BD 1001"), to: "vms/bd/positions")
                #expect(try await probe.objects(1) == ["bd1001"])
            }
            try await FeedProbe.run({ feed(settings(broker.port), $0) }) { probe in
                let again = try await probe.objects(1)
                #expect(again == ["bd1001"])
                for await line in broker.log where line.contains("Received PUBACK from bando-test") { break }
            }
            try await broker.publish(message("BD 1002"), to: "vms/bd/positions")
            try await FeedProbe.run({ feed(settings(broker.port), $0) }) { probe in
                let next = try await probe.objects(1)
                #expect(next == ["bd1002"])
            }
        }
    }

    @Test("what comes while the sink is busy is delivered together, in order")
    func gathers() async throws {
        let gate = Gate()
        try await withBroker { broker in
            try await FeedProbe.run({ feed(settings(broker.port), $0) }, holding: gate) { probe in
                try await probe.connected()
                for number in 1_001...1_010 {
                    try await broker.publish(message("BD \(number)"), to: "vms/bd/positions")
                }
                gate.open()
                #expect(try await probe.objects(10) == (1_001...1_010).map { "bd\($0)" })
            }
        }
    }

    @Test("a broker that stops and starts again is found again")
    func reconnects() async throws {
        try await MQTTBroker.withFolder { folder in
            let first = try await MQTTBroker.start(in: folder)
            try await FeedProbe.run({ feed(settings(first.port), $0) }) { probe in
                try await probe.connected()
                first.stop()
                _ = try await probe.event { if case .retrying = $0 { true } else { nil } }
                let second = try await MQTTBroker(port: first.port, in: folder)
                defer { second.stop() }
                try await probe.connected()
                try await second.publish(message("BD 99119"), to: "vms/bd/positions")
                #expect(try await probe.objects(1) == ["bd99119"])
            }
        }
    }

    @Test("an encrypted broker with passwords is believed by its certificate, and says why it refuses")
    func encrypted() async throws {
        try await MQTTBroker.withFolder { folder in
            try await makeSecrets(in: folder)
            let broker = try await MQTTBroker.start(
                in: folder,
                settings: "certfile FOLDER/cert.pem\nkeyfile FOLDER/key.pem\npassword_file FOLDER/passwords")
            defer { broker.stop() }
            var settings = settings(broker.port)
            settings.encryption = .authority(path: folder.appending(path: "cert.pem").path)
            (settings.user, settings.password) = ("bando", "secret")
            let options = ["--cafile", folder.appending(path: "cert.pem").path, "-u", "bando", "-P", "secret"]
            try await FeedProbe.run({ feed(settings, $0) }) { probe in
                try await probe.connected()
                let many = "[" + Array(repeating: message("BD 99119"), count: 5_000).joined(separator: ",\n") + "]"
                let file = folder.appending(path: "many.json")
                try many.write(to: file, atomically: true, encoding: .utf8)
                try await broker.publish(message("BD 1001"), to: "vms/bd/positions", options: options)
                #expect(try await probe.objects(1) == ["bd1001"])
                try await publish(file, with: broker, options)
                #expect(try await probe.objects(5_000).count == 5_000)
            }
            settings.password = "wrong"
            try await FeedProbe.run({ feed(settings, $0) }) { probe in
                let reason = try await probe.event { if case .retrying(_, let reason) = $0 { reason } else { nil } }
                #expect(reason.contains("not authorised"))
            }
        }
    }

    private func publish(_ file: URL, with broker: MQTTBroker, _ options: [String]) async throws {
        let status = try await Shell.run(
            "/usr/bin/mosquitto_pub",
            ["-h", "127.0.0.1", "-p", "\(broker.port)", "-q", "1", "-t", "vms/bd/positions", "-f", file.path] + options)
        #expect(status == 0)
    }

    private func makeSecrets(in folder: URL) async throws {
        let path = { (name: String) in folder.appending(path: name).path }
        let certificate = try await Shell.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-keyout", path("key.pem"), "-out", path("cert.pem"), "-subj", "/CN=127.0.0.1",
                "-addext", "subjectAltName=IP:127.0.0.1",
            ])
        let passwords = try await Shell.run(
            "/usr/bin/mosquitto_passwd", ["-b", "-c", path("passwords"), "bando", "secret"])
        #expect(certificate == 0 && passwords == 0)
    }

    @Test("where nobody answers it tries on, and ends when it is cancelled")
    func nobody() async throws {
        let port = try await Peer.freePort()
        try await FeedProbe.run({ feed(settings(port), $0) }) { probe in
            for _ in 0..<2 {
                let reason = try await probe.event { if case .retrying(_, let reason) = $0 { reason } else { nil } }
                #expect(reason.contains("127.0.0.1:\(port)"))
            }
        }
    }
}
