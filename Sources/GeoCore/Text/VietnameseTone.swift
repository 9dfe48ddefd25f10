/// The six tones, in the order in which Vietnamese dictionaries sort them.
package enum VietnameseTone: UInt8, Hashable, Sendable, CaseIterable {
    case ngang
    case huyen
    case hoi
    case nga
    case sac
    case nang
}
