package import GeoCore
package import LiveMap

/// A report as its sender writes it; the service checks every part of it.
package struct ReportSubmission: Sendable {
    /// CRS84.
    package var place: Coordinate
    /// Metres; `nil` where the place was set by hand.
    package var accuracyMeters: Double?
    /// A code of the layer's field `category`.
    package var category: String
    package var urgency: ReportUrgency
    package var text: String
    package var contactName: String?
    package var contactPhone: String?
    /// Whether nobody who handles the report may learn who sent it.
    package var isSecret: Bool
    /// A code of the layer's field `channel`.
    package var channel: String

    package init(
        place: Coordinate, accuracyMeters: Double? = nil, category: String, urgency: ReportUrgency = .normal,
        text: String, contactName: String? = nil, contactPhone: String? = nil, isSecret: Bool = false,
        channel: String = "web"
    ) {
        self.place = place
        self.accuracyMeters = accuracyMeters
        self.category = category
        self.urgency = urgency
        self.text = text
        self.contactName = contactName
        self.contactPhone = contactPhone
        self.isSecret = isSecret
        self.channel = channel
    }
}

/// What a sender is answered.
package struct ReportReceipt: Sendable {
    /// The identifier in `/collections/reports/items/{id}`.
    package var id: Int64
    package var code: String
    /// The key by which the sender, and nobody else, adds pictures and rates; told this once.
    package var key: String
    package var due: Instant
    /// Days and years that the deadline leans on without proof.
    package var doubts: [CalendarDoubt]
    /// `nil` where the place lies in no commune.
    package var commune: AdministrativeUnit?
    /// Codes of reports that the caller may see and that this one probably repeats, the nearest first.
    package var duplicates: [String]
}

/// Who does something to a report: a caller, perhaps with the key of its receipt, from an address.
package struct ReportActor: Sendable {
    package var caller: Caller
    package var receipt: String?
    /// The client's address, by which anonymous senders are told apart; kept in memory only, as a digest.
    package var address: String

    package init(caller: Caller, receipt: String? = nil, address: String) {
        self.caller = caller
        self.receipt = receipt
        self.address = address
    }
}

extension ReportSubmission {
    /// The most characters of a report's text.
    static let textLimit = 5_000
    static let contactLimit = 200

    /// The same with white space trimmed.
    ///
    /// - Throws: `invalidParameter` or `unprocessable` with what is wrong and what may be written.
    func checked(by definition: LayerDefinition) throws -> ReportSubmission {
        var checked = self
        guard place.isFinite, abs(place.longitude) <= 180, abs(place.latitude) <= 90 else {
            throw EngineError(.unprocessable, "“lon” and “lat” must be degrees on the Earth.", parameter: "lon")
        }
        if let accuracyMeters, !(0...100_000).contains(accuracyMeters) {
            throw EngineError(.unprocessable, "“accuracy” must be metres between 0 and 100,000.", parameter: "accuracy")
        }
        try Self.check(category, isCodeOf: "category", in: definition)
        try Self.check(channel, isCodeOf: "channel", in: definition)
        checked.text = try Self.trimmed(text, "text", limit: Self.textLimit) ?? ""
        guard !checked.text.isEmpty else {
            throw EngineError(.unprocessable, "“text” is empty; say what is wrong at the place.", parameter: "text")
        }
        checked.contactName = try Self.trimmed(contactName, "name", limit: Self.contactLimit)
        checked.contactPhone = try Self.trimmed(contactPhone, "phone", limit: Self.contactLimit)
        return checked
    }

    private static func check(_ value: String, isCodeOf field: String, in definition: LayerDefinition) throws {
        guard let index = definition.index(of: field) else { return }
        let codes = definition.fields[index].codes.map(\.value)
        guard !codes.isEmpty, !codes.contains(value) else { return }
        throw EngineError(
            .unprocessable,
            "“\(field)” cannot be “\(value.prefix(40))”; write one of \(codes.joined(separator: ", ")).",
            parameter: field)
    }

    /// `nil` for nothing but white space.
    private static func trimmed(_ text: String?, _ name: String, limit: Int) throws -> String? {
        guard let text else { return nil }
        let lines = SubmittedText.clean(text).split(separator: " ", omittingEmptySubsequences: true).joined(
            separator: " ")
        let start = lines.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        guard start[...last].count <= limit else {
            throw EngineError(
                .unprocessable, "“\(name)” has more than \(limit) characters; shorten it.", parameter: name)
        }
        return String(start[...last])
    }
}
