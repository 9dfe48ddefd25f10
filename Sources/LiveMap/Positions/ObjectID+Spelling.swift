package import GeoCore

extension ObjectID {
    /// What a vessel is called by: an MMSI (`574012345`, `MMSI 574012345`) or a registration number in any spelling.
    ///
    /// `BĐ 99119-TS`, `bd-99119-ts` and `BD99119` all give `bd99119`; the MMSI gives `mmsi574012345`.
    package init(vessel text: String) throws(PositionFault) {
        guard let found = Self.vessel(utf8: Array(text.utf8)) else {
            throw .vesselName(PositionFault.clipped(text))
        }
        self = found
    }

    /// What another object is called by: its code, in small letters.
    ///
    /// A code without a hyphen gets the kind in front, `07` of the kind `bus` becoming `bus-07`, so that it is never
    /// taken for a vessel, whose names have none.
    package init(code text: String, kind: String) throws(PositionFault) {
        let code = text.lowercased()
        guard let found = ObjectID(code.utf8.contains(UInt8(ascii: "-")) ? code : "\(kind)-\(code)"), !code.isEmpty
        else {
            throw .objectCode(PositionFault.clipped(text))
        }
        self = found
    }

    /// The vessel that a sender's bytes name, without making text of them where they are plain; `nil` for no name.
    static func vessel(utf8 bytes: [UInt8]) -> ObjectID? {
        switch VesselSpelling(bytes) {
        case .mmsi(let number): MMSI(number)?.objectID
        case .key(let key): ObjectID(key)
        case .unusual:
            String(validating: bytes, as: UTF8.self).flatMap(VesselRegistration.init).flatMap { ObjectID($0.key) }
        case .none: nil
        }
    }
}

/// A vessel's name read byte by byte: the spellings that nearly all senders use, the rest left to `VesselRegistration`.
private enum VesselSpelling {
    case mmsi(UInt32)
    case key(String)
    /// Letters outside ASCII other than Đ.
    case unusual
    case none

    init(_ bytes: [UInt8]) {
        var name = Name()
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte < 0x80 {
                guard name.take(byte) else { self = .none; return }
                continue
            }
            // Đ is U+0110, đ is U+0111.
            guard byte == 0xC4, index < bytes.count, bytes[index] == 0x90 || bytes[index] == 0x91 else {
                self = .unusual
                return
            }
            index += 1
            guard name.take(UInt8(ascii: "d")) else { self = .none; return }
        }
        self = name.spelling
    }

    /// One to four letters, three digits or more, and the ending `TS`, with anything but letters and digits between.
    private struct Name {
        private var letters = 0
        private var digits = 0
        private var ending = 0
        private var key: [UInt8] = []

        /// `false` where the byte cannot stand there.
        mutating func take(_ byte: UInt8) -> Bool {
            if (48...57).contains(byte) { return takeDigit(byte) }
            let letter = byte | 0x20
            return (97...122).contains(letter) ? takeLetter(letter) : true
        }

        private mutating func takeDigit(_ byte: UInt8) -> Bool {
            digits += 1
            key.append(byte)
            return ending == 0
        }

        private mutating func takeLetter(_ letter: UInt8) -> Bool {
            guard digits > 0 else {
                letters += 1
                key.append(letter)
                return letters <= 4
            }
            ending += 1
            return ending == 1 && letter == UInt8(ascii: "t") || ending == 2 && letter == UInt8(ascii: "s")
        }

        var spelling: VesselSpelling {
            if letters == 0 || key.starts(with: "mmsi".utf8) { return ending == 0 ? mmsi : .none }
            guard digits >= 3, ending != 1 else { return .none }
            return .key(String(decoding: key, as: UTF8.self))
        }

        private var mmsi: VesselSpelling {
            guard digits == 9 else { return .none }
            return .mmsi(key[letters...].reduce(0) { $0 * 10 + UInt32($1 - 48) })
        }
    }
}
