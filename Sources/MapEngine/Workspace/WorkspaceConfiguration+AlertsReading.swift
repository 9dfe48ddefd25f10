import struct Foundation.URL

extension WorkspaceConfiguration.Alerts {
    static let keys = ["hours", "webhooks", "email"]

    /// Reads `alerts`; what is absent or wrong keeps its default.
    init(reading mapping: MappingReader) {
        self.init()
        hours = mapping.integer("hours", in: 1...720) ?? hours
        webhooks = mapping.list("webhooks").enumerated().compactMap { index, node in
            MappingReader(
                node, path: "alerts.webhooks[\(index)]", known: ["url", "kinds", "secret"], log: mapping.log
            ).flatMap(WorkspaceConfiguration.Webhook.init(reading:))
        }
        email = mapping.mapping("email", known: ["smtp", "tls", "from", "to", "kinds"])
            .flatMap(WorkspaceConfiguration.Email.init(reading:))
    }
}

extension WorkspaceConfiguration.Webhook {
    /// A signature by a shorter key could be guessed.
    private static let shortestSecret = 16

    fileprivate init?(reading mapping: MappingReader) {
        for key in ["url", "kinds", "secret"] { mapping.require(key) }
        let kinds = mapping.alertKinds("kinds")
        let secret = mapping.text("secret")
        if let secret, secret.utf8.count < Self.shortestSecret {
            mapping.reject("secret", "is too short; write at least \(Self.shortestSecret) characters by chance")
        }
        guard let url = mapping.hookAddress("url"), let secret, !kinds.isEmpty else { return nil }
        self.init(url: url, kinds: kinds, secret: ConfigurationSecret(secret))
    }
}

extension WorkspaceConfiguration.Email {
    fileprivate init?(reading mapping: MappingReader) {
        for key in ["smtp", "from", "to", "kinds"] { mapping.require(key) }
        let kinds = mapping.alertKinds("kinds")
        let relay = mapping.endpoint("smtp")
        let tls = mapping.choice("tls", of: WorkspaceConfiguration.RelaySecurity.self)
        let from = mapping.located("from").flatMap { mapping.mailAddress($0, key: "from") }
        let to = mapping.texts("to").compactMap { mapping.mailAddress($0, key: "to") }
        guard let relay, let from, !to.isEmpty, !kinds.isEmpty else { return nil }
        self.init(host: relay.host, port: relay.port, tls: tls ?? .offered, from: from, to: to, kinds: kinds)
    }
}

extension MappingReader {
    fileprivate func alertKinds(_ key: String) -> Set<AlertKind> {
        Set(texts(key).compactMap { choice($0, key: key, of: AlertKind.self) })
    }

    /// An address of http or https, which may have a query; a user or a password in it is refused, since others would see it.
    fileprivate func hookAddress(_ key: String) -> URL? {
        guard let text = text(key) else { return nil }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host != nil, url.user == nil,
            url.password == nil, url.fragment == nil
        else {
            reject(
                key,
                "is no address such as https://truc-ban.example.gov.vn/bando, without user and fragment; correct it")
            return nil
        }
        return url
    }

    /// `name@domain` in printable ASCII without what has a meaning in a command or a header (RFC 5321, 4.1.2, the dot-string form).
    fileprivate func mailAddress(_ text: Located<String>, key: String) -> String? {
        let parts = text.value.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.value.utf8.allSatisfy { (33...126).contains($0) && !"<>()[]\\,;:\"".utf8.contains($0) }
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isPlain, text.value.utf8.count <= 254 else {
            log.add(
                "'\(name(of: key))' cannot be '\(text.value)'; write an address such as truc@example.gov.vn",
                at: text.place)
            return nil
        }
        return text.value
    }
}
