/// Where the account's loop says what happened, in sentences for a person.
package protocol SpotifyLog: Sendable {
    /// A change that is worth a line.
    func note(_ text: String)
    /// Something is wrong that a person may want to mend.
    func trouble(_ text: String)
    /// What helps to find a mistake.
    func detail(_ text: String)
}
