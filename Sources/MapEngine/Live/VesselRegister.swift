import GeoCore
import GeoStorage
import LiveMap

/// The vessels that a register knows: the rows of the `vessels` layer, each with the object it stands for.
struct VesselRegister: Sendable {
    private(set) var features: [Feature] = []
    private(set) var facts: [ObjectID: VesselFacts] = [:]
    /// The vessels that send under their MMSI, by it.
    private(set) var aliases: [ObjectID: ObjectID] = [:]
    private var objects: [Int64: ObjectID] = [:]

    static func read(_ layer: LayerID, catalogue: Catalogue, store: SpatiaLiteStore) async throws -> VesselRegister {
        var register = VesselRegister()
        guard let definition = catalogue[layer] else { return register }
        var query = FeatureQuery(layer: layer, limit: 10_000)
        repeat {
            let page = try await store.features(query)
            for feature in page.features {
                register.add(feature, RegisterRow(feature: feature, definition: definition))
            }
            query.after = page.next
        } while query.after != nil
        return register
    }

    func object(of feature: Feature) -> ObjectID? { objects[feature.id] }

    private mutating func add(_ feature: Feature, _ row: RegisterRow) {
        features.append(feature)
        guard let facts = row.facts else { return }
        objects[feature.id] = facts.id
        self.facts[facts.id] = facts
        if let mmsi = row.mmsi, mmsi != facts.id { aliases[mmsi] = facts.id }
    }
}

/// One row of the register, by the names of its definition's fields.
private struct RegisterRow {
    let feature: Feature
    let definition: LayerDefinition

    private func value(_ field: String) -> FieldValue {
        definition.index(of: field).map { feature.values[$0] } ?? .null
    }

    private func text(_ field: String) -> String? {
        guard case .text(let text) = value(field), !text.isEmpty else { return nil }
        return text
    }

    private func object(_ field: String) -> ObjectID? {
        guard let text = text(field) else { return nil }
        do throws(PositionFault) { return try ObjectID(vessel: text) } catch { return nil }
    }

    var mmsi: ObjectID? { object("mmsi") }

    /// `nil` for a row that names no vessel.
    var facts: VesselFacts? {
        guard let id = object("so_dang_ky") ?? mmsi else { return nil }
        return VesselFacts(
            id: id, lengthMeters: value("chieu_dai").number, role: role, homeProvince: text("tinh"),
            gear: text("nghe"), licenceUntil: text("giay_phep_den").flatMap { CivilDay($0) }, port: text("cang"),
            homeCommune: text("xa"))
    }

    private var role: VesselRole? {
        switch text("vai_tro") {
        case "khai-thac": .fishing
        case "hau-can": .logistics
        default: nil
        }
    }
}
