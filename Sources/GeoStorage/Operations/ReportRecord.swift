package import GeoCore

/// What the store keeps of a report beside its row: what decides about it, and what nobody else may see.
package struct ReportRecord: Hashable, Sendable {
    /// The feature of the layer `reports`.
    package var fid: Int64
    package var code: String
    package var category: String
    /// The code of the commune at the time; `nil` where the place lay in none.
    package var commune: String?
    package var state: String
    package var received: Instant
    package var due: Instant
    package var done: Instant?
    package var rating: Int?
    package var place: Coordinate
    /// Metres; `nil` where the place was set by hand.
    package var accuracyMeters: Double?
    /// As it was sent.
    package var text: String
    /// Whether the reporter asked that nobody who handles the report learns who they are.
    package var isSecret: Bool
    /// The name of the caller who sent it.
    package var sender: String
    /// SHA-256, in hexadecimal, of the key that the sender was given.
    package var receiptDigest: String

    package init(
        fid: Int64 = 0, code: String, category: String, commune: String?, state: String, received: Instant,
        due: Instant, done: Instant? = nil, rating: Int? = nil, place: Coordinate, accuracyMeters: Double?,
        text: String, isSecret: Bool, sender: String, receiptDigest: String
    ) {
        self.fid = fid
        self.code = code
        self.category = category
        self.commune = commune
        self.state = state
        self.received = received
        self.due = due
        self.done = done
        self.rating = rating
        self.place = place
        self.accuracyMeters = accuracyMeters
        self.text = text
        self.isSecret = isSecret
        self.sender = sender
        self.receiptDigest = receiptDigest
    }
}

/// Who sent a report.
package struct ReportContact: Hashable, Sendable {
    package var name: String?
    package var phone: String?

    package init(name: String?, phone: String?) {
        self.name = name
        self.phone = phone
    }
}

/// One step of a report as it is kept.
package struct ReportStepRecord: Hashable, Sendable {
    /// `nil` for the receipt.
    package var former: String?
    package var state: String
    package var time: Instant
    package var actor: String
    package var note: String
    package var assignee: String?
    package var rating: Int?

    package init(
        former: String?, state: String, time: Instant, actor: String, note: String, assignee: String? = nil,
        rating: Int? = nil
    ) {
        self.former = former
        self.state = state
        self.time = time
        self.actor = actor
        self.note = note
        self.assignee = assignee
        self.rating = rating
    }
}

/// A picture of a report; its bytes lie in a file named by its identifier.
package struct ReportPictureRecord: Hashable, Sendable {
    /// 32 hexadecimal digits, not to be guessed.
    package var id: String
    package var report: Int64
    /// `image/jpeg`, `image/png` or `image/webp`.
    package var mediaType: String
    package var width: Int
    package var height: Int
    package var bytes: Int
    package var time: Instant
    package var actor: String

    package init(
        id: String, report: Int64, mediaType: String, width: Int, height: Int, bytes: Int, time: Instant, actor: String
    ) {
        self.id = id
        self.report = report
        self.mediaType = mediaType
        self.width = width
        self.height = height
        self.bytes = bytes
        self.time = time
        self.actor = actor
    }
}
