import Testing

@testable import Configuration

/// A host whose disk holds just these files and the folders above them.
private func host(
    _ environment: [String: String] = [:], home: String? = "/home/ada", executable: String? = nil,
    files: [String] = []
) -> Host {
    Host(environment: environment, userID: 1000, home: home, executable: executable) { path in
        if files.contains(path) { return .file }
        return files.contains { $0.hasPrefix(path + "/") } ? .folder : nil
    }
}

@Suite struct LocationsTests {
    @Test func stateFolderFollowsTheOrder() throws {
        let all = ["STATE_DIRECTORY": "/var/lib/emotunes:/x", "XDG_STATE_HOME": "/s/", "HOME": "/home/eve"]
        var here = host(all)
        here.currentFolder = "/srv"
        #expect(try Locations(host: here).stateFolder(flag: "here") == "/srv/here")
        #expect(try Locations(host: host(all)).stateFolder(flag: "here") == "/here")
        #expect(try Locations(host: host(all)).stateFolder(flag: "/there") == "/there")
        #expect(try Locations(host: host(all)).stateFolder() == "/var/lib/emotunes")
        let user = ["XDG_STATE_HOME": "/s/", "HOME": "/home/eve"]
        #expect(try Locations(host: host(user)).stateFolder() == "/s/emotunes")
        #expect(try Locations(host: host(["HOME": "/home/eve"])).stateFolder() == "/home/eve/.local/state/emotunes")
        #expect(try Locations(host: host()).stateFolder() == "/home/ada/.local/state/emotunes")
        #expect(try Locations(host: host(["HOME": "/"])).stateFolder() == "/.local/state/emotunes")
    }

    @Test func relativeVariablesAreIgnored() throws {
        let relative = ["STATE_DIRECTORY": "x", "XDG_STATE_HOME": "s", "XDG_CONFIG_HOME": "", "HOME": "."]
        let locations = Locations(host: host(relative))
        #expect(try locations.stateFolder() == "/home/ada/.local/state/emotunes")
        #expect(locations.userConfigurationFile == "/home/ada/.config/emotunes/emotunesd.toml")
    }

    @Test func stateFolderNeedsAHomeOrAFlag() {
        let homeless = Locations(host: host(home: nil))
        #expect(throws: LocationError.self) { _ = try homeless.stateFolder() }
        #expect(throws: LocationError.self) { _ = try homeless.stateFolder(flag: "") }
        #expect(homeless.configurationFiles == ["/etc/emotunes/emotunesd.toml"])
    }

    @Test func configurationFilesAreTheSystemsThenTheUsers() {
        let locations = Locations(host: host(["XDG_CONFIG_HOME": "/c"]))
        #expect(
            locations.configurationFiles == ["/etc/emotunes/emotunesd.toml", "/c/emotunes/emotunesd.toml"])
    }

    @Test func homeIsPutIntoPaths() {
        #expect(Locations(host: host()).expandingHome("~/Music") == "/home/ada/Music")
        #expect(Locations(host: host()).expandingHome("/srv/Music") == "/srv/Music")
        #expect(Locations(host: host(home: nil)).expandingHome("~/Music") == nil)
    }

    @Test func runningProcessIsAHost() throws {
        let here = Host.current()
        let executable = try #require(here.executable)
        #expect(here.kind(executable) == .file)
        #expect(here.kind("/") == .folder)
        #expect(here.kind("/dev/null") == nil)
        #expect(here.kind("/nowhere/at/all") == nil)
    }
}

@Suite struct DataFolderTests {
    private static let checkout = [
        "/src/emotunes/Package.swift", "/src/emotunes/models/emotion/emotion.onnx",
        "/src/emotunes/config/starter-catalogue.csv",
        "/src/emotunes/Sources/ControlProtocol/org.emotunes.Control.varlink",
    ]
    private static let debianCascade = "/usr/share/opencv4/haarcascades/haarcascade_frontalface_alt2.xml"

    private static func installed(_ prefix: String) -> [String] {
        ["models/emotion/emotion.onnx", "starter-catalogue.csv", "org.emotunes.Control.varlink"]
            .map { "\(prefix)/share/emotunes/\($0)" }
    }

    @Test func checkoutIsFoundFromAProgramBuiltInIt() throws {
        let host = host(executable: "/src/emotunes/.build/x86_64/release/emotunesd", files: Self.checkout)
        let data = DataFolder(host: host, flag: nil)
        #expect(try data.emotionModelFolder() == "/src/emotunes/models/emotion")
        #expect(try data.starterCatalogue() == "/src/emotunes/config/starter-catalogue.csv")
        #expect(
            try data.varlinkInterface() == "/src/emotunes/Sources/ControlProtocol/org.emotunes.Control.varlink")
    }

    @Test(arguments: ["/opt/emotunes/bin/emotunesd", "/opt/emotunes/libexec/emotunesd"])
    func installedFolderBesideTheProgramComesFirst(_ executable: String) throws {
        let files = Self.installed("/opt/emotunes") + Self.installed("/usr")
        let data = DataFolder(host: host(executable: executable, files: files), flag: nil)
        #expect(try data.emotionModelFolder() == "/opt/emotunes/share/emotunes/models/emotion")
        #expect(try data.starterCatalogue() == "/opt/emotunes/share/emotunes/starter-catalogue.csv")
        #expect(try data.varlinkInterface() == "/opt/emotunes/share/emotunes/org.emotunes.Control.varlink")
    }

    @Test func usualPrefixesFollow() throws {
        let elsewhere = host(executable: "/somewhere/emotunesd", files: Self.installed("/usr"))
        #expect(
            try DataFolder(host: elsewhere, flag: nil).starterCatalogue()
                == "/usr/share/emotunes/starter-catalogue.csv")
        #expect(DataFolder(host: host(executable: "/usr/bin/emotunesd"), flag: nil).roots.count == 2)
    }

    @Test func flagThenVariableIsTheOnlyFolder() throws {
        let files = Self.installed("/opt/a") + Self.installed("/usr")
        let given = host(["EMOTUNES_DATA_DIR": "/opt/a/share/emotunes"], executable: "/usr/bin/x", files: files)
        #expect(
            try DataFolder(host: given, flag: nil).starterCatalogue() == "/opt/a/share/emotunes/starter-catalogue.csv")
        #expect(
            try DataFolder(host: given, flag: "/usr/share/emotunes").starterCatalogue()
                == "/usr/share/emotunes/starter-catalogue.csv")
        let error = #expect(throws: LocationError.self) {
            _ = try DataFolder(host: given, flag: "/empty").starterCatalogue()
        }
        #expect(
            error?.description
                == "the starter catalogue is missing: looked for /empty/starter-catalogue.csv, "
                + "/empty/config/starter-catalogue.csv; correct --data-dir")
    }

    @Test func cascadeIsLookedForInTheDataThenInOpenCVs() throws {
        let own = "/d/haarcascade_frontalface_alt2.xml"
        let both = host(files: [own, Self.debianCascade])
        #expect(try DataFolder(host: both, flag: "/d").faceCascade() == own)
        #expect(try DataFolder(host: both, flag: "/other").faceCascade() == Self.debianCascade)
    }

    @Test func cascadeCanBeNamedAndMustThenBeThere() throws {
        let named = host(["EMOTUNES_CASCADE": "/x.xml"], files: ["/x.xml", Self.debianCascade])
        #expect(try DataFolder(host: named, flag: nil).faceCascade() == "/x.xml")
        let missing = host(["EMOTUNES_CASCADE": "/y.xml"], files: [Self.debianCascade])
        #expect(throws: LocationError.self) { _ = try DataFolder(host: missing, flag: nil).faceCascade() }
    }

    @Test func missingCascadeNamesEveryPlaceAndTheRemedy() {
        let error = #expect(throws: LocationError.self) {
            _ = try DataFolder(host: host(executable: "/usr/bin/emotunesd"), flag: nil).faceCascade()
        }
        #expect(error?.description.contains(Self.debianCascade) == true)
        #expect(error?.description.contains("/usr/local/share/emotunes/haarcascade") == true)
        #expect(error?.description.hasSuffix("install the package opencv-data") == true)
    }

    @Test func fileInPlaceOfAFolderIsNotTaken() {
        let data = DataFolder(host: host(files: ["/d/models/emotion"]), flag: "/d")
        #expect(throws: LocationError.self) { _ = try data.emotionModelFolder() }
    }
}
