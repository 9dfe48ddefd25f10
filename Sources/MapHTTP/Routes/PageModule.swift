/// One module of the page, taken apart: what it imports and exports, and its body as that of a function.
struct PageModule {
    let path: String
    /// Paths of the modules that it needs, at once or later.
    private(set) var imports: [String] = []
    /// Those among them that it needs before it can run.
    private(set) var needs: [String] = []
    private(set) var exports: [String] = []
    /// The code without comments of its own lines, `import` and `export`.
    private(set) var body = ""
    private var isInComment = false
    /// Lines of an import that has not ended.
    private var open = ""

    init(path: String, source: String) throws {
        self.path = path
        for line in source.split(separator: "\n") { try take(line) }
    }

    private mutating func take(_ line: Substring) throws {
        if !open.isEmpty { return try takeImport(line) }
        guard let code = withoutComment(line).map(Self.bare) else { return }
        if code.hasPrefix("import ") {
            try takeImport(code)
        } else if code.hasPrefix("export ") {
            try takeExport(code)
        } else {
            body += try later(code) + "\n"
        }
    }

    /// The line without its indentation and the types beside its values (`/** @type {…} */`), which only editors read; a slow
    /// line carries a twentieth less. Text over several lines would lose its indentation, so the page has none.
    private static func bare(_ line: Substring) -> Substring {
        var rest = line.drop { $0 == " " }
        while let begin = rest.firstRange(of: "/** @type "), let end = rest[begin.upperBound...].firstRange(of: "*/ ") {
            rest = rest[..<begin.lowerBound] + rest[end.upperBound...]
        }
        return rest
    }

    /// The line without a comment that begins it; `nil` where nothing is left.
    private mutating func withoutComment(_ line: Substring) -> Substring? {
        var rest = line.drop { $0 == " " }
        if !isInComment, rest.hasPrefix("//") { return nil }
        if isInComment || rest.hasPrefix("/**") {
            guard let end = rest.firstRange(of: "*/") else {
                isInComment = true
                return nil
            }
            isInComment = false
            rest = rest[end.upperBound...].drop { $0 == " " }
            return rest.isEmpty ? nil : rest
        }
        return line
    }

    /// `import { a, b as c } from "./x.js";`, in one line or several.
    private mutating func takeImport(_ line: Substring) throws {
        open += line
        guard open.hasSuffix(";") else { return }
        defer { open = "" }
        guard open.hasPrefix("import {"), let close = open.firstIndex(of: "}"),
            let name = PageBundle.quoted(open[close...]), name.hasPrefix(".")
        else { throw PageBundleError(path: path, text: open) }
        let names = open[open.index(open.startIndex, offsetBy: 8)..<close].replacing(" as ", with: ": ")
        let target = needed(name)
        if !needs.contains(target) { needs.append(target) }
        body += "const {\(names)} = $need(\"\(target)\");\n"
    }

    /// `export class`, `export function`, `export async function` and `export const`.
    private mutating func takeExport(_ line: Substring) throws {
        let code = line.dropFirst("export ".count)
        let words = code.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "$") }
        let kinds: Set<Substring> = ["class", "function", "const", "async"]
        guard let kind = words.first, kinds.contains(kind), words.count > 1 else {
            throw PageBundleError(path: path, text: String(line))
        }
        exports.append(String(words[kind == "async" ? 2 : 1]))
        body += try later(code) + "\n"
    }

    /// `import("./x.js")` asks for a part of the same script.
    private mutating func later(_ code: Substring) throws -> String {
        var rest = code
        var result = ""
        while let call = rest.firstRange(of: "import(\"") {
            result += rest[..<call.lowerBound]
            rest = rest[call.upperBound...]
            guard let end = rest.firstRange(of: "\")"), rest.first == "." else {
                throw PageBundleError(path: path, text: String(code))
            }
            result += "$later(\"\(needed(String(rest[..<end.lowerBound])))\")"
            rest = rest[end.upperBound...]
        }
        return result + rest
    }

    private mutating func needed(_ name: String) -> String {
        let target = PageBundle.resolved(name, from: path)
        if !imports.contains(target) { imports.append(target) }
        return target
    }
}
