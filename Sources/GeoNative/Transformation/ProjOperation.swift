import CPROJ
import GeoCore

/// The way an operation is run.
enum ProjDirection {
    case forward
    case inverse

    fileprivate var native: PJ_DIRECTION {
        switch self {
        case .forward: PJ_FWD
        case .inverse: PJ_INV
        }
    }
}

extension ProjObject {
    /// Runs this operation on whole arrays; what cannot be transformed becomes infinite.
    ///
    /// `Coordinate` is two doubles, so PROJ reads and writes x and y in place; heights are taken as 0 and not kept.
    func transform(_ coordinates: inout [Coordinate], _ direction: ProjDirection) {
        let stride = MemoryLayout<Coordinate>.stride
        unsafe proj_errno_reset(handle)
        unsafe coordinates.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let count = bytes.count / stride
            let x = unsafe base.assumingMemoryBound(to: Double.self)
            _ = unsafe proj_trans_generic(
                handle, direction.native, x, stride, count, x + 1, stride, count, nil, 0, 0, nil, 0, 0)
        }
    }

    /// Runs this operation forward on positions with heights in metres, as many as there are positions.
    func transform(_ coordinates: inout [Coordinate], heights: inout [Double]) {
        precondition(coordinates.count == heights.count, "each position needs a height")
        let stride = MemoryLayout<Coordinate>.stride
        let count = coordinates.count
        unsafe proj_errno_reset(handle)
        unsafe coordinates.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let x = unsafe base.assumingMemoryBound(to: Double.self)
            unsafe heights.withUnsafeMutableBufferPointer { heights in
                _ = unsafe proj_trans_generic(
                    handle, PJ_FWD, x, stride, count, x + 1, stride, count,
                    heights.baseAddress, MemoryLayout<Double>.stride, count, nil, 0, 0)
            }
        }
    }
}
