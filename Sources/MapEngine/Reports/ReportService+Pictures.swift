import Foundation
package import GeoCore
import GeoNative
import GeoStorage

/// A picture of a report as callers know it.
package struct ReportPicture: Sendable {
    package var id: String
    package var mediaType: String
    package var width: Int
    package var height: Int
    package var byteCount: Int
    package var added: Instant
}

extension ReportService {
    /// The bytes of a picture as it is sent, before it is cleaned.
    package static let pictureByteLimit = 15 << 20

    /// Adds a picture: cleaned of everything but its pixels, and never in public view.
    ///
    /// Handlers may, and the reporter: by the receipt's key, or from the same address within an hour.
    ///
    /// - Throws: `unauthenticated`, `forbidden`, `notFound`, `tooLarge`, `unreadable`, and `unprocessable` for one too many.
    package func attach(_ bytes: [UInt8], to name: String, by actor: ReportActor) async throws -> ReportPicture {
        let report = try await attachable(name, for: actor)
        let known = try await EngineError.translating { try await self.store.pictures(ofReport: report.fid) }
        guard known.count < configuration.pictures else {
            throw EngineError(.unprocessable, "The report has \(known.count) pictures already; it cannot have more.")
        }
        let clean = try await EngineError.translating {
            try await self.pool.run { context in
                try context.cleanPicture(bytes, limits: PictureLimits(maxBytes: Self.pictureByteLimit))
            }
        }
        let picture = ReportPictureRecord(
            id: ReportSecrets.key(), report: report.fid, mediaType: clean.format.mediaType, width: clean.width,
            height: clean.height, bytes: clean.bytes.count, time: now, actor: actor.caller.name)
        try keep(clean.bytes, as: picture)
        do {
            try await add(picture, to: report)
        } catch {
            discard(picture)
            throw error
        }
        return ReportPicture(picture)
    }

    /// The pictures of a report that the caller handles or has sent, the earliest first.
    ///
    /// - Throws: As `picture(_:of:for:)`.
    package func pictures(of name: String, for actor: ReportActor) async throws -> [ReportPicture] {
        let report = try await pictured(name, for: actor)
        return try await EngineError.translating {
            try await self.store.pictures(ofReport: report.fid).map(ReportPicture.init)
        }
    }

    /// The bytes of a picture of a report that the caller handles or has sent.
    ///
    /// - Throws: `notFound` also where the report is not theirs to see; `unauthenticated` or `forbidden` where the report is and
    ///   its pictures are not: faces, plates and houses on them stay out of public view after the report is published, too.
    package func picture(
        _ id: String, of name: String, for actor: ReportActor
    ) async throws -> (bytes: [UInt8], mediaType: String) {
        let report = try await pictured(name, for: actor)
        let pictures = try await EngineError.translating { try await self.store.pictures(ofReport: report.fid) }
        guard let picture = pictures.first(where: { $0.id == id }) else { throw Self.noPicture }
        let file = file(of: picture)
        let data = try await Task.detached { () -> Data? in
            FileManager.default.fileExists(atPath: file.path) ? try Data(contentsOf: file) : nil
        }.value
        guard let data else { throw Self.noPicture }
        return (Array(data), picture.mediaType)
    }

    private static let noPicture = EngineError(.notFound, "The report has no such picture.", parameter: "id")

    /// A report whose pictures the caller may see.
    private func pictured(_ name: String, for actor: ReportActor) async throws -> ReportRecord {
        let record = try await report(name, for: actor)
        if handles(record, actor.caller) || isReporter(actor, of: record) { return record }
        guard actor.caller.role != nil else {
            throw EngineError(
                .unauthenticated, "Pictures of reports are not public; they need a token, or the key of the receipt.")
        }
        throw EngineError(.forbidden, "Your role may not see the pictures of this report.")
    }

    private func attachable(_ name: String, for actor: ReportActor) async throws -> ReportRecord {
        let record = try await EngineError.translating { try await self.store.report(name) }
        if let record {
            let isHandler = handles(record, actor.caller)
            if isHandler || isReporter(actor, of: record) || isSender(actor, of: record) { return record }
        }
        guard actor.caller.role != nil else {
            throw EngineError(.unauthenticated, "Adding a picture needs a token, or the key of the report's receipt.")
        }
        let definition = try definition()
        guard let record, isVisible(record, to: actor.caller, definition) else {
            throw EngineError(.notFound, "There is no report “\(name.prefix(40))”.", parameter: "id")
        }
        throw EngineError(.forbidden, "Your role may not add pictures to this report.")
    }

    private func add(_ picture: ReportPictureRecord, to report: ReportRecord) async throws {
        let definition = try definition()
        for _ in 1..<50 {
            let revision = try await store.layer(definition.id)?.revision ?? 0
            var row = try await row(of: report, definition)
            row["pictures"] = .integer(Int64((row["pictures"].number ?? 0) + 1))
            let values = row.values
            let isDone = try await retrying(ifMovedFrom: revision, definition.id) {
                try await self.store.addPicture(
                    picture, values: values, place: report.place, in: definition.id, expected: revision,
                    author: picture.actor, time: picture.time.date)
            }
            if isDone { return }
        }
        throw EngineError(.conflict, "Others change reports at the same moment; try again.")
    }
}

// MARK: - Files

extension ReportService {
    private func file(of picture: ReportPictureRecord) -> URL { attachmentsFolder.appending(path: picture.id) }

    /// Writes the bytes where only this service reads them, whole or not at all.
    private func keep(_ bytes: [UInt8], as picture: ReportPictureRecord) throws {
        do {
            try FileManager.default.createDirectory(
                at: attachmentsFolder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(bytes).write(to: file(of: picture), options: .atomic)
        } catch {
            throw EngineError(.failed, "The picture could not be kept; the disk may be full.", underlying: error)
        }
    }

    /// Takes away the file of a picture that was not taken; one that stays is of no report and seen by nobody.
    private func discard(_ picture: ReportPictureRecord) {
        _ = unsafe unlink(file(of: picture).path)
    }
}

extension ReportPicture {
    fileprivate init(_ record: ReportPictureRecord) {
        self.init(
            id: record.id, mediaType: record.mediaType, width: record.width, height: record.height,
            byteCount: record.bytes, added: record.time)
    }
}
