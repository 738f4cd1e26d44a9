/// Where the catalogue's songs are on the plane of valence and energy, and the newest playlist's among them: the object of
/// `GetSongPlane`.
package struct SongPlane: Codable, Sendable, Hashable {
    /// How many fields there are along each side.
    package var side: Int
    /// How many songs each field holds, row by row from the lowest energy, each row from the lowest valence.
    package var counts: [Int]
    /// The newest playlist's songs whose sound is known, in its order.
    package var songs: [SongPlace]

    package init(side: Int, counts: [Int], songs: [SongPlace]) {
        self.side = side
        self.counts = counts
        self.songs = songs
    }
}

/// Where a song of the newest playlist is.
package struct SongPlace: Codable, Sendable, Hashable {
    /// In the playlist, counted from 1.
    package var position: Int
    /// Musical positiveness, 0 to 1.
    package var valence: Double
    /// Intensity and activity, 0 to 1.
    package var energy: Double

    package init(position: Int, valence: Double, energy: Double) {
        self.position = position
        self.valence = valence
        self.energy = energy
    }
}
