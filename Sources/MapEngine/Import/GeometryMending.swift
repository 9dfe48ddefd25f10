import Foundation
import GeoCore
import GeoNative

/// What GEOS makes of a geometry that is not provably valid.
enum GeometryMending {
    case valid
    /// The mended geometry, and a sentence that says what was wrong and by how much the area changed.
    case repaired(Geometry, String)
    /// A sentence that says why nothing is left.
    case beyondRepair(String)

    static func mend(_ geometry: Geometry, in context: inout GeoContext) -> GeometryMending {
        do {
            switch try context.topology.repaired(geometry) {
            case .unchanged: return .valid
            case .repaired(let repair): return .repaired(repair.geometry, sentence(repair))
            case .collapsed(let defect):
                return .beyondRepair("\(defect.reason)\(place(defect)); nothing of its kind is left after repair.")
            }
        } catch {
            return .beyondRepair("GEOS cannot process it: \(error.message)")
        }
    }

    static func pointInside(_ geometry: Geometry, in context: inout GeoContext) -> Coordinate? {
        do { return try context.topology.pointOnSurface(of: geometry) } catch { return nil }
    }

    private static func sentence(_ repair: RepairedGeometry) -> String {
        let change = repair.areaAfter - repair.areaBefore
        let share = repair.areaBefore > 0 ? change / repair.areaBefore * 100 : 0
        let area =
            abs(share) < 0.000_1 ? "its area did not change" : String(format: "its area changed by %+.4f %%", share)
        return "\(repair.defect.reason)\(place(repair.defect)): made valid, \(area)."
    }

    private static func place(_ defect: GeometryDefect) -> String {
        defect.location.map { " at \($0.x), \($0.y)" } ?? ""
    }
}
