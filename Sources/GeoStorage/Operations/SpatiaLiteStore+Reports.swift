package import Foundation
import GRDB
package import GeoCore

extension SpatiaLiteStore {
    /// Takes a report: its row in the layer, what is kept beside it, its receipt and its contact, all or nothing.
    ///
    /// - Returns: The identifier of the row.
    /// - Throws: `conflict` where the code is taken, `invalidFeature`.
    package func addReport(
        _ report: ReportRecord, contact: ReportContact?, receipt: ReportStepRecord, values: [FieldValue],
        in layer: LayerID, author: String, time: Date
    ) async throws -> Int64 {
        let row = FeatureEdit.insert(values: values, geometry: .point(report.place))
        let outcome = try await edit(layer, [row], expected: nil, author: author, time: time) { db, outcome in
            guard let fid = outcome.insertedIDs.first else {
                throw StorageError(.conflict, "The report could not be added: send it again.")
            }
            try report.insert(as: fid, in: db)
            try receipt.insert(of: fid, in: db)
            guard let contact else { return }
            try db.execute(
                sql: "INSERT INTO bando_report_contacts (report, name, phone, received) VALUES (?, ?, ?, ?)",
                arguments: [fid, contact.name, contact.phone, report.received.milliseconds])
        }
        return outcome.insertedIDs[0]
    }

    /// Moves a report on: its row, its state and the step, all or nothing.
    ///
    /// - Parameter expected: The revision of the layer that the row was read at.
    /// - Throws: `conflict` where the layer has moved on, or the report is no longer in the step's former state.
    package func moveReport(
        _ report: ReportRecord, by step: ReportStepRecord, values: [FieldValue], in layer: LayerID, expected: Int64,
        author: String, time: Date
    ) async throws {
        let row = FeatureEdit.update(id: report.fid, values: values, geometry: .point(report.place))
        try await edit(layer, [row], expected: expected, author: author, time: time) { db, _ in
            try db.execute(
                sql: "UPDATE bando_reports SET state = ?, done = ?, rating = ? WHERE fid = ? AND state = ?",
                arguments: [
                    report.state, report.done?.milliseconds, report.rating, report.fid, step.former,
                ])
            guard db.changesCount == 1 else {
                throw StorageError(.conflict, "Somebody else has moved the report on meanwhile: look at it again.")
            }
            try step.insert(of: report.fid, in: db)
        }
    }

    /// A report by its identifier or its code; `nil` where there is none.
    package func report(_ name: String) async throws -> ReportRecord? {
        try await read("reading a report") { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM bando_reports WHERE code = ?1 OR fid = ?2 ORDER BY code = ?1 DESC",
                arguments: [name, Int64(name)]
            ).flatMap(ReportRecord.init)
        }
    }

    /// The reports received in a span of time, the earliest first.
    ///
    /// - Parameters:
    ///   - category: Only those of this one.
    ///   - commune: Only those of this one.
    package func reports(
        from start: Instant, to end: Instant, category: String? = nil, commune: String? = nil
    ) async throws -> [ReportRecord] {
        try await read("reading reports") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM bando_reports WHERE received >= ?1 AND received <= ?2
                    AND (?3 IS NULL OR category = ?3) AND (?4 IS NULL OR commune = ?4) ORDER BY received, fid
                    """,
                arguments: [start.milliseconds, end.milliseconds, category, commune]
            ).compactMap(ReportRecord.init)
        }
    }

    /// What was done about a report, the receipt first.
    package func steps(ofReport fid: Int64) async throws -> [ReportStepRecord] {
        try await read("reading the steps of a report") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM bando_report_steps WHERE report = ? ORDER BY id", arguments: [fid]
            ).map(ReportStepRecord.init)
        }
    }
}

extension SpatiaLiteStore {
    /// Who sent a report, with the reading noted in the same transaction; `nil` where nothing is kept.
    package func readContact(
        ofReport fid: Int64, reader: String, purpose: String, time: Instant
    ) async throws -> ReportContact? {
        try await write("reading a contact") { db in
            guard
                let row = try Row.fetchOne(
                    db, sql: "SELECT name, phone FROM bando_report_contacts WHERE report = ?", arguments: [fid])
            else { return nil }
            try db.execute(
                sql: "INSERT INTO bando_personal_reads (subject, reader, purpose, time) VALUES (?, ?, ?, ?)",
                arguments: ["report:\(fid)", reader, purpose, time.milliseconds])
            return ReportContact(name: row["name"], phone: row["phone"])
        }
    }

    /// Erases the contacts of reports received before a moment, so that their bytes are not left in the file.
    ///
    /// - Returns: How many were erased.
    package func eraseContacts(receivedBefore moment: Instant) async throws -> Int {
        try await write("erasing contacts") { db in
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try db.execute(
                sql: "DELETE FROM bando_report_contacts WHERE received < ?", arguments: [moment.milliseconds])
            let count = db.changesCount
            try db.execute(sql: "PRAGMA secure_delete = OFF")
            return count
        }
    }

    /// Keeps what is known of a picture and counts it in the report's row.
    ///
    /// - Parameter expected: The revision of the layer that the row was read at.
    /// - Throws: `conflict` where the layer has moved on.
    package func addPicture(
        _ picture: ReportPictureRecord, values: [FieldValue], place: Coordinate, in layer: LayerID, expected: Int64,
        author: String, time: Date
    ) async throws {
        let row = FeatureEdit.update(id: picture.report, values: values, geometry: .point(place))
        try await edit(layer, [row], expected: expected, author: author, time: time) { db, _ in
            try picture.insert(in: db)
        }
    }

    /// The pictures of a report, the earliest first.
    package func pictures(ofReport fid: Int64) async throws -> [ReportPictureRecord] {
        try await read("reading the pictures of a report") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM bando_report_pictures WHERE report = ? ORDER BY time, id", arguments: [fid]
            ).map(ReportPictureRecord.init)
        }
    }
}

extension ReportRecord {
    fileprivate func insert(as fid: Int64, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO bando_reports (fid, code, category, commune, state, received, due, done, rating, lon, lat,
                    accuracy, text, secret, sender, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                fid, code, category, commune, state, received.milliseconds, due.milliseconds, done?.milliseconds,
                rating, place.x, place.y, accuracyMeters, text, isSecret, sender, receiptDigest,
            ])
    }

    fileprivate init(_ row: Row) {
        self.init(
            fid: row["fid"], code: row["code"], category: row["category"], commune: row["commune"],
            state: row["state"], received: Instant(milliseconds: row["received"]),
            due: Instant(milliseconds: row["due"]), done: (row["done"] as Int64?).map(Instant.init(milliseconds:)),
            rating: row["rating"], place: Coordinate(x: row["lon"], y: row["lat"]), accuracyMeters: row["accuracy"],
            text: row["text"], isSecret: row["secret"], sender: row["sender"], receiptDigest: row["receipt"])
    }
}

extension ReportStepRecord {
    fileprivate func insert(of report: Int64, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO bando_report_steps (report, former, state, time, actor, note, assignee, rating)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments: [report, former, state, time.milliseconds, actor, note, assignee, rating])
    }

    fileprivate init(_ row: Row) {
        self.init(
            former: row["former"], state: row["state"], time: Instant(milliseconds: row["time"]), actor: row["actor"],
            note: row["note"], assignee: row["assignee"], rating: row["rating"])
    }
}

extension ReportPictureRecord {
    fileprivate func insert(in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO bando_report_pictures (id, report, type, width, height, bytes, time, actor)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments: [id, report, mediaType, width, height, bytes, time.milliseconds, actor])
    }

    fileprivate init(_ row: Row) {
        self.init(
            id: row["id"], report: row["report"], mediaType: row["type"], width: row["width"], height: row["height"],
            bytes: row["bytes"], time: Instant(milliseconds: row["time"]), actor: row["actor"])
    }
}
