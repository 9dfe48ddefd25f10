import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import MapHTTP

@Suite struct PageBundleTests {
    private static let web = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "web")

    private func module(_ source: String, path: String = "js/live/board.js") throws -> PageModule {
        try PageModule(path: path, source: source)
    }

    @Test("the page and signing out are never refused for an outdated session, everything else is")
    func outdatedSession() async throws {
        try await withServer { client in
            for (path, isRefused) in [("/map", false), ("/map/assets/js/main.js", false), ("/collections", true)] {
                try await client.execute(uri: path, method: .get, headers: [.cookie: "bando_session=gone"]) {
                    response in
                    #expect((response.status == .unauthorized) == isRefused, "\(path)")
                }
            }
        }
    }

    @Test("an import by name, in one line or several, asks for the module at its path")
    func imports() throws {
        let found = try module(
            """
            import { h, icon as sign } from "../dom.js";
            import {
                t,
            } from "./words.js";
            h(t("a"));
            """)
        #expect(found.imports == ["js/dom.js", "js/live/words.js"])
        #expect(found.body.contains("const { h, icon: sign } = $need(\"js/dom.js\");"))
        #expect(found.body.hasSuffix("h(t(\"a\"));\n"))
    }

    @Test("what a module exports is what its function returns")
    func exports() throws {
        let found = try module(
            """
            export const A = 1;
            export class Board {
            }
            export async function load() {
            }
            """)
        #expect(found.exports == ["A", "Board", "load"])
        #expect(!found.body.contains("export"))
    }

    @Test("a later import is a part of the same script, and comments that begin a line are left out")
    func later() throws {
        let found = try module(
            """
            // Says nothing.
            /** @typedef {import("./gone.js").Thing} Thing */
            /**
             * @param {import("./gone.js").Thing} thing
             */
            /** @type {any} */ (window).slide = await import("./slide.js");
            """)
        #expect(found.imports == ["js/live/slide.js"])
        #expect(found.body == "(window).slide = await $later(\"js/live/slide.js\");\n")
    }

    @Test("indentation and the types that only editors read are left out, what is code stays")
    func bare() throws {
        let found = try module(
            "export function a(b) {\n    run(/** @type {any} */ (b), (/** @type {{x: number}} */ c) => `${c}  */`);\n}")
        #expect(found.body == "function a(b) {\nrun((b), (c) => `${c}  */`);\n}\n")
    }

    @Test("no text of the page goes over several lines, where the joined script would change it")
    func noLongText() throws {
        let all = FileManager.default.enumerator(at: Self.web.appending(path: "js"), includingPropertiesForKeys: nil)
        for case let file as URL in all ?? .init() where file.pathExtension == "js" {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                #expect(line.count { $0 == "`" } % 2 == 0, "\(file.lastPathComponent): \(line)")
            }
        }
    }

    @Test(
        "a form that cannot be joined is an error that shows it",
        arguments: [
            "import * as dom from \"./dom.js\";", "import { h } from \"dom\";", "export default 1;", "export { h };",
        ])
    func unknownForms(source: String) throws {
        let error = try #require(throws: PageBundleError.self) { try module(source) }
        #expect(error.description.contains(source))
    }

    @Test("the page itself can be joined, with every module once and nothing left to import")
    func page() throws {
        let bundle = PageBundle(folder: Self.web)
        let script = try bundle.script("js/main.js")
        for name in ["js/app.js", "js/live/board.js", "js/live/signin.js", "js/workbook.js"] {
            #expect(script.components(separatedBy: "\"\(name)\": () => {").count == 2, "\(name)")
        }
        let lines = script.split(separator: "\n")
        #expect(!lines.contains { $0.hasPrefix("import ") || $0.hasPrefix("export ") || $0.contains(" import(\"") })
        let sheet = try bundle.sheet("css/main.css")
        #expect(sheet.contains("#readout") && !sheet.contains("@import"))
    }

    /// Runs a body with a folder of such files, which is taken away after.
    private func withFolder(_ files: [String: String], _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        try body(folder)
        try FileManager.default.removeItem(at: folder)
    }

    @Test("modules that need each other before they can begin are refused with their names in order")
    func ring() throws {
        let files = [
            "main.js": "import { a } from \"./a.js\";\na();",
            "b.js": "import { a } from \"./a.js\";\nexport const b = a;",
            "a.js": "import { b } from \"./b.js\";\nexport function a() { return b; }",
        ]
        try withFolder(files) { folder in
            let error = try #require(throws: PageBundleError.self) { try PageBundle(folder: folder).script("main.js") }
            #expect(error.description.contains("a.js → b.js → a.js"))
        }
    }

    @Test("a module that needs the one that everything begins with is refused, one that is asked for later is not")
    func ringWithEntry() throws {
        let main = "import { a } from \"./a.js\";\nexport const m = 1;\na();"
        let early = "import { m } from \"./main.js\";\nexport const a = () => m;"
        try withFolder(["main.js": main, "a.js": early]) { folder in
            #expect(throws: PageBundleError.self) { try PageBundle(folder: folder).script("main.js") }
        }
        let a = "export const a = () => import(\"./b.js\");", b = "import { a } from \"./a.js\";\nexport const b = a;"
        try withFolder(["main.js": main, "a.js": a, "b.js": b]) { folder in
            let script = try PageBundle(folder: folder).script("main.js")
            #expect(script.contains("$later(\"b.js\")") && script.contains("$need(\"a.js\")"))
        }
    }

    @Test("sheets that name each other are refused with their names")
    func sheetRing() throws {
        let files = ["main.css": "@import \"./a.css\";", "a.css": "@import \"./main.css\";"]
        try withFolder(files) { folder in
            let error = try #require(throws: PageBundleError.self) { try PageBundle(folder: folder).sheet("main.css") }
            #expect(error.description.contains("main.css → a.css → main.css"))
        }
    }

    @Test("a bundle is made anew a second after one of its files has changed, and not looked for before")
    func pause() throws {
        let main = "import { a } from \"./a.js\";\na();"
        try withFolder(["main.js": main, "a.js": "export const a = 1;"]) { folder in
            let began = ContinuousClock.now
            let passed = Mutex(Duration.zero)
            let files = PageFiles(folder: folder, now: { began + passed.withLock { $0 } })
            func text() throws -> String {
                String(decoding: try #require(try files.file(at: "main.bundle.js")).bytes, as: UTF8.self)
            }
            #expect(try text().contains("a = 1"))
            try Data("export const a = 22;".utf8).write(to: folder.appending(path: "a.js"))
            passed.withLock { $0 = .milliseconds(900) }
            #expect(try text().contains("a = 1;"))
            passed.withLock { $0 = .milliseconds(1_000) }
            #expect(try text().contains("a = 22;"))
        }
    }
}
