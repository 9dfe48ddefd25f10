import Foundation
import GeoCore
import MapEngine

/// The forms for navigation programs and globes. Neither has a word for a suspect position: those are left out.
extension TrackDocument {
    /// GPX 1.1: a segment for each stretch without a gap.
    var gpx: String {
        let segments = track.believableStretches.map { stretch in
            "<trkseg>\(stretch.map { Self.trackPoint($0.fix) }.joined())</trkseg>"
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <gpx version="1.1" creator="Bando" xmlns="http://www.topografix.com/GPX/1/1"><trk>\(name)\
            \(segments.joined())</trk></gpx>

            """
    }

    private static func trackPoint(_ fix: Fix) -> String {
        "<trkpt lat=\"\(decimal(fix.coordinate.latitude))\" lon=\"\(decimal(fix.coordinate.longitude))\">"
            + "<time>\(fix.time.rfc3339(offsetMinutes: 0))</time></trkpt>"
    }

    /// KML 2.2 with a `gx:Track` for each stretch without a gap.
    var kml: String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>\
        <Placemark>\(name)\(keyholeTracks)</Placemark></Document></kml>

        """
    }

    private var keyholeTracks: String {
        let tracks = track.believableStretches.map(Self.keyholeTrack)
        guard tracks.count > 1 else { return tracks.first ?? "" }
        return "<gx:MultiTrack><gx:interpolate>0</gx:interpolate>\(tracks.joined())</gx:MultiTrack>"
    }

    private static func keyholeTrack(_ stretch: [ReceivedFix]) -> String {
        let whens = stretch.map { "<when>\($0.fix.time.rfc3339(offsetMinutes: 0))</when>" }
        let places = stretch.map { received in
            let place = received.fix.coordinate
            return "<gx:coord>\(decimal(place.longitude)) \(decimal(place.latitude)) 0</gx:coord>"
        }
        return "<gx:Track>\(whens.joined())\(places.joined())</gx:Track>"
    }

    private var name: String { track.name.map { "<name>\(HTMLPage.escape($0))</name>" } ?? "" }

    /// Degrees as `xsd:decimal` has them, which knows no exponent.
    private static func decimal(_ degrees: Double) -> String {
        let text = "\(degrees)"
        // Next to the equator or to Greenwich; a billionth of a degree is a tenth of a millimetre.
        return text.contains("e") ? String(format: "%.9f", degrees) : text
    }
}
