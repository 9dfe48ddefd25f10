import Foundation
import GeoCore
import Testing

@testable import GeoNative

@Suite("CRSIdentity")
struct CRSIdentityTests {
    private static func esri(
        name: String, datum: String = "GCS_VN_2000", meridian: Double, scale: Double, easting: Double = 500_000
    ) -> String {
        let datumName = datum == "GCS_VN_2000" ? "D_Vietnam_2000" : "D_WGS_1984"
        return """
            PROJCS["\(name)",GEOGCS["\(datum)",DATUM["\(datumName)",
            SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],
            UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],
            PARAMETER["False_Easting",\(easting)],PARAMETER["False_Northing",0.0],
            PARAMETER["Central_Meridian",\(meridian)],PARAMETER["Scale_Factor",\(scale)],
            PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]
            """
    }

    private func identify(_ text: String) throws -> CRSIdentity {
        var context = try GeoContext()
        return try context.identify(text)
    }

    @Test(
        "a zone is recognised by its parameters, whatever its name says",
        arguments: [
            ("VN_2000_TM_3_108_15", 108.25, 0.9999, 9217), ("VN_2000_UTM_zone_49N", 108.25, 0.9999, 9217),
            ("VN-2000 / UTM zone 48N", 105.0, 0.9996, 3405), ("Ha Noi", 105.0, 0.9999, 5897),
            ("unnamed", 107.75, 0.9999, 5899), ("x", 106.25, 0.9999, 9212),
        ])
    func zones(name: String, meridian: Double, scale: Double, code: Int) throws {
        let identity = try identify(Self.esri(name: name, meridian: meridian, scale: scale))
        #expect(identity.crs == CRS(epsg: code))
        #expect(identity.certainty == .certain)
    }

    @Test("a registry meridian with a scale of 1 is asked about, not guessed")
    func wrongScale() throws {
        let identity = try identify(Self.esri(name: "VN2000", meridian: 105, scale: 1))
        #expect(identity.crs == nil)
        #expect(identity.certainty == .ambiguous)
        #expect(Set(identity.alternatives) == [CRS(epsg: 3405), CRS(epsg: 5897)])
    }

    @Test("a meridian of no zone keeps its own parameters on VN-2000")
    func unknownMeridian() throws {
        let identity = try identify(Self.esri(name: "VN2000", meridian: 108.4, scale: 0.9999))
        #expect(identity.crs == nil)
        var context = try GeoContext()
        #expect(try context.transformer(for: identity.definition).operation == "EPSG:6960")
    }

    @Test("WGS 84 with the projection of a zone is MapInfo's VN-2000 nội bộ and is offered as VN-2000")
    func internalDatum() throws {
        let identity = try identify(
            Self.esri(name: "unnamed", datum: "GCS_WGS_1984", meridian: 108.25, scale: 0.9999))
        #expect(identity.crs == CRS(epsg: 9217))
        #expect(identity.certainty == .likely)
        #expect(identity.evidence.contains("nội bộ"))
    }

    @Test("WGS 84 / UTM is what it says, with the warning that it is often set on VN-2000 data")
    func utmTwin() throws {
        let identity = try identify(
            Self.esri(name: "WGS_1984_UTM_Zone_48N", datum: "GCS_WGS_1984", meridian: 105, scale: 0.9996))
        #expect(identity.crs == CRS(epsg: 32_648))
        #expect(identity.alternatives == [CRS(epsg: 3405)])
    }

    @Test(
        "geographic systems are recognised", arguments: [("EPSG:4756", 4756), ("EPSG:4326", 4326), ("EPSG:2044", 2044)])
    func codes(text: String, code: Int) throws {
        #expect(try identify(text).crs == CRS(epsg: code))
    }

    @Test("a geographic Esri definition of VN-2000 is EPSG:4756")
    func geographic() throws {
        let text = """
            GEOGCS["GCS_VN-2000",DATUM["D_",SPHEROID["WGS_1984",6378137.0,298.257223563]],
            PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]
            """
        #expect(try identify(text).crs == .vn2000)
    }

    @Test("text that is no coordinate system gets a sentence")
    func nonsense() throws {
        #expect { try identify("PROJCS[nonsense") } throws: { error in
            (error as? NativeError)?.code == .unknownCRS
        }
    }

    @Test(
        "both MapInfo labels of VN-2000 are read from a file as VN-2000",
        arguments: [
            "104",
            "9999, 28, -191.90441429, -39.30318279, -111.45032835, 0.00928836, -0.01975479, 0.00427372, 0.252906278, 0",
        ])
    func mapInfo(datum: String) throws {
        let folder = try ScratchFolder()
        let header = """
            Version 300
            Charset "WindowsLatin1"
            Delimiter ","
            CoordSys Earth Projection 8, \(datum), "m", 108.25, 0, 0.9999, 500000, 0
            Columns 1
              ten Char(20)
            Data

            Point 604587.740 1522960.437

            """
        try folder.write(Array(header.utf8), to: "a.mif")
        try folder.write([0x22, 0xAD, 0x81, 0x22, 0x0A], to: "a.mid")
        var dataset = try Dataset(opening: folder.file("a.mif"))
        let (layer, records) = try dataset.withLayer { reader in (reader.layer, try reader.next(10)) }
        #expect(records.map(\.values) == [[.bytes([0xAD, 0x81])]])
        let identity = try identify(try #require(layer.crs).wkt)
        #expect(identity.crs == CRS(epsg: 9217))
    }
}
