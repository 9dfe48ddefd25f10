/// One attribute of a layer.
package struct FieldDefinition: Hashable, Sendable {
    /// Snake case, as Vietnamese files write it: `so_to`, `loai_dat`.
    package var name: String
    package var type: FieldType
    package var title: LocalizedText
    /// A unit of measure such as `m²`, `%` or `kVA`.
    package var unit: String?
    /// The spellings met in real files, compared without case, diacritics or punctuation.
    package var from: [String]
    package var required: Bool
    package var codes: [Code]
    /// Numbers that a value must lie between, both included.
    package var minimum: Double?
    package var maximum: Double?
    /// The shared code list that `codes` were taken from; `nil` where the field has its own or none.
    package var codeList: String?
    /// The sign between the codes of a composite value: `+` for `ONT+CLN`; `nil` where a value is one code.
    package var separator: String?

    package init(
        name: String, type: FieldType, title: LocalizedText, unit: String? = nil, from: [String] = [],
        required: Bool = false, codes: [Code] = [], minimum: Double? = nil, maximum: Double? = nil,
        codeList: String? = nil, separator: String? = nil
    ) {
        self.name = name
        self.type = type
        self.title = title
        self.unit = unit
        self.from = from
        self.required = required
        self.codes = codes
        self.minimum = minimum
        self.maximum = maximum
        self.codeList = codeList
        self.separator = separator
    }
}

/// An entry of a code list.
package struct Code: Hashable, Sendable {
    package var value: String
    package var title: LocalizedText
    /// `#RRGGBB`, where a regulation gives the code a colour.
    package var color: String?
    /// The fill pattern that goes with the colour, by the name of its sprite image.
    package var pattern: String?
    /// Still met in files, but no longer given.
    package var retired: Bool
    /// What a reader of the legend should know, such as where the colour comes from.
    package var note: LocalizedText?

    package init(
        value: String, title: LocalizedText, color: String? = nil, pattern: String? = nil, retired: Bool = false,
        note: LocalizedText? = nil
    ) {
        self.value = value
        self.title = title
        self.color = color
        self.pattern = pattern
        self.retired = retired
        self.note = note
    }
}
