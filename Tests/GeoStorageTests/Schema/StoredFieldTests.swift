import GeoCore
import Testing

@testable import GeoStorage

@Suite struct StoredFieldTests {
    static let fits: [(FieldType, FieldValue, FieldValue)] = [
        (.real, .integer(3), .real(3)), (.integer, .real(3), .integer(3)), (.real, .real(.nan), .null),
        (.real, .real(-0.0), .real(0)), (.boolean, .integer(1), .boolean(true)), (.text, .text("a"), .text("a")),
        (.date, .text("2025-07-01"), .text("2025-07-01")), (.text, .null, .null),
        (.datetime, .text("2026-11-21T14:05:00+07:00"), .text("2026-11-21T14:05:00+07:00")),
    ]

    @Test("a value that fits becomes what the column gives back", arguments: fits)
    func canonical(type: FieldType, value: FieldValue, expected: FieldValue) {
        #expect(StoredField(name: "f", type: type).canonical(value) == expected)
    }

    @Test(
        "a value that does not fit is refused",
        arguments: [
            (FieldType.integer, FieldValue.real(0.5)), (.integer, .text("5")), (.text, .integer(5)),
            (.date, .text("2025")), (.boolean, .integer(2)), (.real, .boolean(true)),
        ])
    func misfit(type: FieldType, value: FieldValue) {
        #expect(StoredField(name: "f", type: type).canonical(value) == nil)
    }
}
