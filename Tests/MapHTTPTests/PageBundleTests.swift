import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
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
}
