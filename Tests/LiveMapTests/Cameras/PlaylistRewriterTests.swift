import LiveMap
import Testing

@Suite("PlaylistRewriter")
struct PlaylistRewriterTests {
    private let secret = "http://admin:s3cret@10.0.3.7:8080"

    @Test("segments, keys, maps and renditions stay behind the ticket")
    func rewrites() throws {
        let playlist = """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-KEY:METHOD=AES-128,URI="\(secret)/key?a=1,2",IV=0x01
            #EXT-X-MAP:URI="init.mp4",BYTERANGE="100@0"
            #EXTINF:4.0,camera \(secret)
            seg-1.ts

            #EXTINF:3.5,
            \(secret)/seg-2.ts?token=abc
            """
        var asked: [String] = []
        let text = try #require(PlaylistRewriter(playlist)).rewritten { address in
            asked.append(address)
            return "segment/\(asked.count)"
        }
        #expect(asked == ["\(secret)/key?a=1,2", "init.mp4", "seg-1.ts", "\(secret)/seg-2.ts?token=abc"])
        #expect(
            text == """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-KEY:METHOD=AES-128,URI="segment/1",IV=0x01
                #EXT-X-MAP:URI="segment/2",BYTERANGE="100@0"
                #EXTINF:4.0,
                segment/3
                #EXTINF:3.5,
                segment/4

                """)
    }

    @Test("nothing of the camera's address is left, whatever tag it stands in")
    func leavesNothing() throws {
        let playlist = """
            #EXTM3U
            # from \(secret)
            #EXT-X-SESSION-DATA:DATA-ID="x",URI="\(secret)/data.json"
            #EXT-X-VENDOR:\(secret)
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n",URI="\(secret)/audio.m3u8"
            #EXT-X-PART:DURATION=0.3,URI="\(secret)/part.mp4
            #EXT-X-STREAM-INF:BANDWIDTH=1280000
            \(secret)/low.m3u8
            """
        let text = try #require(PlaylistRewriter(playlist)).rewritten { $0.contains("low") ? "s/1" : nil }
        #expect(!text.contains("s3cret") && !text.contains("10.0.3.7"))
        #expect(text == "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1280000\ns/1\n")
    }

    @Test("what is no playlist is refused; line ends of any system are read")
    func readsLines() throws {
        #expect(PlaylistRewriter("<html>") == nil)
        #expect(PlaylistRewriter("") == nil)
        let windows = try #require(PlaylistRewriter("\u{FEFF}#EXTM3U\r\n#EXTINF:4,\r\na.ts\r\n"))
        #expect(windows.rewritten { "x/\($0)" } == "#EXTM3U\n#EXTINF:4,\nx/a.ts\n")
    }

    @Test("an answer that would begin another line or end a quote is not written")
    func refusesInjection() throws {
        let playlist = try #require(PlaylistRewriter("#EXTM3U\n#EXT-X-MAP:URI=\"a\"\nb\n"))
        #expect(playlist.rewritten { _ in "x\"\n#EXT-X" } == "#EXTM3U\n")
    }
}
