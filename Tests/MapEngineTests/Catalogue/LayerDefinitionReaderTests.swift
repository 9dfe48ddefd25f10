import GeoCore
import Testing

@testable import MapEngine

@Suite("Layer definitions are read strictly")
struct LayerDefinitionReaderTests {
    private let minimal = """
        id: wells
        title: { vi: Giếng, en: Wells }
        theme: infrastructure
        geometry: point
        key: [ma]
        fields:
          - name: ma
            type: text
            title: { vi: Mã, en: Code }
            from: [MaGieng]
            required: true
          - name: sau
            type: real
            title: { vi: Độ sâu, en: Depth }
            unit: m
            minimum: 0
            maximum: 500
          - name: tu
            type: date
            title: { vi: Từ ngày, en: From }
          - name: den
            type: date
            title: { vi: Đến ngày, en: To }
        validity: { from: tu, to: den }
        tiles: { minZoom: 3, maxZoom: 17, fields: [ma, sau], label: ma }
        access:
          read: [viewer]
          edit: [operator]
          restricted: { sau: [planning] }
        """

    private func issues(_ text: String) -> [ConfigurationIssue] {
        do {
            _ = try LayerDefinitionReader().definition(from: text, file: "layers/wells.yaml")
            return []
        } catch {
            return error.issues
        }
    }

    /// The definition with one text replaced, which must be there.
    private func minimal(_ old: String, _ new: String) -> String {
        precondition(minimal.contains(old))
        return minimal.replacing(old, with: new)
    }

    @Test("a whole definition gives every value it names, and defaults for the rest")
    func wholeDefinition() throws {
        let definition = try LayerDefinitionReader().definition(from: minimal, file: "layers/wells.yaml")
        #expect(definition.id.name == "wells")
        #expect(definition.title == LocalizedText(vi: "Giếng", en: "Wells"))
        #expect(definition.key == ["ma"])
        #expect(definition.fields.map(\.name) == ["ma", "sau", "tu", "den"])
        #expect(definition.fields[0].required && definition.fields[0].from == ["MaGieng"])
        #expect(definition.fields[1].maximum == 500 && definition.fields[1].unit == "m")
        #expect(definition.validity == Validity(from: "tu", to: "den"))
        #expect(definition.tiles.minZoom == 3 && definition.tiles.maxZoom == 17 && definition.tiles.fullZoom == 13)
        #expect(definition.access.read == [.viewer] && definition.access.restricted == ["sau": [.planning]])
    }

    @Test(
        "a fault is named with its line, its column and what to do",
        arguments: [
            ("theme: infrastructure", "thema: infrastructure", 3, 1, "did you mean 'theme'?"),
            ("theme: infrastructure", "theme: infra", 3, 8, "write one of cadastre, planning"),
            ("geometry: point", "geometry: [point]", 4, 11, "must be text, but it is a list"),
            ("id: wells", "id: Wells_1", 1, 5, "lower-case letters and digits joined by single hyphens"),
            ("id: wells", "id: pumps", 1, 5, "the file is named 'wells'"),
            ("id: wells", "id: 12", 1, 5, "put it in quotes"),
            ("key: [ma]", "key: [mã_số]", 5, 7, "names 'mã_số', which is no field of this layer"),
            ("key: [ma]", "key: [maa]", 5, 7, "did you mean 'ma'?"),
            ("name: sau", "name: ma", 12, 11, "the field 'ma' is defined twice"),
            ("name: sau", "name: Độ sâu", 12, 11, "lower-case letters without diacritics"),
            ("name: sau", "name: geometry", 12, 11, "which is reserved"),
            ("name: sau", "name: magieng", 12, 11, "both take the spelling 'magieng'"),
            ("type: real", "type: double", 13, 11, "write one of text, integer, real"),
            ("minimum: 0", "minimum: nông", 16, 14, "must be a number, but it is text"),
            ("minimum: 0", "minimum: 501", 16, 14, "greater than the maximum"),
            ("required: true", "required: có", 11, 15, "must be true or false"),
            ("minZoom: 3", "minZoom: 21", 25, 19, "must lie between 0 and 20"),
            ("minZoom: 3", "minZoom: 18", 25, 19, "above 'maxZoom' 17"),
            ("fields: [ma, sau]", "fields: [ma, ten]", 25, 48, "'tiles.fields' names 'ten'"),
            ("label: ma", "label: ten", 25, 61, "'tiles.label' names 'ten'"),
            ("from: tu, to: den", "from: tu, to: sau", 24, 27, "it must be date or datetime"),
            ("from: tu, to: den", "from: tu", 24, 11, "'validity.to' is missing"),
            ("edit: [operator]", "edit: [boss]", 28, 10, "write one of administrator"),
            ("restricted: { sau:", "restricted: { sao:", 29, 17, "'access.restricted' names 'sao'"),
        ])
    func faults(old: String, new: String, line: Int, column: Int, sentence: String) throws {
        let issues = issues(minimal(old, new))
        let issue = try #require(issues.first { $0.message.contains(sentence) }, "\(issues)")
        #expect(issue.file == "layers/wells.yaml")
        #expect([issue.line, issue.column] == [line, column], "\(issue)")
    }

    @Test("every fault of a file is reported in one run")
    func allAtOnce() {
        let text = minimal("theme: infrastructure", "theme: sea").replacing("label: ma", with: "label: mo")
        #expect(issues(text).count == 2)
    }

    @Test("a missing required key is named", arguments: ["id", "title", "theme", "geometry", "fields"])
    func missingKeys(key: String) {
        let lines = minimal.split(separator: "\n", omittingEmptySubsequences: false)
        let kept = lines.filter { !$0.hasPrefix("\(key):") }.joined(separator: "\n")
        #expect(issues(kept).contains { $0.message.contains("'\(key)' is missing") } || key == "fields")
        if key == "fields" {
            #expect(!issues(kept).isEmpty)
        }
    }

    @Test("a key given twice is named with the line of the first")
    func duplicateKeys() throws {
        let issue = try #require(issues(minimal("geometry: point", "geometry: point\ngeometry: line")).first)
        #expect(issue.line == 4)
        #expect(issue.message.contains("'geometry' is given more than once"))
    }

    @Test(
        "text that is no YAML, or nothing, is an issue and not a crash",
        arguments: [
            "", "# only a comment", "id: [", "- a\n- b", "\t", "id: 'x", "a: &x b\nc: *y", "? [a]\n: b",
            "id: !!binary x",
        ])
    func broken(text: String) {
        #expect(!issues(text).isEmpty)
    }

    @Test("the id of a tile matrix set is refused")
    func tileMatrixSet() {
        let reader = LayerDefinitionReader(tileMatrixSets: ["wells"])
        #expect(throws: ConfigurationError.self) {
            try reader.definition(from: minimal, file: "layers/wells.yaml")
        }
    }

    @Test("a field takes a shared code list by name, and an unknown name lists those there are")
    func codeLists() throws {
        let list = CodeList(
            id: "types", title: LocalizedText(vi: "Loại", en: "Types"), version: "1",
            codes: [Code(value: "A", title: LocalizedText(vi: "a", en: "a"))])
        let reader = LayerDefinitionReader(codeLists: ["types": list])
        let text = minimal("required: true", "codes: types")
        let definition = try reader.definition(from: text, file: "layers/wells.yaml")
        #expect(definition.fields[0].codes == list.codes && definition.fields[0].codeList == "types")
        let error = #expect(throws: ConfigurationError.self) {
            try reader.definition(from: text.replacing("codes: types", with: "codes: kinds"), file: "layers/wells.yaml")
        }
        #expect(error?.description.contains("there are types") == true)
    }
}
