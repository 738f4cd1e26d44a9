/// The folders of the program's own data: models, starter catalogue, interface description, face cascade.
///
/// A folder given by `--data-dir` or `$EMOTUNES_DATA_DIR` is the only one looked into. Without one, it is the
/// installed `share/emotunes` beside the program, `/usr/local`'s and `/usr`'s, then the checkout the program was built
/// in. An installed folder and a checkout are laid out differently; both layouts are tried in each.
package struct DataFolder: Sendable {
    private let host: Host
    /// The folders searched, in this order.
    let roots: [String]
    /// The flag or variable that named the only folder; nil without one.
    private let given: String?

    init(host: Host, flag: String?) {
        self.host = host
        if let flag {
            roots = [flag]
            given = "--data-dir"
        } else if let folder = host.environment["EMOTUNES_DATA_DIR"], !folder.isEmpty {
            roots = [folder]
            given = "EMOTUNES_DATA_DIR"
        } else {
            roots = Self.usualRoots(host)
            given = nil
        }
    }

    /// The folder with the emotion model and its manifest.
    package func emotionModelFolder() throws(LocationError) -> String {
        try find("the emotion model", .folder, ["models/emotion"])
    }

    /// The folder with the face detector's networks and their manifest.
    package func faceDetectorFolder() throws(LocationError) -> String {
        try find("the face detector", .folder, ["models/face-detector"])
    }

    /// The song-mood model, a JSON file.
    package func songMoodModel() throws(LocationError) -> String {
        try find("the song-mood model", .file, ["models/song-mood/song-mood.json"])
    }

    /// The sound-mood model, a JSON file.
    package func soundMoodModel() throws(LocationError) -> String {
        try find("the sound-mood model", .file, ["models/sound-mood/sound-mood.json"])
    }

    /// The catalogue a fresh installation starts with, a CSV file.
    package func starterCatalogue() throws(LocationError) -> String {
        try find("the starter catalogue", .file, ["starter-catalogue.csv", "config/starter-catalogue.csv"])
    }

    /// The description of `org.emotunes.Control`.
    package func varlinkInterface() throws(LocationError) -> String {
        let name = "org.emotunes.Control.varlink"
        return try find("the control interface", .file, [name, "Sources/ControlProtocol/\(name)"])
    }

    /// OpenCV's Haar cascade for frontal faces, an XML file.
    ///
    /// `$EMOTUNES_CASCADE` names the file itself. Otherwise the program's data come first, then the places where
    /// OpenCV's own data are installed.
    package func faceCascade() throws(LocationError) -> String {
        let name = "haarcascade_frontalface_alt2.xml"
        if let file = host.environment["EMOTUNES_CASCADE"], !file.isEmpty {
            guard host.kind(file) == .file else {
                throw LocationError("the face cascade is not where EMOTUNES_CASCADE says: \(file)")
            }
            return file
        }
        let systems = ["/usr/local/share/opencv4", "/usr/share/opencv4", "/usr/share/opencv"]
        return try find(
            "the face cascade", .file, [name], further: systems.map { "\($0)/haarcascades/\(name)" },
            remedy: "install the package opencv-data")
    }

    private func find(
        _ what: String, _ kind: Host.Kind, _ names: [String], further: [String] = [], remedy: String? = nil
    ) throws(LocationError) -> String {
        let places = roots.flatMap { root in names.map { "\(root)/\($0)" } } + further
        if let found = places.first(where: { host.kind($0) == kind }) {
            return found
        }
        let advice = remedy ?? (given.map { "correct \($0)" } ?? "install EmoTunes, or give --data-dir")
        let tried = places.isEmpty ? "there is no place to look" : "looked for \(places.joined(separator: ", "))"
        throw LocationError("\(what) is missing: \(tried); \(advice)")
    }

    private static func usualRoots(_ host: Host) -> [String] {
        var roots: [String] = []
        let folders = host.executable.map(foldersAbove) ?? []
        if folders.count > 1 {
            let prefix = folders[1] == "/" ? "" : folders[1]
            roots.append("\(prefix)/share/emotunes")
        }
        roots += ["/usr/local/share/emotunes", "/usr/share/emotunes"].filter { !roots.contains($0) }
        let checkout = folders.first { folder in
            host.kind("\(folder)/Package.swift") == .file && host.kind("\(folder)/models") == .folder
        }
        return roots + (checkout.map { [$0] } ?? [])
    }

    /// The folders a file lies in, from its own up to the root.
    private static func foldersAbove(_ path: String) -> [String] {
        var folders: [String] = []
        var rest = Substring(path)
        while let slash = rest.lastIndex(of: "/") {
            rest = rest[..<slash]
            folders.append(rest.isEmpty ? "/" : String(rest))
        }
        return folders
    }
}
