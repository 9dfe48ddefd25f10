import Foundation

/// How field names of source files are compared: without case, diacritics or punctuation.
package enum FieldSpelling {
    /// `SỐ TỜ`, `so_to` and `SoTo` become `soto`; `đ` is `d`. Empty where the text has no letter or digit.
    package static func key(_ text: String) -> String {
        let scalars = text.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars
        var key = String.UnicodeScalarView()
        for scalar in scalars {
            if scalar == "đ" {
                key.append("d")
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                key.append(scalar)
            }
        }
        return String(key)
    }
}

extension FieldDefinition {
    /// The keys of every spelling by which a source file may name this field, the preferred one first.
    ///
    /// The order is that of `from`; the field's own name comes before all, unless `from` gives it another place: so a
    /// legal area can be preferred to a measured one where a file has both.
    package var spellingKeys: [String] {
        var keys: [String] = []
        for spelling in from {
            let key = FieldSpelling.key(spelling)
            if !key.isEmpty, !keys.contains(key) { keys.append(key) }
        }
        let own = FieldSpelling.key(name)
        return keys.contains(own) ? keys : [own] + keys
    }
}
