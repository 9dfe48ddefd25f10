import Foundation

/// A picture of 24 × 16 pixels in four quarters: red and green above, blue and white below.
enum SamplePicture {
    static let jpeg = bytes(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMU"
            + "FRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU"
            + "FBQUFBQUFBT/wAARCAAQABgDASIAAhEBAxEB/8QAGAAAAwEBAAAAAAAAAAAAAAAAAAgJBQf/xAAcEAEAAAcBAAAAAAAAAAAAAAAA"
            + "CAlFR4SFw8T/xAAWAQEBAQAAAAAAAAAAAAAAAAAIBgf/xAArEQAAAgQNBQAAAAAAAAAAAAAREgABAgQDBQYHExQVFyExMmSjCCNR"
            + "4uP/2gAMAwEAAhEDEQA/AF0djh5r+P0I+pbJlvBp/cuJbdPFjRA8P1qnITChARbZVnSr8jkmjTiTmXlSYe5KVOr1gncpDlJCMQmg"
            + "jAiQupQCOIAvWCjAFe7Pecfugque3/F9E//Z")
    static let progressive = bytes(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAx"
            + "NDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIy"
            + "MjIyMjIyMjL/wgARCAAQABgDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAAAAUGA//EABYBAQEBAAAAAAAAAAAAAAAAAAQF"
            + "Bv/aAAwDAQACEAMQAAABSspW5SvQtCHnP//EABcQAAMBAAAAAAAAAAAAAAAAAAAEEAb/2gAIAQEAAQUCFLnZ/8QAHxEAAAMJAAAA"
            + "AAAAAAAAAAAAAAQRAgUSFBViodHh/9oACAEDAQE/AT7xnS7ReFF2opV+Oj//xAAeEQABAQkAAAAAAAAAAAAAAAAAEwECAwQFFWKh"
            + "4f/aAAgBAgEBPwGcoKcFr6muluyP/8QAGRAAAQUAAAAAAAAAAAAAAAAAEAACBILB/9oACAEBAAY/Ak8ya6P/xAAWEAEBAQAAAAAA"
            + "AAAAAAAAAADBACD/2gAIAQEAAT8hgcl//9oADAMBAAIAAwAAABBs7//EABkRAQADAQEAAAAAAAAAAAAAABEBMVEQIf/aAAgBAwEB"
            + "PxDCH6oQoRhfI//EABsRAAIBBQAAAAAAAAAAAAAAAAARASExceHw/9oACAECAQE/ELnEqZxA4Wz/xAAUEAEAAAAAAAAAAAAAAAAA"
            + "AAAg/9oACAEBAAE/EFU//9k=")
    static let png = bytes(
        "iVBORw0KGgoAAAANSUhEUgAAABgAAAAQCAIAAACDRijCAAAAKElEQVQ4jWP8z0AYMBKhiIkIc4gCowYNRYMYGRgIJ5L/o+lo1CD8"
            + "AADEEQUbaanq0wAAAABJRU5ErkJggg==")
    static let deepPNG = bytes(
        "iVBORw0KGgoAAAANSUhEUgAAABgAAAAQEAIAAADT1vSBAAAAOUlEQVRIie3UMQ0AMAACQah/z1QCC2k6/AkgP+FEE/Zm6SxGlghq"
            + "CGoIaixJiwdJ+KE3CGoIar4Lug4WChdriIu+AAAAAElFTkSuQmCC")
    /// By a palette, in which white is transparent.
    static let palettePNG = bytes(
        "iVBORw0KGgoAAAANSUhEUgAAABgAAAAQCAMAAAA7+k+nAAAADFBMVEX/AAAA/wAAAP/////7AGD2AAAABHRSTlP///8AQCqp9AAA"
            + "ABlJREFUeJxjYEACjEiAYYhJMCEBZiQwxCQAKR8CQaKf7kQAAAAASUVORK5CYII=")
    static let webp = bytes(
        "UklGRjgAAABXRUJQVlA4TCsAAAAvF8ADAB8gEEjeHzqN+RcQFPwf3fxHZA+AMNtokpOc5P2PIKL/UalPYNsTAA==")

    private static func bytes(_ base64: String) -> [UInt8] {
        Data(base64Encoded: base64).map(Array.init) ?? []
    }

    /// The JPEG with an EXIF block that says how it stands and where it was taken.
    static func jpeg(orientation: UInt8) -> [UInt8] {
        let directory: [UInt8] = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
        let tiff = Array("MM".utf8) + [0, 0x2A, 0, 0, 0, 8, 0, 1] + directory + [0, 0, 0, 0] + Array("GPS13.77N".utf8)
        let block = Array("Exif\0\0".utf8) + tiff
        return Array(jpeg[..<2]) + [0xFF, 0xE1, 0, UInt8(block.count + 2)] + block + jpeg[2...]
    }
}
