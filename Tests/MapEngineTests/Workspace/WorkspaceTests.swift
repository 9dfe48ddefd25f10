import Foundation
import Testing

@testable import MapEngine

@Suite("A workspace")
struct WorkspaceTests {
    private func share(in folder: TemporaryFolder) throws -> ShareFolder {
        try folder.write("{}", to: "share/layers/layer.schema.json")
        try folder.write("id: land-use", to: "share/layers/codes/land-use.yaml")
        try folder.write("{}", to: "share/styles/bando-light.json")
        return ShareFolder(root: folder.root.appending(path: "share"))
    }

    @Test("its folders have the names of the contract")
    func paths() throws {
        let folder = try TemporaryFolder()
        let workspace = try Workspace(root: folder.root)
        #expect(workspace.relativePath(of: workspace.databaseFile) == "data/bando.sqlite")
        #expect(workspace.relativePath(of: workspace.definitionFile(named: "roads")) == "layers/roads.yaml")
        #expect(workspace.relativePath(of: workspace.configurationFile) == "bando.yaml")
    }

    @Test("a folder that is not there is refused with what to do")
    func missing() throws {
        let folder = try TemporaryFolder()
        let error = try #require(throws: WorkspaceError.self) {
            try Workspace(root: folder.root.appending(path: "none"))
        }
        #expect(error.description.contains("bando init"))
    }

    @Test("init copies the standard files, writes bando.yaml, and leaves other files alone")
    func initialise() throws {
        let folder = try TemporaryFolder()
        let target = folder.root.appending(path: "new/province")
        try folder.write("hello", to: "new/province/notes.txt")
        let workspace = try Workspace.initialise(at: target, from: share(in: folder))
        #expect(try workspace.files(in: workspace.codeListsFolder, ending: "yaml").count == 1)
        #expect(
            try workspace.files(in: workspace.stylesFolder, ending: "json").map(\.lastPathComponent) == [
                "bando-light.json"
            ])
        #expect(try workspace.readConfiguration() == WorkspaceConfiguration())
        #expect(FileManager.default.fileExists(atPath: target.appending(path: "notes.txt").path))
    }

    @Test("init refuses a folder that holds a workspace, and changes nothing in it")
    func initialiseTwice() throws {
        let folder = try TemporaryFolder()
        try folder.write("listen: { port: 1 }", to: "old/bando.yaml")
        let target = folder.root.appending(path: "old")
        #expect(throws: WorkspaceError.notEmpty(target.path)) {
            try Workspace.initialise(at: target, from: share(in: folder))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: target.path) == ["bando.yaml"])
    }

    @Test("the share folder is found above the executable, and beside it as share/bando")
    func walkingUp() throws {
        let folder = try TemporaryFolder()
        try folder.write("{}", to: "repo/layers/layer.schema.json")
        try folder.write("{}", to: "usr/share/bando/layers/layer.schema.json")
        let built = folder.root.appending(path: "repo/.build/release/bando")
        #expect(try ShareFolder.locate(environment: [:], executable: built).root.lastPathComponent == "repo")
        let installed = folder.root.appending(path: "usr/bin/bando")
        #expect(try ShareFolder.locate(environment: [:], executable: installed).root.path.hasSuffix("usr/share/bando"))
    }

    @Test("BANDO_SHARE decides, and a wrong one is an error rather than passed over")
    func environment() throws {
        let folder = try TemporaryFolder()
        let share = try share(in: folder)
        let elsewhere = URL(filePath: "/nowhere/bando")
        let found = try ShareFolder.locate(environment: ["BANDO_SHARE": share.root.path], executable: elsewhere)
        #expect(found.root.standardizedFileURL.path == share.root.standardizedFileURL.path)
        #expect(throws: WorkspaceError.noShareFolder) {
            try ShareFolder.locate(environment: ["BANDO_SHARE": folder.root.path], executable: elsewhere)
        }
        #expect(throws: WorkspaceError.noShareFolder) {
            try ShareFolder.locate(environment: [:], executable: elsewhere)
        }
    }
}
