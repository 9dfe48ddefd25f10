import Foundation

extension Double {
    var cosine: Double { cos(self) }
}
