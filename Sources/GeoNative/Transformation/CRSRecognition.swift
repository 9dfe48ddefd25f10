import CPROJ
import Foundation
import GeoCore

/// Compares a definition's parameters with the VN-2000 zones, and asks PROJ's registry about all else.
struct CRSRecognition {
    private let text: String
    private let zones: [VietnamZone]
    private let crs: ProjObject
    /// The system without parameters to WGS 84 that it was bound to.
    private let plain: ProjObject
    private let projection: TransverseMercator?
    private let isVietnamese: Bool

    init(text: String, zones: [VietnamZone], context: ProjContext) throws(NativeError) {
        self.text = text
        self.zones = zones
        crs = try ProjObject.make(text, in: context)
        plain = crs.unbound()
        projection = TransverseMercator(plain)
        let named = plain.geographic.map(VietnamDatum.isGeographic) ?? false
        let datum = try VietnamDatum(context)
        isVietnamese = named || datum.isBound(crs)
    }

    func identity() throws(NativeError) -> CRSIdentity {
        if let projection, isVietnamese { return onVietnamDatum(projection) }
        if isVietnamese, plain.type != PJ_TYPE_PROJECTED_CRS {
            return certain(.vn2000, "its datum is VN-2000 and it has no projection")
        }
        if let projection, isOnWGS84, let zone = zone(like: projection), zone.widthDegrees == 3 {
            return internalDatum(zone)
        }
        return registered()
    }
}

extension CRSRecognition {
    private func certain(_ crs: CRS, _ reason: String) -> CRSIdentity {
        CRSIdentity(
            crs: crs, definition: .code(crs), certainty: .certain, evidence: "\(name) is \(crs.name): \(reason).")
    }

    private var name: String { plain.name.isEmpty || plain.name == "unnamed" ? "The definition" : plain.name }

    private func onVietnamDatum(_ projection: TransverseMercator) -> CRSIdentity {
        if let zone = zone(like: projection) {
            return certain(
                zone.crs,
                "its datum is VN-2000, its central meridian \(projection.meridianText) and its scale "
                    + "\(projection.scale)")
        }
        let sameMeridian = zones.filter { isSameMeridian($0, projection) }.map(\.crs)
        guard let first = sameMeridian.first else {
            return CRSIdentity(
                crs: nil, definition: .text(text), certainty: .likely,
                evidence: "\(name) is on VN-2000 with the central meridian \(projection.meridianText), which is no "
                    + "zone of the registry; its own parameters are used.")
        }
        return CRSIdentity(
            crs: nil, definition: .text(text), certainty: .ambiguous,
            evidence: "\(name) is on VN-2000 with the central meridian of \(first.name) but a scale of "
                + "\(projection.scale) and a false easting of \(projection.falseEasting) m; say which with --crs.",
            alternatives: sameMeridian)
    }

    /// MapInfo's "VN-2000 nội bộ": datum 104, which is WGS 84, with the projection of a VN-2000 zone. No coordinates
    /// are made in such a system; taken as written they lie 225 m off.
    private func internalDatum(_ zone: VietnamZone) -> CRSIdentity {
        CRSIdentity(
            crs: zone.crs, definition: .code(zone.crs), certainty: .likely,
            evidence: "\(name) declares WGS 84 with the projection of \(zone.crs.name) (\(zone.name)), as MapInfo "
                + "writes VN-2000 \"nội bộ\"; it is taken for VN-2000.", alternatives: [])
    }

    private func registered() -> CRSIdentity {
        if let code = plain.identifier, code.authority == "EPSG" || code == .crs84 {
            return withTwin(certain(code, "it says so"))
        }
        guard let match = bestMatch() else {
            return CRSIdentity(
                crs: nil, definition: .text(text), certainty: .likely,
                evidence: "\(name) is no system of the registry; its own parameters are used.")
        }
        if match.confidence >= 90 { return withTwin(certain(match.crs, "its parameters are those of the registry")) }
        return CRSIdentity(
            crs: match.crs, definition: .code(match.crs), certainty: match.confidence >= 70 ? .likely : .ambiguous,
            evidence:
                "\(name) resembles \(match.crs.name) (\(match.confidence) % by PROJ); say --crs \(match.crs.name) "
                + "or another.", alternatives: [match.crs])
    }

    /// A `.prj` of WGS 84 / UTM is often set on VN-2000 data, 225 m away: only a control layer can tell.
    private func withTwin(_ identity: CRSIdentity) -> CRSIdentity {
        let twins = [CRS(epsg: 32_648): CRS(epsg: 3405), CRS(epsg: 32_649): CRS(epsg: 3406)]
        guard let crs = identity.crs, let twin = twins[crs] else { return identity }
        var identity = identity
        identity.alternatives = [twin]
        identity.evidence += " If the data are VN-2000, give --crs \(twin.name): the two differ by 225 m."
        return identity
    }

    private func bestMatch() -> (crs: CRS, confidence: Int)? {
        var confidence: UnsafeMutablePointer<Int32>?
        let context = plain.context
        guard let list = unsafe proj_identify(context.handle, plain.handle, "EPSG", nil, &confidence) else {
            return nil
        }
        defer {
            unsafe proj_list_destroy(list)
            if let confidence = unsafe confidence { unsafe proj_int_list_destroy(confidence) }
        }
        guard unsafe proj_list_get_count(list) > 0, let percent = unsafe confidence?.pointee else { return nil }
        let first = unsafe ProjObject(proj_list_get(context.handle, list, 0), in: context)
        return first?.identifier.map { ($0, Int(percent)) }
    }

    private var isOnWGS84: Bool {
        guard let geographic = plain.geographic else { return false }
        let name = geographic.name.lowercased().filter { $0.isLetter || $0.isNumber }
        let ellipsoid = geographic.projString(PJ_PROJ_4) ?? ""
        return name.contains("wgs84") || name.contains("wgs1984") || ellipsoid.contains("+datum=WGS84")
            || (name.contains("unnamed") || name.contains("unknown")) && ellipsoid.contains("+ellps=WGS84")
    }

    private func zone(like projection: TransverseMercator) -> VietnamZone? {
        zones.first { zone in
            isSameMeridian(zone, projection) && abs(zone.scale - projection.scale) < 1e-7
                && abs(zone.falseEasting - projection.falseEasting) < 0.01
                && abs(projection.falseNorthing) < 0.01 && abs(projection.originLatitude) < 1e-6
        }
    }

    private func isSameMeridian(_ zone: VietnamZone, _ projection: TransverseMercator) -> Bool {
        abs(zone.centralMeridian - projection.centralMeridian) < 1e-5
    }
}

extension TransverseMercator {
    /// `108°15′`.
    var meridianText: String {
        let minutes = (centralMeridian * 60).rounded()
        let rest = Int(minutes) % 60
        guard abs(minutes / 60 - centralMeridian) < 1e-6 else { return "\(centralMeridian)°" }
        return "\(Int(minutes) / 60)°\(rest < 10 ? "0" : "")\(rest)′"
    }
}

extension VietnamDatum {
    /// Whether a system is bound to WGS 84 by the parameters of the decision: MapInfo's "VN-2000 hội nhập".
    ///
    /// The sign of the rotations is not looked at, since files carry them both ways.
    func isBound(_ crs: ProjObject) -> Bool {
        guard crs.type == PJ_TYPE_BOUND_CRS, let operation = crs.conversion else { return false }
        let wanted = [("x", "X-axis translation"), ("y", "Y-axis translation"), ("z", "Z-axis translation")]
        return wanted.allSatisfy { key, name in
            guard let value = operation.parameter(name), let own = translation(key) else { return false }
            return abs(value - own) < 0.01
        }
    }

    private func translation(_ key: String) -> Double? {
        let word = helmert.split(separator: " ").first { $0.hasPrefix("+\(key)=") }
        return word.flatMap { Double($0.dropFirst(key.count + 2)) }
    }
}
