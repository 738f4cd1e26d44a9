/// One of the four moods a song can have (paper A and the public data sets it rests on).
package enum SongMood: String, CaseIterable, Codable, Sendable, Hashable {
    case happy, sad, energetic, calm
}
