import Foundation
import GeoCore
import Yams

extension Workspace {
    /// Reads `bando.yaml`; all defaults where the workspace has none.
    ///
    /// - Throws: `ConfigurationError` with everything that is wrong in it.
    package func readConfiguration() throws(ConfigurationError) -> WorkspaceConfiguration {
        guard FileManager.default.fileExists(atPath: configurationFile.path) else { return WorkspaceConfiguration() }
        let name = relativePath(of: configurationFile)
        let text = try WorkspaceFile.text(of: configurationFile, named: name)
        return try WorkspaceConfigurationReader.configuration(from: text, file: name)
    }
}

/// Reads `bando.yaml` strictly: every unknown key and every wrong value is an issue with its line.
package enum WorkspaceConfigurationReader {
    package static let keys = [
        "publicURL", "trustedProxies", "listen", "limits", "cache", "reports", "feeds", "alerts", "province",
    ]

    /// - Parameter file: The path for messages.
    /// - Throws: `ConfigurationError` with everything that is wrong in the text.
    package static func configuration(
        from text: String, file: String
    ) throws(ConfigurationError) -> WorkspaceConfiguration {
        let log = IssueLog(file: file)
        var configuration = WorkspaceConfiguration()
        if let root = StrictYAML.root(of: text, log: log), root.resolvedTag != .null,
            let mapping = MappingReader(root, path: "", known: keys, log: log)
        {
            read(mapping, into: &configuration)
        }
        return try log.result(configuration, empty: "")
    }

    private static func read(_ mapping: MappingReader, into configuration: inout WorkspaceConfiguration) {
        configuration.publicURL = mapping.webAddress("publicURL")
        configuration.trustedProxies = mapping.addressBlocks("trustedProxies")
        if let listen = mapping.mapping("listen", known: ["host", "port"]) {
            configuration.listen.host = listen.text("host") ?? configuration.listen.host
            configuration.listen.port = listen.integer("port", in: 0...65_535) ?? configuration.listen.port
        }
        if let reports = mapping.mapping("reports", known: WorkspaceConfiguration.Reports.keys) {
            configuration.reports = WorkspaceConfiguration.Reports(reading: reports)
        }
        if let alerts = mapping.mapping("alerts", known: WorkspaceConfiguration.Alerts.keys) {
            configuration.alerts = WorkspaceConfiguration.Alerts(reading: alerts)
        }
        configuration.limits = limits(of: mapping)
        configuration.cache = cache(of: mapping)
        configuration.province = province(of: mapping)
        configuration.feeds = mapping.list("feeds").enumerated().compactMap { index, node in
            MappingReader(
                node, path: "feeds[\(index)]", known: ["kind", "listen", "connect", "topic", "role"], log: mapping.log
            ).flatMap(WorkspaceConfiguration.Feed.init(reading:))
        }
    }

    private static func limits(of root: MappingReader) -> WorkspaceConfiguration.Limits {
        var limits = WorkspaceConfiguration.Limits()
        let keys: [(String, WritableKeyPath<WorkspaceConfiguration.Limits, Int>, ClosedRange<Int>)] = [
            ("defaultItems", \.defaultItems, 1...10_000), ("maxItems", \.maxItems, 1...10_000),
            ("queuedTiles", \.queuedTiles, 1...1_000_000),
        ]
        guard let mapping = root.mapping("limits", known: keys.map(\.0)) else { return limits }
        for (key, path, range) in keys {
            if let value = mapping.integer(key, in: range) { limits[keyPath: path] = value }
        }
        if limits.defaultItems > limits.maxItems {
            mapping.reject("defaultItems", "is above 'limits.maxItems'; lower it or raise that")
        }
        return limits
    }

    private static func cache(of root: MappingReader) -> WorkspaceConfiguration.Cache {
        var cache = WorkspaceConfiguration.Cache()
        guard let mapping = root.mapping("cache", known: ["memoryMegabytes", "tileSeconds", "assetSeconds"])
        else { return cache }
        cache.memoryMegabytes = mapping.integer("memoryMegabytes", in: 0...1_048_576) ?? cache.memoryMegabytes
        cache.tileSeconds = mapping.integer("tileSeconds", in: 0...31_536_000) ?? cache.tileSeconds
        cache.assetSeconds = mapping.integer("assetSeconds", in: 0...31_536_000) ?? cache.assetSeconds
        return cache
    }

    private static func province(of root: MappingReader) -> WorkspaceConfiguration.Province {
        var province = WorkspaceConfiguration.Province()
        guard let mapping = root.mapping("province", known: ["code", "name", "crs"]) else { return province }
        province.name = mapping.text("name")
        province.code = mapping.text("code")
        if let code = province.code, code.count != 2 || !code.allSatisfy({ $0.isASCII && $0.isNumber }) {
            mapping.reject("code", "is '\(code)'; write the two digits of the province in quotes, such as \"52\"")
        }
        if let crs = mapping.vietnameseCRS("crs") { province.crs = crs }
        return province
    }
}

extension MappingReader {
    /// An address that links can be built from: http or https, without query and fragment.
    fileprivate func webAddress(_ key: String) -> URL? {
        guard let text = text(key) else { return nil }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host != nil,
            url.query == nil, url.fragment == nil
        else {
            reject(key, "is '\(text)'; write an address such as https://bando.example.gov.vn/ban-do")
            return nil
        }
        return url
    }

    /// A list of addresses and CIDR blocks.
    fileprivate func addressBlocks(_ key: String) -> [AddressBlock] {
        texts(key).compactMap { text in
            let block = AddressBlock(text.value)
            if block == nil {
                log.add(
                    "'\(name(of: key))' cannot be '\(text.value)'; write an address or a block such as 10.0.0.0/8",
                    at: text.place)
            }
            return block
        }
    }

    /// A role that may send positions.
    fileprivate func sender(_ key: String) -> Role? {
        guard let role = choice(key, of: Role.self) else { return nil }
        guard LiveService.senders.contains(role) else {
            let known = LiveService.senders.map(\.rawValue).sorted().joined(separator: ", ")
            reject(key, "is \(role.rawValue), which may not send positions; write one of \(known)")
            return nil
        }
        return role
    }

    /// One of the VN-2000 systems (EPSG v11).
    fileprivate func vietnameseCRS(_ key: String) -> CRS? {
        guard let text = text(key) else { return nil }
        let codes = Set([3405, 3406, 4756] + Array(5896...5899) + Array(9205...9218))
        guard let crs = CRS(text), let code = crs.epsg, codes.contains(code) else {
            reject(key, "is '\(text)'; write a VN-2000 system such as EPSG:9217 (108°15′) or EPSG:5899 (107°45′)")
            return nil
        }
        return crs
    }

    /// `host:port`, or `[address]:port` for IPv6.
    func endpoint(_ key: String) -> (host: String, port: Int)? {
        guard let text = text(key) else { return nil }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65_535).contains(port), colon != text.startIndex
        else {
            reject(key, "is '\(text)'; write host:port, such as 127.0.0.1:10110")
            return nil
        }
        return (text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]")), port)
    }
}

extension WorkspaceConfiguration.Feed {
    fileprivate init?(reading mapping: MappingReader) {
        mapping.require("kind")
        let kind = mapping.choice("kind", of: Kind.self)
        let role = mapping.sender("role")
        let topic = mapping.text("topic")
        let address = Self.address(of: mapping)
        if kind == .mqtt { mapping.require("topic") }
        if let kind, kind != .mqtt, topic != nil {
            mapping.reject("topic", "is only for feeds of kind mqtt; remove it")
        }
        guard let kind, let address else { return nil }
        self.init(kind: kind, address: address, topic: topic, role: role ?? .feed)
    }

    private static func address(of mapping: MappingReader) -> Address? {
        let listen = mapping.node("listen") != nil
        guard listen != (mapping.node("connect") != nil) else {
            mapping.log.add(
                "'\(mapping.path)' needs either 'listen' or 'connect'; write one of them", at: mapping.place)
            return nil
        }
        let key = listen ? "listen" : "connect"
        return mapping.endpoint(key).map { endpoint in
            listen
                ? .listen(host: endpoint.host, port: endpoint.port)
                : .connect(host: endpoint.host, port: endpoint.port)
        }
    }
}
