import GeoCore
import GeoStorage
import LiveMap

/// Reads cameras out of features by the names of their fields.
struct CameraReader {
    private let azimuth: Int?
    private let fieldOfView: Int?
    private let range: Int?

    init(_ definition: LayerDefinition) {
        azimuth = definition.index(of: "azimuth")
        fieldOfView = definition.index(of: "fov")
        range = definition.index(of: "range")
    }

    /// `nil` for a camera without a place.
    func placed(_ feature: Feature) -> PlacedCamera? {
        guard case .point(let place)? = feature.geometry else { return nil }
        return PlacedCamera(id: feature.id, place: place, sector: sector(feature, at: place))
    }

    private func sector(_ feature: Feature, at place: Coordinate) -> ViewSector? {
        func number(_ index: Int?) -> Double? { index.flatMap { feature.values[$0].number } }
        guard let range = number(range) else { return nil }
        // An angle of 0 is how registers write one that they do not know.
        let angle = number(fieldOfView).flatMap { $0 > 0 ? $0 : nil }
        return ViewSector(place: place, azimuth: number(azimuth), fieldOfView: angle, rangeMeters: range)
    }
}

/// Turns cameras into the rows of the layer of their fields of view.
struct SectorDrawing {
    let cameras: LayerDefinition
    let sectors: LayerDefinition

    /// What must be done to the rows that are there so that each camera with a range has its sector, and nothing else has.
    func edits(from drawn: [Feature], to standing: [Feature]) -> [FeatureEdit] {
        guard let cameraKey = cameras.key.first.flatMap(cameras.index(of:)), let key = sectors.index(of: "camera")
        else { return [] }
        var known = Dictionary(drawn.map { ($0.values[key].text, $0.id) }, uniquingKeysWith: { first, _ in first })
        let reader = CameraReader(cameras)
        var edits: [FeatureEdit] = []
        for camera in standing {
            guard let sector = reader.placed(camera)?.sector else { continue }
            let values = values(of: camera, code: camera.values[cameraKey])
            let geometry = Geometry.polygon(sector.polygon())
            if let id = known.removeValue(forKey: camera.values[cameraKey].text) {
                edits.append(.update(id: id, values: values, geometry: geometry))
            } else {
                edits.append(.insert(values: values, geometry: geometry))
            }
        }
        return edits + known.values.sorted().map { .delete(id: $0) }
    }

    private func values(of camera: Feature, code: FieldValue) -> [FieldValue] {
        sectors.fields.map { field in
            field.name == "camera" ? code : cameras.index(of: field.name).map { camera.values[$0] } ?? .null
        }
    }
}
