import Foundation
import GeoCore
import Testing

@testable import MapEngine

@Suite("The day of at=")
struct ValidMomentTests {
    @Test(
        "a day and the date of a moment are read",
        arguments: [("2025-07-01", "2025-07-01"), ("2024-02-29T23:00:00Z", "2024-02-29")]
    )
    func read(text: String, day: String) {
        #expect(ValidMoment(text)?.day == day)
    }

    @Test(
        "what is no day is none",
        arguments: [
            "", "2025-02-29", "2025-13-01", "2025-7-1", "20250701", "2025-07-01 09:00", "2025-07-011", "hôm nay",
        ])
    func none(text: String) {
        #expect(ValidMoment(text) == nil)
    }

    @Test("a day ends at midnight in Vietnam, wherever the machine stands")
    func end() throws {
        let moment = try #require(ValidMoment("2025-06-30"))
        #expect(moment.end == Date(timeIntervalSince1970: 1_751_302_800))
        #expect(moment.lastInstant.milliseconds == 1_751_302_799_999)
        #expect(ValidMoment(at: moment.end).day == "2025-07-01")
        #expect(ValidMoment(at: moment.end.addingTimeInterval(-1)) == moment)
    }
}
