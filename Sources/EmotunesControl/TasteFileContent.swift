package import ControlProtocol

/// What a list of songs tells of a taste, as `taste import` sends it.
package struct TasteFileContent: Sendable {
    /// The heaviest first, at most `TasteSong.most`.
    package var songs: [TasteSong]
    /// How many different songs the file has.
    package var total: Int
    /// How many of its entries do not say whose song they are.
    package var unknown: Int

    package init(songs: [TasteSong], total: Int, unknown: Int) {
        self.songs = songs
        self.total = total
        self.unknown = unknown
    }
}
