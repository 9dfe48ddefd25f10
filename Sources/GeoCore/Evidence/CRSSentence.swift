/// The sentences that explain a decision about a coordinate system and say what to do.
enum CRSSentence {
    static let noCoordinates = LocalizedText(
        vi: "Tệp không có toạ độ nào đọc được nên không xét được hệ toạ độ; hãy kiểm tra tệp.",
        en: "The file holds no readable coordinates, so no coordinate system can be found; check the file.")

    static let degrees = LocalizedText(
        vi: "Toạ độ là độ, kinh độ trước, nằm trong Việt Nam; coi là WGS 84.",
        en: "The coordinates are degrees, longitude first, within Vietnam; taken for WGS 84.")

    static let swappedDegrees = LocalizedText(
        vi: "Toạ độ là độ nhưng vĩ độ đứng trước; đã đổi chỗ.",
        en: "The coordinates are degrees with latitude first; they are swapped.")

    static let swappedMetres = LocalizedText(
        vi: "Cột thứ nhất luôn trên 880.000 m, cột thứ hai luôn dưới: X là hướng Bắc, Y là hướng Đông; đã đổi chỗ.",
        en:
            "The first ordinate is always above 880,000 m and the second below: X is North, Y is East; they are swapped."
    )

    static let millimetres = LocalizedText(
        vi: "Toạ độ lớn gấp nghìn lần mét, có lẽ là milimét; hãy đổi bản vẽ sang mét rồi nhập lại.",
        en:
            "The coordinates are a thousand times too large for metres, probably millimetres; scale the drawing to metres and import again."
    )

    static func degreesElsewhere(_ box: BoundingBox?) -> LocalizedText {
        LocalizedText(
            vi:
                "Toạ độ là độ nhưng nằm ngoài Việt Nam (\(text(box))); nếu đúng là như vậy, hãy nhập với --crs EPSG:4326.",
            en:
                "The coordinates are degrees outside Vietnam (\(text(box))); if that is right, import with --crs EPSG:4326."
        )
    }

    static func strays(_ count: Int, of total: Int) -> LocalizedText {
        LocalizedText(
            vi:
                "\(count) trong \(total) vị trí mẫu đảo trục hoặc nằm ngoài Việt Nam; báo cáo nhập sẽ nêu từng bản ghi.",
            en:
                "\(count) of \(total) sampled positions are in the other order or outside Vietnam; the import's report names each record."
        )
    }

    static func declared(_ name: String, _ crs: CRS) -> LocalizedText {
        LocalizedText(
            vi: "Tệp khai hệ \(name) (\(crs.name)) và toạ độ nằm đúng chỗ.",
            en: "The file declares \(name) (\(crs.name)), and its coordinates lie where they should.")
    }

    static func onlyZone(_ candidate: CRSCandidate, _ areas: [String]) -> LocalizedText {
        let label = label(candidate.crs)
        let percent = Int((candidate.share * 100).rounded())
        return LocalizedText(
            vi: "Tệp không khai hệ toạ độ; trong mọi múi chỉ \(label) đặt \(percent) % vị trí vào \(list(areas)).",
            en:
                "The file declares no coordinate system; of all zones only \(label) puts \(percent) % of the positions in \(list(areas))."
        )
    }

    static func besideKnown(_ candidate: CRSCandidate, _ areas: [String]) -> LocalizedText {
        let label = label(candidate.crs)
        return LocalizedText(
            vi:
                "Tệp không khai hệ toạ độ; trong các múi hợp chỉ \(label) đặt dữ liệu cạnh dữ liệu đã có (\(list(areas))).",
            en:
                "The file declares no coordinate system; of the zones that fit, only \(label) puts it beside data known before (\(list(areas)))."
        )
    }

    static func choose(_ candidates: [CRSCandidate], _ areas: [String]) -> LocalizedText {
        let names = candidates.prefix(6).map { label($0.crs) }.joined(separator: ", ")
        let place = areas.isEmpty ? (vi: "Việt Nam", en: "Vietnam") : (vi: list(areas), en: list(areas))
        return LocalizedText(
            vi:
                "Tệp không khai hệ toạ độ và \(candidates.count) hệ đặt dữ liệu vào \(place.vi): \(names); hãy chọn một bằng --crs.",
            en:
                "The file declares no coordinate system and \(candidates.count) systems put it in \(place.en): \(names); choose one with --crs."
        )
    }

    static func noZone(_ areas: [String]) -> LocalizedText {
        let place = areas.isEmpty ? (vi: "Việt Nam", en: "Vietnam") : (vi: list(areas), en: list(areas))
        return LocalizedText(
            vi: "Không múi VN-2000 hay UTM nào đặt dữ liệu vào \(place.vi); hãy chỉ rõ hệ toạ độ bằng --crs EPSG:n.",
            en: "No VN-2000 or UTM zone puts the data in \(place.en); name the coordinate system with --crs EPSG:n.")
    }

    static func zonePrefix(_ prefix: Int) -> LocalizedText {
        let hint = prefix == 18 ? " (HN-72: EPSG:2044)" : prefix == 19 ? " (HN-72: EPSG:2045)" : ""
        return LocalizedText(
            vi:
                "Hoành độ mang số múi \(prefix) ở đầu\(hint); hãy nhập với --crs của hệ đó hoặc bỏ \(prefix) triệu khỏi hoành độ.",
            en:
                "The eastings carry the zone number \(prefix) in front\(hint); import with the --crs of that system, or take \(prefix) million off the eastings."
        )
    }

    static func local(_ box: BoundingBox?) -> LocalizedText {
        LocalizedText(
            vi:
                "Toạ độ (\(text(box))) không thuộc múi nào của Việt Nam: có thể là toạ độ giả định của bản vẽ hoặc bị cắt chữ số; hãy đưa về VN-2000 hoặc chỉ rõ --crs.",
            en:
                "The coordinates (\(text(box))) are in no zone of Vietnam: perhaps a drawing's own system or cut digits; bring them to VN-2000 or name the system with --crs."
        )
    }

    static func wrongKind(_ name: String, looksGeographic: Bool, _ fit: CRS?) -> LocalizedText {
        let advice = advice(fit.map { [$0] } ?? [])
        return looksGeographic
            ? LocalizedText(
                vi: "Tệp khai hệ \(name) tính bằng mét nhưng toạ độ là độ; \(advice.vi).",
                en: "The file declares \(name), which is in metres, but its coordinates are degrees; \(advice.en).")
            : LocalizedText(
                vi: "Tệp khai hệ \(name) tính bằng độ nhưng toạ độ là mét; \(advice.vi).",
                en: "The file declares \(name), which is in degrees, but its coordinates are metres; \(advice.en).")
    }

    static func wrongPlace(
        _ name: String, _ extent: BoundingBox?, _ areas: [String], _ fits: [CRS]
    ) -> LocalizedText {
        let place = areas.isEmpty ? (vi: "Việt Nam", en: "Vietnam") : (vi: list(areas), en: list(areas))
        let advice = advice(fits)
        return LocalizedText(
            vi: "Tệp khai hệ \(name) nhưng theo hệ đó dữ liệu nằm ở \(text(extent)), ngoài \(place.vi); \(advice.vi).",
            en:
                "The file declares \(name), but that puts the data at \(text(extent)), outside \(place.en); \(advice.en)."
        )
    }

    static func internalVN2000(_ name: String, _ zone: CRS) -> LocalizedText {
        LocalizedText(
            vi:
                "Tệp khai \(name), dạng \"VN-2000 nội bộ\" với gốc WGS 84, lệch khoảng 225 m nếu hiểu đúng chữ; nếu là VN-2000, hãy nhập với --crs \(zone.name).",
            en:
                "The file declares \(name), the \"VN-2000 nội bộ\" form with the datum of WGS 84, which is some 225 m off if taken literally; if it is VN-2000, import with --crs \(zone.name)."
        )
    }

    private static func advice(_ fits: [CRS]) -> (vi: String, en: String) {
        guard let first = fits.first else {
            return (
                "hãy sửa khai báo (tệp .prj) hoặc chỉ rõ hệ đúng bằng --crs",
                "correct the declaration (the .prj file) or name the right system with --crs"
            )
        }
        guard fits.count > 1 else {
            return (
                "toạ độ hợp với \(label(first)): nếu đúng, hãy nhập với --crs \(first.name)",
                "they fit \(label(first)): if that is right, import with --crs \(first.name)"
            )
        }
        let names = fits.prefix(6).map(label).joined(separator: ", ")
        return ("toạ độ hợp với \(names): hãy chọn một bằng --crs", "they fit \(names): choose one with --crs")
    }

    private static func label(_ crs: CRS) -> String { VietnamZones.zone(crs)?.label ?? crs.name }

    private static func list(_ areas: [String]) -> String {
        areas.count > 3 ? areas.prefix(3).joined(separator: ", ") + "…" : areas.joined(separator: ", ")
    }

    private static func text(_ box: BoundingBox?) -> String {
        guard let box else { return "–" }
        return "x \(short(box.west))…\(short(box.east)), y \(short(box.south))…\(short(box.north))"
    }

    private static func short(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "∞" }
        return abs(value) > 1000 ? String(Int(value.rounded())) : String((value * 1000).rounded() / 1000)
    }
}
