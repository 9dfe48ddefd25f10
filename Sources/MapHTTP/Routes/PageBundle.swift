import Foundation

/// The page's modules as one script, and its sheets as one sheet, so that a slow line fetches two files and not fifty.
///
/// The files stay what they are, and a browser can load them one by one. A module becomes a function under its path, run when
/// something first imports it; the module that everything begins with stands at the end, with its `await`s. Known are the
/// forms that the page uses: named imports from a relative path, declarations exported where they stand, and `import("…")`
/// of a literal path. Anything else is an error with its file and line.
struct PageBundle {
    /// The folder that paths are relative to.
    let folder: URL

    /// One script of the module at `path` and all that it imports, at once or later.
    ///
    /// - Throws: ``PageBundleError`` for a file that is not there, a form that is not known, and modules that need each other
    ///   before they can run.
    func script(_ path: String) throws -> String {
        let (entry, others) = try modules(from: path)
        try PageRings(others + [entry]).check()
        let functions = others.map { "\"\($0.path)\": () => {\n\($0.body)\(Self.exports(of: $0))},\n" }
        return """
            const $made = new Map();
            const $need = (path) => {
                if (!$made.has(path)) $made.set(path, $modules[path]());
                return $made.get(path);
            };
            const $later = async (path) => $need(path);
            const $modules = {
            \(functions.joined())};
            \(entry.body)
            """
    }

    /// One sheet of the sheet at `path` with what its `@import "…";` lines name put in their place.
    ///
    /// - Throws: ``PageBundleError`` for a file that is not there, and for sheets that name each other.
    func sheet(_ path: String) throws -> String { try sheet(path, within: []) }

    /// - Parameter outer: The sheets that this one is put into, the outermost first.
    private func sheet(_ path: String, within outer: [String]) throws -> String {
        let chain = outer + [path]
        if outer.contains(path) { throw PageBundleError(ring: Array(chain.drop { $0 != path })) }
        return try read(path).split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix("@import ") else { return String(line) }
            guard let name = Self.quoted(line) else { throw PageBundleError(path: path, text: String(line)) }
            return try sheet(Self.resolved(name, from: path), within: chain)
        }.joined(separator: "\n")
    }

    private func modules(from path: String) throws -> (entry: PageModule, others: [PageModule]) {
        let entry = try PageModule(path: path, source: read(path))
        var found: [String: PageModule] = [:]
        var waiting = entry.imports
        while let next = waiting.popLast() {
            guard found[next] == nil, next != path else { continue }
            let module = try PageModule(path: next, source: read(next))
            found[next] = module
            waiting += module.imports
        }
        return (entry, found.values.sorted { $0.path < $1.path })
    }

    private func read(_ path: String) throws -> String {
        do {
            return try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        } catch {
            throw PageBundleError(path: path, cause: error.localizedDescription)
        }
    }

    private static func exports(of module: PageModule) -> String {
        "return { \(module.exports.joined(separator: ", ")) };\n"
    }

    /// What stands between the first two quotes of a line.
    static func quoted(_ line: some StringProtocol) -> String? {
        let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count >= 3 ? String(parts[1]) : nil
    }

    /// A relative path as seen from the folder: `./store.js` and `../dom.js` from where `path` lies.
    static func resolved(_ name: String, from path: String) -> String {
        var parts = path.split(separator: "/").dropLast().map(String.init)
        for part in name.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }
}

/// Which modules need which before they can run; a ring of them could never begin.
struct PageRings {
    private let needs: [String: [String]]

    init(_ modules: [PageModule]) {
        needs = Dictionary(modules.map { ($0.path, $0.needs) }) { first, _ in first }
    }

    /// - Throws: ``PageBundleError`` that names the modules of a ring in their order.
    func check() throws(PageBundleError) {
        var done: Set<String> = []
        for path in needs.keys.sorted() { try follow(path, from: [], &done) }
    }

    private func follow(_ path: String, from outer: [String], _ done: inout Set<String>) throws(PageBundleError) {
        let chain = outer + [path]
        if outer.contains(path) { throw PageBundleError(ring: Array(chain.drop { $0 != path })) }
        guard done.insert(path).inserted else { return }
        for next in needs[path] ?? [] where !done.contains(next) || chain.contains(next) {
            try follow(next, from: chain, &done)
        }
    }
}

/// A file of the page that cannot be put into one with the others.
struct PageBundleError: Error, CustomStringConvertible {
    let description: String

    /// - Parameter text: The line that is not known.
    init(path: String, text: String) {
        description =
            "“\(path)” has a form that cannot be joined with other files: \(text). Import by name from a relative path."
    }

    /// - Parameter cause: Why the file cannot be read.
    init(path: String, cause: String) {
        description = "The page’s file “\(path)” cannot be read: \(cause)"
    }

    /// - Parameter ring: Files that need each other, the first again at the end.
    init(ring: [String]) {
        description =
            "These files need each other before they can begin: \(ring.joined(separator: " → ")). Put what they share into "
            + "a file of its own, or ask for one of them later with import(\"…\")."
    }
}
