import CLinux
import CatalogueCommands
import EmotunesControl
import SettingsCommands

/// Command lines of `emotunesctl` about the catalogue and the settings' files, which this program carries out.
enum ControlCommandLines {
    /// The arguments of `emotunesctl`, if this process was started to go on with them.
    static var arguments: ArraySlice<String>? {
        let given = CommandLine.arguments.dropFirst()
        return given.first == ControlCommandLine.asControl ? given.dropFirst() : nil
    }

    static func run(_ arguments: ArraySlice<String>) -> Never {
        // So it is called by who looks at the processes: a daemon it is not.
        emotunes_name_process("emotunesctl")
        var context = ControlContext.ofProcess()
        context.catalogue = CatalogueWork.perform
        context.tasteFile = TasteReading.content
        context.settingsFiles = SettingsFiles(listing: SettingsWork.listing, change: SettingsWork.change)
        ControlCommandLine.main(arguments, in: context)
    }
}
