package import GeoCore

extension LiveService {
    /// Why layers of devices are not as their definitions or rows say; empty where all are, and while the service does not run.
    package var faults: [LayerID: String] {
        get async {
            do {
                return await (try works()).devices.faultSentences
            } catch {
                return [:]
            }
        }
    }
}
