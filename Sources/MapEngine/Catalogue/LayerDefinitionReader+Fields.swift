import GeoCore
import Yams

/// A field as read, with the place of its name.
struct ReadField {
    var definition: FieldDefinition
    var name: Located<String>
}

extension LayerDefinitionReader {
    /// The fields of a definition in their order, without those that could not be read.
    func fields(of mapping: MappingReader) -> [ReadField] {
        let items = mapping.list("fields")
        if mapping.node("fields") != nil, items.isEmpty {
            mapping.reject("fields", "names no field; a layer has at least one")
        }
        let fields = items.enumerated().compactMap { index, item in
            MappingReader(item, path: "fields[\(index)]", known: DefinitionKeys.field, log: mapping.log)
                .flatMap(field(reading:))
        }
        reportRepeatedNames(fields, log: mapping.log)
        reportSharedSpellings(fields, log: mapping.log)
        return fields
    }

    private func field(reading mapping: MappingReader) -> ReadField? {
        for key in ["name", "type", "title"] { mapping.require(key) }
        let codes = codes(of: mapping)
        let title = mapping.localizedText("title")
        let type = mapping.choice("type", of: FieldType.self)
        guard let name = fieldName(of: mapping), let title, let type else { return nil }
        let field = FieldDefinition(
            name: name.value, type: type, title: title, unit: mapping.text("unit"),
            from: mapping.texts("from").map(\.value), required: mapping.boolean("required") ?? false,
            codes: codes.codes, minimum: mapping.number("minimum"), maximum: mapping.number("maximum"),
            codeList: codes.list, separator: mapping.text("separator"))
        check(field, in: mapping)
        return ReadField(definition: field, name: name)
    }

    private func fieldName(of mapping: MappingReader) -> Located<String>? {
        guard let name = mapping.located("name") else { return nil }
        guard Self.isSnakeCase(name.value) else {
            mapping.reject(
                "name",
                "is '\(name.value)'; write lower-case letters without diacritics, digits and '_', beginning with a letter"
            )
            return nil
        }
        if ReservedFieldNames.contains(name.value) {
            mapping.reject("name", "is '\(name.value)', which is reserved; choose another and list this one in 'from'")
        }
        return name
    }

    private static func isSnakeCase(_ name: String) -> Bool {
        guard name.utf8.count <= 63, let first = name.utf8.first, (97...122).contains(first) else { return false }
        return name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }

    private func check(_ field: FieldDefinition, in mapping: MappingReader) {
        let isNumber = field.type == .integer || field.type == .real
        if !isNumber, field.minimum != nil || field.maximum != nil {
            let key = field.minimum != nil ? "minimum" : "maximum"
            mapping.reject(key, "is only for fields of type integer or real; remove it")
        }
        if let minimum = field.minimum, let maximum = field.maximum, minimum > maximum {
            mapping.reject("minimum", "is greater than the maximum; exchange them")
        }
        if field.separator != nil, field.codes.isEmpty {
            mapping.reject("separator", "joins codes, but the field has no code list; add 'codes' or remove it")
        }
    }
}

extension LayerDefinitionReader {
    private func codes(of mapping: MappingReader) -> (codes: [Code], list: String?) {
        guard let node = mapping.node("codes") else { return ([], nil) }
        if case .sequence = node {
            if mapping.list("codes").isEmpty { mapping.reject("codes", "lists no code; add one or remove the key") }
            return (CodeListReader.codes(of: mapping), nil)
        }
        guard let name = mapping.located("codes") else { return ([], nil) }
        guard let list = codeLists[name.value] else {
            let known = codeLists.keys.sorted().joined(separator: ", ")
            let choice = known.isEmpty ? "there is none in layers/codes" : "there are \(known)"
            mapping.reject(
                "codes", "names the code list '\(name.value)', but \(choice); add it or write the codes here")
            return ([], nil)
        }
        return (list.codes, list.id)
    }

    private func reportRepeatedNames(_ fields: [ReadField], log: IssueLog) {
        var seen: Set<String> = []
        for field in fields where !seen.insert(field.name.value).inserted {
            log.add("the field '\(field.name.value)' is defined twice; keep one", at: field.name.place)
        }
    }

    private func reportSharedSpellings(_ fields: [ReadField], log: IssueLog) {
        var owners: [String: String] = [:]
        for field in fields {
            for key in field.definition.spellingKeys {
                guard let owner = owners[key], owner != field.name.value else {
                    owners[key] = field.name.value
                    continue
                }
                log.add(
                    "the fields '\(owner)' and '\(field.name.value)' both take the spelling '\(key)'; leave it to one",
                    at: field.name.place)
            }
        }
    }
}
