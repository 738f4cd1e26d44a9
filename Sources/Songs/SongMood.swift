/// One of the four moods that the public data sets give songs.
package enum SongMood: String, CaseIterable, Codable, Sendable, Hashable {
    case happy, sad, energetic, calm
}
