import GeoCore
import Testing

@Suite("Windows of time")
struct TimeWindowsTests {
    @Test(
        "a moment lies in the window that begins at it or before it, also before 1970",
        arguments: [(0, 0), (999, 0), (1_000, 1), (-1, -1), (-1_000, -1), (-1_001, -2)] as [(Int64, Int64)])
    func number(_ milliseconds: Int64, _ number: Int64) {
        let windows = TimeWindows(milliseconds: 1_000)
        let time = Instant(milliseconds: milliseconds)
        #expect(windows.number(of: time) == number)
        #expect(windows.start(of: number) <= time && time < windows.start(of: number + 1))
    }
}
