import Dispatch
import GeoNative
import Testing

@testable import MapEngine

@Suite("Conversion line") struct ConversionLineTests {
    @Test("batches come in the file's order, whoever converts them first")
    func order() async {
        let line = ConversionLine(capacity: 4)
        for _ in 0..<3 {
            #expect(line.hasPlace())
            line.put([])
        }
        line.endReading()
        for number in [2, 0, 1] { line.deliver(Self.batch(number), number: number) }
        var found: [Int] = []
        while let batch = await line.next() { found.append(batch.read) }
        #expect(found == [0, 1, 2])
    }

    @Test("no more batches are on the line than it has places for")
    func places() async {
        let line = ConversionLine(capacity: 2)
        #expect(line.hasPlace())
        #expect(line.hasPlace())
        #expect(!line.hasPlace())
        line.put([])
        line.deliver(Self.batch(0), number: 0)
        _ = await line.next()
        #expect(line.hasPlace())
        #expect(!line.hasPlace())
    }

    @Test("a helper takes what waits, and is let go at the end")
    func helper() {
        let line = ConversionLine(capacity: 4)
        line.put([])
        #expect(line.waitingCount == 1)
        #expect(line.take()?.number == 0)
        line.endReading()
        #expect(line.take() == nil)
        #expect(line.take() == nil)
    }

    @Test("a cancelled line ends for all, and drops what waits")
    func cancelled() async {
        let line = ConversionLine(capacity: 1)
        line.put([])
        line.cancel()
        #expect(!line.isOpen)
        #expect(line.take() == nil)
        #expect(await line.next() == nil)
    }

    private static func batch(_ number: Int) -> ConvertedBatch {
        ConvertedBatch(features: [], read: number, refused: 0, repaired: 0, issues: [])
    }
}
