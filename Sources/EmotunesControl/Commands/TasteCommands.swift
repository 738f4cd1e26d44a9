import ArgumentParser

/// `emotunesctl taste`: what is known of what a person likes, and the ways to say it.
struct TasteCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "taste", abstract: "Show what is known of your taste, say what you like, take it back.",
        discussion: """
            Without more it shows what you said and what was learnt. `taste set` says what you like, `taste import` takes in \
            lists of songs.
            """,
        subcommands: [TasteCommand.self, TasteSetCommand.self, TasteImportCommand.self, TasteClearCommand.self],
        defaultSubcommand: TasteCommand.self)
}
