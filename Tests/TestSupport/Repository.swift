/// Files of the checkout the tests were built from.
package enum Repository {
    /// The path of a file given by its path below the checkout's root.
    package static func path(_ relative: String, from here: String = #filePath) -> String {
        let parts = here.split(separator: "/", omittingEmptySubsequences: false)
        return (parts.dropLast(3) + [Substring(relative)]).joined(separator: "/")
    }
}
