import Configuration
import SongMoodModel
import Songs

extension CatalogueOptions {
    /// The classifier for tracks with audio features.
    func scorer() throws -> any SongMoodScoring { try songMoodModel() }

    /// The song-mood network that comes with the program.
    func songMoodModel() throws -> SongMoodModel {
        try CommandFailure.wrapping {
            try SongMoodModel(contentsOf: Locations().dataFolder(flag: dataFolder).songMoodModel())
        }
    }
}
