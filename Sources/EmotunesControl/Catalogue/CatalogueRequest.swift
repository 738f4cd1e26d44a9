/// What a `catalogue` command asks for, apart from how it is carried out.
///
/// The work needs SQLite, and with it most of Foundation, which is larger than all the rest of `emotunesctl`: the
/// daemon's program has both anyway, and carries it out.
package struct CatalogueRequest: Sendable {
    /// What is to be done.
    package enum Task: Sendable {
        /// Adds the songs of tables, or only looks at what would be read.
        case `import`(files: [String], onlyLooks: Bool)
        /// Counts songs and lists where they are from.
        case info
        /// Draws the catalogue into a folder.
        case report(folder: String)
        /// Removes what only these files brought; nil: all that was imported.
        case forget(files: [String]?)
    }

    /// What is to be done.
    package var task: Task
    /// Whether the answer is printed as JSON.
    package var isJSON: Bool
    /// The folder that holds the catalogue, as emotunesd's; nil for the usual one.
    package var stateFolder: String?
    /// The folder with models and starter catalogue; nil for the usual one.
    package var dataFolder: String?
    /// The configuration file that is checked; nil for the usual ones.
    package var configurationFile: String?
}
