package import GeoCore
import Yams

/// Reads a shared code list from `layers/codes/<id>.yaml`, as strictly as a definition.
package enum CodeListReader {
    /// - Parameter file: The path for messages; the id must be its name without folder and ending.
    /// - Throws: `ConfigurationError` with everything that is wrong in the file.
    package static func codeList(from text: String, file: String) throws(ConfigurationError) -> CodeList {
        let log = IssueLog(file: file)
        return try log.result(read(text, log: log), empty: "the file is empty; write a code list or remove it")
    }

    private static func read(_ text: String, log: IssueLog) -> CodeList? {
        guard let root = StrictYAML.root(of: text, log: log),
            let mapping = MappingReader(root, path: "", known: DefinitionKeys.codeList, log: log)
        else { return nil }
        for key in ["id", "title", "version", "codes"] { mapping.require(key) }
        let codes = codes(of: mapping)
        guard let id = mapping.text("id"), let title = mapping.localizedText("title"),
            let version = mapping.text("version")
        else { return nil }
        let expected = LayerDefinitionReader.stem(of: log.file)
        if id != expected {
            mapping.reject("id", "is '\(id)', but the file is named '\(expected)'; make them the same")
        }
        return CodeList(
            id: id, title: title, version: version, date: mapping.text("date"), source: mapping.text("source"),
            codes: codes)
    }

    /// The codes of a list below the key `codes`, in their order.
    static func codes(of mapping: MappingReader) -> [Code] {
        var seen: Set<String> = []
        return mapping.list("codes").enumerated().compactMap { index, item in
            let path = mapping.name(of: "codes[\(index)]")
            guard let reader = MappingReader(item, path: path, known: DefinitionKeys.code, log: mapping.log),
                let code = code(reading: reader)
            else { return nil }
            if !seen.insert(code.value).inserted {
                reader.reject("value", "is '\(code.value)', which the list holds already; keep one")
            }
            return code
        }
    }

    private static func code(reading mapping: MappingReader) -> Code? {
        mapping.require("value")
        mapping.require("title")
        guard let value = mapping.text("value"), let title = mapping.localizedText("title") else { return nil }
        return Code(
            value: value, title: title, color: color(of: mapping), pattern: mapping.text("pattern"),
            retired: mapping.boolean("retired") ?? false, note: mapping.localizedText("note"))
    }

    private static func color(of mapping: MappingReader) -> String? {
        guard let color = mapping.text("color") else { return nil }
        let digits = color.dropFirst()
        guard color.first == "#", digits.count == 6, digits.allSatisfy({ $0.isHexDigit && $0.isASCII }) else {
            mapping.reject(
                "color", "is '\(color)'; write '#' and six hexadecimal digits in quotes, such as \"#FFFC8C\"")
            return nil
        }
        return color.uppercased()
    }
}
