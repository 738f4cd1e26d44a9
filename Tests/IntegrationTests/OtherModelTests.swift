import Foundation
import TestSupport
import Testing

/// The built daemon with another emotion network in place of the shipped one: other classes in another order, another
/// input side, its own constants of the mood.
@Suite(.serialized, .ownThread) struct OtherModelTests {
    /// A data folder whose emotion model is `Tests/Fixtures/other-model`.
    private func dataFolder(manifest edit: (String) -> String = { $0 }) throws -> TemporaryFolder {
        let folder = try TemporaryFolder(copying: ["models"], from: Repository.path(""))
        let files = FileManager.default
        try files.copyItem(
            atPath: Repository.path("config/starter-catalogue.csv"), toPath: folder.file("starter-catalogue.csv"))
        let model = folder.file("models/emotion/emotion.onnx"), manifest = folder.file("models/emotion/emotion.json")
        try files.removeItem(atPath: model)
        try files.copyItem(atPath: Repository.path("Tests/Fixtures/other-model/emotion.onnx"), toPath: model)
        let text = try String(
            contentsOfFile: Repository.path("Tests/Fixtures/other-model/emotion.json"), encoding: .utf8)
        try edit(text).write(toFile: manifest, atomically: true, encoding: .utf8)
        return folder
    }

    private func run(_ data: TemporaryFolder, in folder: TemporaryFolder) throws -> Program.Outcome {
        try Program(
            "emotunesd",
            [
                "--source", "demo:happy=60,sad=60?speed=max", "--data-dir", data.path, "--state-dir",
                folder.file("state"), "--socket", folder.file("control"), "--until-end",
            ], in: folder
        ).run()
    }

    @Test func daemonMakesPlaylistsOfAnotherModelsMoods() throws {
        let folder = try TemporaryFolder()
        let outcome = try run(try dataFolder(), in: folder)
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        let document = try XMLDocumentText(path: folder.file("state/playlist.xspf"))
        #expect(document.count(of: "track") == 20)
        // The network has no such classes.
        #expect(!outcome.errorOutput.contains("mood=surprise") && !outcome.errorOutput.contains("mood=fear"))
    }

    @Test func constantOutOfRangeInItsManifestExits70() throws {
        let data = try dataFolder { $0.replacing("\"outlierShare\": 0.2", with: "\"outlierShare\": 1.5") }
        let outcome = try run(data, in: try TemporaryFolder())
        #expect(outcome.status == 70)
        #expect(outcome.errorOutput.contains("mood.outlierShare is 1.5"), "\(outcome.errorOutput)")
    }
}
