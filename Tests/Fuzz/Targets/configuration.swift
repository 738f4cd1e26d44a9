@testable import Configuration

/// A settings file, and the same text as what follows `--set`.
func judge(_ bytes: [UInt8]) {
    // A short line is one for the command line.
    if bytes.count < 80, !bytes.contains(0x0A) { return override(String(decoding: bytes, as: UTF8.self)) }
    do throws(ConfigurationError) {
        let settings = try SettingsReader.settings(from: bytes, origin: "file")
        plant(settings)
    } catch {
        check(error, lines: bytes.reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) })
    }
    change(bytes)
}

/// What `emotunesctl config set` and `config unset` make of the text.
private func change(_ bytes: [UInt8]) {
    guard let rule = SettingSchema.rule(for: "mood.strategy"), let value = rule.value(parsing: "lift") else { return }
    var file = SettingsFile("file", bytes)
    do throws(ConfigurationError) {
        try file.set(rule, to: value)
        let settings = try SettingsReader.settings(from: file.bytes, origin: "file")
        require(settings.mood.strategy == .lift, "a setting that was set is not there")
        try file.unset(rule)
        require(!file.has(rule.key), "a setting that was unset is there")
    } catch {
        check(error, lines: file.bytes.reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) })
    }
}

private func override(_ text: String) {
    var settings = Settings()
    do throws(ConfigurationError) {
        try SettingOverride.apply(text, to: &settings)
    } catch {
        check(error, lines: 0)
        require(settings == Settings(), "a setting that was refused changed something")
    }
}

/// What is wrong is said in lines that harm no terminal, about lines that are there.
private func check(_ error: ConfigurationError, lines: Int) {
    require(!error.problems.isEmpty, "an error that says nothing")
    for problem in error.problems {
        let isClean = problem.description.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        require(isClean, "a message with control characters")
        require((1...max(lines, 1)).contains(problem.line ?? 1), "a line that the file does not have")
        require(problem.description.utf8.count < 4096, "a message nobody reads")
    }
}

private func plant(_ settings: Settings) {
    #if PLANTED_BUG
        // A table that ends at a minute.
        if settings.mood.windowSeconds > 60 {
            writePastTheEnd(settings.curation.songs.count)
        }
    #endif
}
