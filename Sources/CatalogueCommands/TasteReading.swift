import CatalogueImport
import ControlProtocol
package import EmotunesControl

/// The files of `taste import`, read by what reads the catalogue's tables.
package enum TasteReading {
    /// - Throws: `CommandFailure`, where the file cannot be read or is no list of songs.
    package static func content(of path: String) throws -> TasteFileContent {
        try CommandFailure.wrapping {
            let file = try TasteFile(reading: path)
            let songs = file.songs.prefix(TasteSong.most).map {
                TasteSong(title: $0.title, artists: Array($0.artists.prefix(5)), weight: $0.weight)
            }
            return TasteFileContent(songs: Array(songs), total: file.total, unknown: file.unknown)
        }
    }
}
