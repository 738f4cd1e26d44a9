import ControlProtocol
import ControlTestSupport
import Foundation
import TestSupport
import Testing

@testable import EmotunesControl

@Suite(.ownThread) struct ConfigCommandTests {
    private let world = TestSurroundings()
    private let folder: TemporaryFolder
    private let users: String
    private let system: String

    init() throws {
        folder = try TemporaryFolder()
        users = folder.file("user/emotunes/emotunesd.toml")
        system = folder.file("etc/emotunes/emotunesd.toml")
        world.configurationFolder = folder.path
    }

    private func write(_ text: String, to path: String) throws {
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    /// Runs `config` where no daemon is.
    private func config(_ arguments: String...) -> Int32 {
        world.output = ""
        return ControlCommandLine.run(["config"] + arguments + ["--socket", "/nonexistent/control"], in: world.context)
    }

    @Test func daemonsSettingsAreShownWithTheirOrigins() throws {
        let server = try TestServer()
        #expect(world.run("config", "--json", "--socket", server.path) == 0)
        #expect(try JSONValue(parsing: world.output).compactText == Samples.settingsText)
        world.output = ""
        #expect(world.run("config", "--socket", server.path) == 0)
        let lines = world.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 6)
        #expect(lines[0] == "camera.when          \"playing\"        /etc/emotunes/emotunesd.toml:14")
        #expect(lines[1].hasSuffix("--set"))
        #expect(lines[4] == "curation.songs.sad   [\"sad\", \"calm\"]  default")
        #expect(lines[5] == "emotunesd works with these settings. Read: /etc/emotunes/emotunesd.toml.")
    }

    @Test func withoutADaemonTheFilesSettingsAreShown() throws {
        try write("[camera]\nwhen = \"playing\"\n", to: system)
        try write("[spotify]\nclient_id = \"abc\"\n", to: users)
        #expect(config("--json") == 0)
        let listing = try JSONValue(parsing: world.output).decoded(as: SettingsListing.self)
        #expect(listing["camera.when"] == Setting(key: "camera.when", value: .text("playing"), origin: "\(system):2"))
        #expect(listing["spotify.client_id"]?.origin == "\(users):2")
        #expect(listing["mood.threshold"]?.origin == "default")
        #expect(listing.files == [system, users])
        #expect(config() == 0)
        #expect(
            world.output.contains(
                "emotunesd is not running; it would start with these. Read: \(system), then \(users)."))
        #expect(world.errorOutput.isEmpty)
    }

    @Test func aWrongFileIsNamedWithItsLine() throws {
        try write("[mood]\nthreshold = 7\n", to: system)
        #expect(config() == 1)
        #expect(world.errorOutput.hasPrefix("emotunesctl: \(system):2: mood.threshold = 7: must be a number"))
    }

    @Test func oneValueIsPrintedPlain() throws {
        try write("[camera]\nwhen = \"playing\"\n", to: system)
        for (key, value) in [
            ("camera.when", "playing"), ("mood.window_seconds", "30"), ("playlist.file", "true"),
            ("curation.songs.sad", "sad,calm"), ("spotify.client_id", ""),
        ] {
            #expect(config("get", key) == 0)
            #expect(world.output == value + "\n")
        }
        #expect(config("get", "camera.when", "--json") == 0)
        #expect(try JSONValue(parsing: world.output)["origin"]?.string == "\(system):2")
        #expect(config("get", "camera.whn") == 2)
        #expect(world.errorOutput.contains("did you mean camera.when?"))
    }

    @Test func namedFileIsShownAlone() throws {
        try write("[camera]\nwhen = \"playing\"\n", to: system)
        try write("[mood]\nthreshold = 0.5\n", to: folder.file("mine.toml"))
        let server = try TestServer()
        #expect(world.run("--config", folder.file("mine.toml"), "--socket", server.path, "config", "--json") == 0)
        let listing = try JSONValue(parsing: world.output).decoded(as: SettingsListing.self)
        #expect(listing["camera.when"]?.origin == "default")
        #expect(listing["mood.threshold"]?.origin == folder.file("mine.toml:2"))
    }

    @Test func setMakesTheUsersFileReadableByThemAlone() throws {
        #expect(config("set", "spotify.client_id", "abc") == 0)
        #expect(try text(users) == "[spotify]\nclient_id = \"abc\"\n")
        #expect(
            world.output
                == "spotify.client_id is set in \(users).\nemotunesd is not running; it reads this when it starts.\n")
        let attributes = try FileManager.default.attributesOfItem(atPath: users)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("user/emotunes")) == ["emotunesd.toml"])
    }

    @Test func setKeepsCommentsOrderAndMode() throws {
        try write("# mine\n[mood]\n# how far\n# threshold = 0.84\n\n[camera]\nwhen = \"always\" # all day\n", to: users)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: users)
        #expect(config("set", "mood.threshold", "0.5") == 0)
        #expect(config("set", "camera.when", "playing") == 0)
        #expect(
            try text(users) == "# mine\n[mood]\n# how far\nthreshold = 0.5\n\n[camera]\nwhen = \"playing\" # all day\n")
        let attributes = try FileManager.default.attributesOfItem(atPath: users)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
    }

    @Test(arguments: [0o644, 0o664, 0o600])
    func modeIsKept(mode: Int) throws {
        try write("[mood]\nthreshold = 0.7\n", to: users)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: users)
        // A killed change's, readable by all.
        try write("half", to: users + ".new")
        #expect(config("set", "mood.threshold", "0.5") == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: users)
        #expect(attributes[.posixPermissions] as? Int == mode)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("user/emotunes")) == ["emotunesd.toml"])
    }

    @Test(.enabled(if: getuid() == 0, "only root may give files away"))
    func ownerAndGroupAreKept() throws {
        try write("[mood]\nthreshold = 0.7\n", to: system)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: system)
        // Root's own, for a group that the kiosk's daemon is in; and another person's.
        for (owner, group) in [(UInt32(0), UInt32(12)), (1234, 1235)] {
            try #require(chown(system, owner, group) == 0)
            #expect(config("set", "mood.threshold", "0.5", "--config", system) == 0)
            #expect(config("unset", "mood.threshold", "--config", system) == 0)
            let attributes = try FileManager.default.attributesOfItem(atPath: system)
            #expect(attributes[.ownerAccountID] as? UInt32 == owner)
            #expect(attributes[.groupOwnerAccountID] as? UInt32 == group)
            #expect(attributes[.posixPermissions] as? Int == 0o640)
        }
    }

    @Test func theMachinesFileIsMadeReadableByEverybody() throws {
        #expect(config("set", "mood.threshold", "0.5", "--config", system) == 0)
        #expect(
            world.output
                == "mood.threshold is set in \(system).\nNo emotunesd of yours is running; other people's read "
                + "this when they start, or at their `emotunesctl reload`.\n")
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(system) == 0o644)
        #expect(try mode(folder.file("etc/emotunes")) == 0o755)
        // The last word is still said.
        try write("[mood]\nthreshold = 0.7\n", to: users)
        #expect(config("set", "mood.threshold", "0.6", "--config", system) == 0)
        #expect(world.output.contains("But another layer has the last word: 0.7, from \(users):2.\n"))
    }

    @Test func aFileThatNoDaemonReadsByItselfIsSaidToBeOne() throws {
        let mine = folder.file("mine.toml")
        #expect(config("set", "mood.threshold", "0.5", "--config", mine) == 0)
        #expect(
            world.output == "mood.threshold is set in \(mine).\nemotunesd reads this only when it is started with "
                + "`--config \(mine)`.\n")
    }

    @Test func aLinkThatLeadsNowhereIsLeftAlone() throws {
        let gone = folder.file("unmounted/settings.toml")
        try write("", to: users)
        try FileManager.default.removeItem(atPath: users)
        try FileManager.default.createSymbolicLink(atPath: users, withDestinationPath: gone)
        #expect(config("set", "mood.threshold", "0.5") == 1)
        #expect(world.errorOutput.contains("\(users) is a link to a file that is not there"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: users) == gone)
        #expect(!FileManager.default.fileExists(atPath: folder.file("unmounted")))
    }

    @Test func setSaysWhenADropInHasTheLastWord() throws {
        let dropIn = users + ".d/50-a.toml"
        try write("[mood]\nthreshold = 0.7\n", to: dropIn)
        #expect(config("set", "mood.threshold", "0.5") == 0)
        #expect(world.output.contains("But another layer has the last word: 0.7, from \(dropIn):2.\n"))
        #expect(config("set", "mood.threshold", "0.5", "--json") == 0)
        #expect(try JSONValue(parsing: world.output)["origin"]?.string == "\(dropIn):2")
    }

    @Test(arguments: [
        ["set", "mood.threshold", "7"], ["set", "mood.thresold", "0.5"], ["set", "mood.threshold"],
        ["set", "camera.when", "sometimes"], ["unset", "mood.thresold"], ["get"], ["nonsense"],
    ])
    func wrongValueOrKeyChangesNothing(arguments: [String]) {
        #expect(ControlCommandLine.run(["config"] + arguments, in: world.context) == 2)
        #expect(!FileManager.default.fileExists(atPath: users))
        #expect(!world.errorOutput.isEmpty)
    }

    @Test func aWrongValueIsSaidAsOtherBadUsageIs() {
        func lines(_ arguments: [String]) -> [Substring] {
            let world = TestSurroundings()
            world.configurationFolder = self.world.configurationFolder
            #expect(ControlCommandLine.run(["config"] + arguments, in: world.context) == 2)
            return world.errorOutput.split(separator: "\n")
        }
        let wrong = lines(["set", "mood.threshold", "7"]), other = lines(["set", "mood.thresold", "0.5"])
        #expect(wrong.first == "Error: mood.threshold must be a number from 0.05 to 1.")
        #expect(wrong.dropFirst() == other.dropFirst() && wrong.count == 3)
    }

    @Test func aFileWithAMistakeIsLeftAlone() throws {
        try write("[mood]\nthresold = 1\n", to: users)
        #expect(config("set", "mood.threshold", "0.5") == 1)
        #expect(world.errorOutput.contains("\(users):2: mood.thresold: no such key"))
        #expect(try text(users) == "[mood]\nthresold = 1\n")
    }

    @Test func aMistakeInAnotherLayerIsSaidAfterTheChange() throws {
        try write("[mood]\nthresold = 1\n", to: system)
        #expect(config("set", "mood.threshold", "0.5") == 1)
        #expect(
            world.errorOutput.hasPrefix(
                "emotunesctl: mood.threshold is set in \(users), but emotunesd would not start: \(system):2: mood.thresold: "
                    + "no such key"
            ))
        #expect(try text(users) == "[mood]\nthreshold = 0.5\n")
    }

    @Test func aLinkIsKeptAndWhatItLeadsToIsChanged() throws {
        let kept = folder.file("kept/settings.toml")
        try write("[mood]\nthreshold = 0.7\n", to: kept)
        try write("", to: users)
        try FileManager.default.removeItem(atPath: users)
        try FileManager.default.createSymbolicLink(atPath: users, withDestinationPath: kept)
        #expect(config("set", "mood.threshold", "0.5") == 0)
        #expect(try text(kept) == "[mood]\nthreshold = 0.5\n")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: users) == kept)
    }

    @Test func unsetLetsTheLayerBelowHold() throws {
        try write("[camera]\nwhen = \"playing\"\n", to: system)
        try write("[camera]\nwhen = \"always\"\n", to: users)
        #expect(config("unset", "camera.when") == 0)
        #expect(try text(users) == "[camera]\n# when = \"always\"\n")
        #expect(world.output.contains("does not set camera.when.\nWhat holds is \"playing\", from \(system):2.\n"))
        #expect(config("unset", "mood.threshold") == 0)
        #expect(try text(users) == "[camera]\n# when = \"always\"\n")
    }

    @Test func unsetMakesNoFile() {
        #expect(config("unset", "camera.when") == 0)
        #expect(!FileManager.default.fileExists(atPath: users))
    }

    @Test func aRunningDaemonReadsItsSettingsAgain() throws {
        let server = try TestServer()
        server.service.change(
            settings: SettingsListing(
                settings: [Setting(key: "mood.threshold", value: .number(0.5), origin: "\(users):2")], files: [users]))
        #expect(world.run("config", "set", "mood.threshold", "0.5", "--socket", server.path) == 0)
        #expect(server.service.calls == ["reload"])
        #expect(world.output == "mood.threshold is set in \(users).\nemotunesd works with it now.\n")
    }

    @Test func aDaemonWithAnOverrideOrAnotherFileSaysSo() throws {
        let server = try TestServer()
        var listing = SettingsListing(
            settings: [Setting(key: "mood.threshold", value: .number(0.7), origin: "--set")], files: [users])
        server.service.change(settings: listing)
        #expect(world.run("config", "set", "mood.threshold", "0.5", "--socket", server.path) == 0)
        #expect(world.output.contains("But another layer has the last word: 0.7, from --set.\n"))
        listing.files = ["/srv/mine.toml"]
        server.service.change(settings: listing)
        #expect(world.run("config", "set", "mood.threshold", "0.6", "--socket", server.path) == 0)
        #expect(world.output.contains("But emotunesd does not read that file; it has 0.7, from --set.\n"))
    }

    @Test func aReloadThatIsRefusedIsAFailure() throws {
        let server = try TestServer()
        server.service.fail(with: .reloadFailed(message: "camera.source takes a restart"))
        #expect(world.run("config", "set", "camera.source", "demo:sad=4", "--socket", server.path) == 1)
        #expect(
            world.errorOutput
                == "emotunesctl: camera.source is set in \(users), but the running emotunesd keeps its old settings: "
                + "camera.source takes a restart → systemctl --user restart emotunesd\n")
        #expect(try text(users) == "[camera]\nsource = \"demo:sad=4\"\n")
    }

    @Test func aMistakeElsewhereDoesNotAdviseARestart() throws {
        let server = try TestServer()
        server.service.fail(with: .reloadFailed(message: "/etc/emotunes/emotunesd.toml:3: no such key"))
        #expect(world.run("config", "set", "mood.threshold", "0.5", "--socket", server.path) == 1)
        #expect(world.errorOutput.hasSuffix(":3: no such key → emotunesctl doctor\n"))
    }
}
