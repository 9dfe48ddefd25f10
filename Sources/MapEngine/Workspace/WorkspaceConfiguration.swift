package import GeoCore
package import LiveMap

package import struct Foundation.URL

/// What `bando.yaml` says; every key is optional, and a missing file means all defaults.
package struct WorkspaceConfiguration: Hashable, Sendable {
    /// The address by which users reach the service, which may have a base path; `nil` builds links from the request.
    package var publicURL: URL?
    /// The proxies whose forwarded headers are believed.
    package var trustedProxies: [AddressBlock] = []
    package var listen = Listen()
    package var limits = Limits()
    package var cache = Cache()
    package var reports = Reports()
    package var feeds: [Feed] = []
    package var alerts = Alerts()
    package var province = Province()

    package init() {}

    /// Where `serve` listens, unless its options say otherwise.
    package struct Listen: Hashable, Sendable {
        package var host = "127.0.0.1"
        package var port = 8080
    }

    /// Bounds on what one request may cost.
    package struct Limits: Hashable, Sendable {
        /// The features of a page where the request names no limit.
        package var defaultItems = 100
        /// The features of a page at most; a greater limit is clamped to it.
        package var maxItems = 10_000
        /// The tiles that may wait to be made before the service answers 503.
        package var queuedTiles = 1_024
    }

    /// What the service keeps in memory, and for how long others may keep its answers.
    package struct Cache: Hashable, Sendable {
        package var memoryMegabytes = 256
        /// `max-age` of tiles; 0 asks for revalidation each time, which an `ETag` makes cheap.
        package var tileSeconds = 0
        /// `max-age` of glyphs and sprites.
        package var assetSeconds = 86_400
    }

    /// How citizens send reports.
    package struct Reports: Hashable, Sendable {
        /// Whether a report needs no token.
        package var anonymous = false
        /// The anonymous reports that one address may send in an hour.
        package var perHour = 20
        /// The prefix of the files in `calendars/` by which working days are counted: `vn` for `vn-2026.yaml`.
        package var calendar = "vn"
        /// When offices are open on a working day; empty for all day.
        package var officeHours = [OfficeHours("07:30-11:30"), OfficeHours("13:30-17:00")].compactMap { $0 }
        /// How long a report may take. No rule of a province was at hand: these are what Huế's public pages were seen to use.
        package var terms = ReportTerms(usual: ReportTerms.Terms(workingDays: 7, urgentHours: 24))
        /// What makes two reports one.
        package var duplicates = DuplicateCriteria(radiusMeters: 50, hours: 72)
        /// The days after receipt for which a reporter's name and telephone are kept.
        package var contactDays = 365
        /// The pictures that one report may have.
        package var pictures = 8
    }

    /// A stream of positions or readings that the service takes in.
    package struct Feed: Hashable, Sendable {
        package var kind: Kind
        package var address: Address
        /// The topic filter of an MQTT feed.
        package var topic: String?
        /// The role with whose rights the feed writes: one that may send positions.
        package var role: Role

        /// The protocol by which a feed comes in.
        package enum Kind: String, Hashable, Sendable, CaseIterable {
            case aisTCP = "ais-tcp"
            case aisUDP = "ais-udp"
            case mqtt
        }

        /// Who begins: the sender, who is waited for, or the service, which calls.
        package enum Address: Hashable, Sendable {
            case listen(host: String, port: Int)
            case connect(host: String, port: Int)
        }
    }

    /// The province that the workspace is about.
    package struct Province: Hashable, Sendable {
        /// The two digits of the province's code, with the leading zero.
        package var code: String?
        package var name: String?
        /// The VN-2000 system in which the map reads coordinates out; EPSG:9217 is Gia Lai's since 1 July 2025.
        package var crs = CRS(epsg: 9217)
    }
}

extension WorkspaceConfiguration {
    /// The `bando.yaml` that `bando init` writes: every key with its default, as a comment.
    package static let template = """
        # Cấu hình Bando. Mọi khóa đều không bắt buộc; giá trị dưới đây là mặc định.
        # The configuration of Bando. Every key is optional; the values below are the defaults.

        # publicURL: https://bando.example.gov.vn/ban-do
        # trustedProxies: [127.0.0.1, 10.0.0.0/8]
        # listen: { host: 127.0.0.1, port: 8080 }
        # limits:
        #   defaultItems: 100
        #   maxItems: 10000
        #   queuedTiles: 1024
        # cache: { memoryMegabytes: 256, tileSeconds: 0, assetSeconds: 86400 }
        # reports:
        #   anonymous: false
        #   perHour: 20
        #   calendar: vn
        #   officeHours: ["07:30-11:30", "13:30-17:00"]
        #   workingDays: 7
        #   urgentHours: 24
        #   # categories: { chieu-sang: { workingDays: 3, urgentHours: 4 } }
        #   duplicates: { meters: 50, hours: 72 }
        #   contactDays: 365
        #   pictures: 8
        # feeds:
        #   - { kind: ais-tcp, connect: 127.0.0.1:10110, role: feed }
        # alerts:
        #   hours: 24
        #   # webhooks:
        #   #   - { url: https://truc-ban.example.gov.vn/bando, kinds: [boundary, report, kpi], secret: "16 ký tự trở lên" }
        #   # email: { smtp: 127.0.0.1:25, tls: offered, from: bando@example.gov.vn, to: [truc@example.gov.vn], kinds: [boundary] }
        # province: { code: "52", name: Gia Lai, crs: EPSG:9217 }

        """
}
