package import Catalogue
package import CatalogueImport
import CatalogueSearch
package import Foundation
package import Songs

package let importTime = Date(timeIntervalSince1970: 1_700_000_000)

/// Sure of itself: energetic above half energy, else calm; happy and sad never.
package struct EnergyScorer: SongMoodScoring {
    package init() {}

    package func scores(for features: AudioFeatures) -> SongMoodScores {
        let energy = features.energy.isFinite ? features.energy : 0.5
        return SongMoodScores(happy: 0.1, sad: 0.1, energetic: 0.8 * energy, calm: 0.8 * (1 - energy))
    }
}

/// A catalogue in a folder of its own, and files to import into it.
package struct ImportBench {
    package let folder: String
    package let catalogue: Catalogue

    package init(_ folder: String) throws {
        self.folder = folder
        catalogue = try Catalogue.open(in: folder, starter: nil, now: importTime).catalogue
    }

    /// Writes a file of these bytes and gives its path.
    package func file(_ name: String, _ content: [UInt8]) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(content).write(to: URL(fileURLWithPath: path))
        return path
    }

    package func file(_ name: String, _ lines: String...) throws -> String {
        try file(name, Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    @discardableResult
    package func read(_ files: String...) throws -> ImportReport {
        try catalogue.importFiles(files, scorer: EnergyScorer(), now: importTime)
    }

    /// All tracks, by id.
    package func tracks() throws -> [Track] {
        let index = try catalogue.openIndex()
        return try (0..<index.count).compactMap { try catalogue.trackBlocking(id: index.trackID(row: $0)) }
    }
}

/// Headers of the published tables.
package enum Header {
    package static let emotions =
        "Unnamed: 0.1,Unnamed: 0,duration (ms),danceability,energy,loudness,speechiness,acousticness,"
        + "instrumentalness,liveness,valence,tempo,spec_rate,labels,uri"
    package static let tracks =
        "valence,year,acousticness,artists,danceability,duration_ms,energy,explicit,id,instrumentalness,key,liveness,"
        + "loudness,mode,name,popularity,release_date,speechiness,tempo"
    package static let genres =
        ",track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,energy,key,loudness,mode,"
        + "speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature,track_genre"
    package static let moods =
        "name,album,artist,id,release_date,popularity,length,danceability,acousticness,energy,instrumentalness,"
        + "liveness,valence,loudness,speechiness,tempo,key,time_signature,mood"
    package static let exportify =
        "Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,Explicit,Added By,"
        + "Added At,Genres,Record Label,Danceability,Energy,Key,Loudness,Mode,Speechiness,Acousticness,"
        + "Instrumentalness,Liveness,Valence,Tempo,Time Signature"
}

/// A well-formed Spotify id that ends in `number`.
package func spotifyID(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "a", count: 22 - digits.count) + digits
}

/// A row of the 114k table.
package func genreRow(
    _ number: Int, title: String, artists: String = "A", genre: String = "pop", energy: String = "0.9",
    valence: String = "0.5"
) -> String {
    "0,\(spotifyID(number)),\(artists),Album,\(title),50,200000,False,0.5,\(energy),1,-7.5,1,0.05,0.1,0.0,0.2,"
        + "\(valence),120.5,4,\(genre)"
}
