import GeoCore
import Testing

@Suite("Bytes in hexadecimal")
struct HexadecimalTests {
    @Test("every byte has two digits")
    func digits() {
        #expect(([0, 9, 16, 171, 255] as [UInt8]).hexadecimal == "000910abff")
        #expect(([] as [UInt8]).hexadecimal.isEmpty)
    }
}
