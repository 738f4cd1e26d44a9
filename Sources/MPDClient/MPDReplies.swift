/// What MPD says of its player and of the modes it is in.
package struct MPDStatus: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        case play, pause, stop
    }

    package var state = State.stop
    /// The queue's song that plays, is paused or comes next, by the id it has in the queue.
    package var songID: Int?
    /// Its place in the queue, from 0.
    package var songPosition: Int?
    /// Seconds into that song, and how long it is, where MPD knows.
    package var elapsed: Double?
    package var duration: Double?
    /// How many songs the queue holds.
    package var length = 0
    package var isRandom = false
    package var isRepeating = false
    package var isConsuming = false
    /// Whether MPD stops after each song.
    package var isSingle = false
    /// What went wrong with the music last, in MPD's words.
    package var error: String?

    package init() {}

    package init(_ pairs: [MPDPair]) {
        for pair in pairs {
            switch pair.name {
            case "state": state = State(rawValue: pair.value) ?? .stop
            case "songid": songID = Int(pair.value)
            case "song": songPosition = Int(pair.value)
            case "elapsed": elapsed = Double(pair.value)
            case "duration": duration = Double(pair.value)
            case "playlistlength": length = Int(pair.value) ?? 0
            case "random": isRandom = pair.value == "1"
            case "repeat": isRepeating = pair.value == "1"
            case "consume": isConsuming = pair.value != "0"
            case "single": isSingle = pair.value != "0"
            case "error": error = pair.value
            default: break
            }
        }
    }
}

/// A song as MPD lists it, in its queue or its database.
package struct MPDSong: Hashable, Sendable {
    /// The path below the music folder, an absolute path, or a stream's address.
    package var uri: String
    package var title: String?
    package var artists: [String] = []
    /// Its id in the queue; nil for one of the database.
    package var id: Int?
    /// Seconds; nil where MPD does not know.
    package var duration: Double?

    package init(uri: String, id: Int? = nil) {
        self.uri = uri
        self.id = id
    }

    /// All songs of an answer, in its order.
    package static func all(in pairs: [MPDPair]) -> [MPDSong] {
        var songs: [MPDSong] = []
        for pair in pairs {
            if pair.name == "file" {
                songs.append(MPDSong(uri: pair.value))
                continue
            }
            guard let last = songs.indices.last else { continue }
            switch pair.name {
            case "Title": songs[last].title = songs[last].title ?? pair.value
            case "Artist": songs[last].artists.append(pair.value)
            case "Id": songs[last].id = Int(pair.value)
            case "duration": songs[last].duration = Double(pair.value)
            default: break
            }
        }
        return songs
    }
}
