/// Settings put together layer by layer and key by key: a layer has the last word on the keys that it has, and leaves the
/// others to the layers before it.
///
/// A layer with a mistake is not taken in part: ``configuration()`` then gives every mistake of every layer.
struct SettingsLayers {
    private var settings = Settings()
    private var files: [String] = []
    private var origins: [String: SettingOrigin] = [:]
    private var problems: [ConfigurationError.Problem] = []

    /// What all layers together say.
    ///
    /// - Throws: everything that is wrong with them, in the order of the layers.
    func configuration() throws(ConfigurationError) -> Configuration {
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        return Configuration(settings: settings, files: files, origins: origins)
    }

    /// Adds a file and then its drop-ins; either may be missing.
    mutating func addWithDropIns(_ file: String) {
        addUnlessMissing(file)
        let folder = DropIns.folder(of: file)
        do {
            for dropIn in try DropIns.files(in: folder) { addUnlessMissing(dropIn) }
        } catch {
            problems.append(.init(origin: folder, line: nil, message: error.message))
        }
    }

    private mutating func addUnlessMissing(_ file: String) {
        // A link to nothing was meant to hold something: taken for missing, it would leave the camera open where it
        // says `camera.when = "playing"`.
        if !add(file: file), DropIns.isLink(file) { miss(file, "is a link to nothing; mend or remove it") }
    }

    /// Adds one file; false if there is none.
    @discardableResult
    mutating func add(file: String) -> Bool {
        do {
            let bytes = try ConfigurationFile.bytes(at: file)
            files.append(file)
            add(text: bytes, of: file)
        } catch {
            if error.isMissing { return false }
            problems.append(.init(origin: file, line: nil, message: error.message))
        }
        return true
    }

    /// Adds the text of a file.
    mutating func add(text: [UInt8], of file: String) {
        let entries: [TomlEntry]
        do {
            entries = try TomlDocument.entries(of: text)
        } catch {
            problems.append(SyntaxProblem.problem(error, in: text, origin: file))
            return
        }
        var reported: [String] = []
        for entry in entries where !reported.contains(where: { entry.path.hasPrefix($0 + ".") }) {
            if let message = SettingsReader.apply(entry, to: &settings) {
                problems.append(.init(origin: file, line: entry.line, message: message))
                // The keys inside an unknown table are not reported again.
                reported.append(entry.path)
            } else if entry.value != .table {
                origins[entry.path] = .file(file, line: entry.line)
            }
        }
    }

    /// Adds what followed a `--set`.
    mutating func add(override: String) {
        do {
            let key = try SettingOverride.apply(override, to: &settings)
            origins[key] = .option("--set")
        } catch {
            problems += error.problems
        }
    }

    /// Notes that something is not there.
    mutating func miss(_ origin: String, _ message: String) {
        problems.append(.init(origin: origin, line: nil, message: message))
    }
}
