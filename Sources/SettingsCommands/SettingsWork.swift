package import Configuration
package import ControlProtocol
package import EmotunesControl
import Storage

/// The work of the `config` commands on the settings' files.
package enum SettingsWork {
    /// The settings as the files say them.
    ///
    /// - Parameters:
    ///   - file: a file that is read in the place of all others; nil for none.
    ///   - locations: where the others are.
    /// - Throws: `ConfigurationError`, where a file cannot be read or has a mistake in it.
    package static func listing(_ file: String?, in locations: Locations) throws -> SettingsListing {
        try Configuration.load(file: file, locations: locations).listing()
    }

    /// Changes one key of a file, in one step.
    ///
    /// - Parameter locations: by which the machine's file is known, that everybody has to be able to read.
    /// - Returns: whether the file sets the key after the change.
    /// - Throws: `WrongSettingValue`; `CommandFailure`, in words for the person.
    package static func change(_ path: String, _ edit: SettingEdit, _ locations: Locations) throws -> Bool {
        let file = StoredSettingsFile(path: path, isForAll: locations.isOfTheMachine(path))
        switch edit {
        case .set(let rule, let text):
            guard let value = rule.value(parsing: text) else { throw WrongSettingValue(rule: rule) }
            return try changed(file, rule.key) { file throws(ConfigurationError) in try file.set(rule, to: value) }
        case .unset(let rule):
            return try changed(file, rule.key) { file throws(ConfigurationError) in try file.unset(rule) }
        }
    }

    private static func changed(
        _ file: StoredSettingsFile, _ key: String, _ edit: (inout SettingsFile) throws(ConfigurationError) -> Void
    ) throws -> Bool {
        try CommandFailure.wrapping {
            do {
                return try file.change(key, edit)
            } catch let error as StorageError {
                // Its own advice is for a daemon's state folder.
                throw CommandFailure(message: "cannot change \(file.path): \(error.reason)", mend: error.mend)
            }
        }
    }
}
