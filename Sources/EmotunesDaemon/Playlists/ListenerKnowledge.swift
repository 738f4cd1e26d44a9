import Curation
import FoundationEssentials
import Glibc
import Songs
import SpotifySync
import StateStore

/// What is known of the listener's taste, from what they said, what they heard and what the account tells.
struct ListenerKnowledge: Sendable {
    /// A track that is liked, and how much, 0 to 1.
    struct Liked: Hashable, Sendable {
        var identity: TrackIdentity
        var artists: [String]
        var weight: Double
        /// What it is where it is no track of its own but stands for what the listener named.
        var genre: String?
        var year: Int?
    }

    /// Never to be offered.
    private(set) var disliked: [TrackIdentity] = []
    private(set) var lessons: [Lesson] = []
    /// The most liked first.
    private(set) var liked: [Liked] = []
    let listening: ListeningTaste
    /// What was said without an account, and what imported lists and the person's own files tell.
    let stated: StatedTaste
    let imported: ImportedTaste

    /// What a skip or a repeat is worth beside a verdict.
    private static let heardWorth = 0.25
    /// In so many days the weight of a like falls to half; of plays lately, after so many others.
    private static let likeHalfLife = 180.0, playHalfLife = 50.0
    /// More tell a taste no better.
    private static let mostLiked = 150
    /// What lists and the person's own files weigh in the profile, all together no more than so many songs: a list of a
    /// thousand is said with one command. So many of its songs have a place of their own, whatever else there is.
    private static let importedWeight = 0.8, importedSongs = 40.0, leastImported = 50

    /// What the named kinds and artists weigh in the profile, all together as much as so many songs.
    private static let statedWeight = 0.9, statedSongs = 12.0

    /// - Parameters:
    ///   - said: what was said without an account.
    ///   - own: what ratings and plays of the person's own files tell.
    ///   - learns: whether what was said of tracks and heard may count for more than that a dislike is never offered.
    init(
        feedback: [FeedbackRecord], account: KnownTaste, said: StatedTasteRecord = StatedTasteRecord(),
        own: [ImportedTaste.Entry] = [], learns: Bool, now: Date
    ) {
        listening = account.listening
        stated = StatedTaste(
            artists: said.artists, genres: said.genres, languages: said.languages, from: said.from, to: said.to)
        let entries =
            said.imports.flatMap { list in
                list.songs.map {
                    ImportedTaste.Entry(
                        identity: $0.identity, artists: $0.artists, weight: $0.weight, note: "from \(list.name)")
                }
            } + own
        imported = ImportedTaste(entries)
        let refused = IdentitySet(feedback.lazy.filter { $0.verdict == .dislike }.map(\.identity))
        disliked = feedback.filter { $0.verdict == .dislike }.map(\.identity)
        var liked: [Liked] = []
        for record in feedback where learns {
            let worth =
                switch record.verdict {
                case .like: 1.0
                case .dislike: -1.0
                case .heard: Double(record.balance) * Self.heardWorth
                }
            lessons.append(
                Lesson(
                    identity: record.identity, artists: record.artists, songMood: record.songMood, mood: record.mood,
                    worth: worth))
            // By the day, so that the same day gives the same list.
            let days = max(0, (now.timeIntervalSince(record.at) / 86_400).rounded(.down))
            if worth > 0 {
                liked.append(
                    Liked(
                        identity: record.identity, artists: record.artists,
                        weight: min(1, worth) * exp2(-days / Self.likeHalfLife)))
            }
        }
        // Each list has what weighs most at its beginning.
        let told = [(account.recent, 0.7), (account.saved, 0.8), (account.top, 0.7), (account.playlist, 0.6)]
        for (entries, weight) in told {
            for (place, entry) in entries.enumerated() where !refused.contains(entry.identity) {
                liked.append(
                    Liked(
                        identity: entry.identity, artists: entry.artists,
                        weight: weight * exp2(-Double(place) / Self.playHalfLife)))
            }
        }
        let examples = stated.examples
        let share = min(1, Self.statedSongs / Double(max(1, examples.count)))
        for example in examples {
            liked.append(
                Liked(
                    identity: example.identity, artists: example.artists, weight: Self.statedWeight * share,
                    genre: example.genre, year: example.year))
        }
        let rest = Self.heaviest(liked, Self.mostLiked)
        var lists = entries.filter { $0.weight > 0 && !refused.contains($0.identity) }.map {
            Liked(identity: $0.identity, artists: $0.artists, weight: Self.importedWeight * $0.weight)
        }
        lists = Self.heaviest(lists, max(Self.leastImported, Self.mostLiked - rest.count))
        let listed = min(1, Self.importedSongs / Double(max(1, lists.count)))
        for index in lists.indices { lists[index].weight *= listed }
        self.liked = Self.heaviest(rest + lists, rest.count + lists.count)
    }

    /// So many of them, the most liked first.
    private static func heaviest(_ liked: [Liked], _ count: Int) -> [Liked] {
        Array(
            liked.enumerated().sorted { (-$0.element.weight, $0.offset) < (-$1.element.weight, $1.offset) }
                .map(\.element).prefix(count))
    }
}

extension ListenerKnowledge {
    /// All of it together: what was learnt of a track speaks first, then what the listener named, then lists, then the
    /// account.
    func taste(over learned: LearnedTaste) -> any Taste {
        LayeredTaste(learned, over: LayeredTaste(stated, over: LayeredTaste(imported, over: listening)))
    }
}

extension PlayerTasteRecord {
    /// As choosing weighs them.
    var entries: [ImportedTaste.Entry] {
        songs.map { song in
            ImportedTaste.Entry(
                identity: TrackIdentity(
                    spotifyID: nil, nameKey: NameKey.track(title: song.title, artists: song.artists)),
                artists: song.artists, weight: song.weight,
                note: song.isRated ? ImportedTaste.ratedNote : ImportedTaste.playedNote)
        }
    }
}

extension KnownTaste {
    /// What the account told, as choosing weighs it.
    var listening: ListeningTaste {
        func pairs(_ entries: [Entry]) -> [(identity: TrackIdentity, artists: [String])] {
            entries.map { ($0.identity, $0.artists) }
        }
        return ListeningTaste(
            top: pairs(top), saved: pairs(saved), playlist: pairs(playlist), recent: pairs(recent))
    }
}

extension ListenerKnowledge.Liked {
    /// The track as far as its names go, for one the catalogue does not have.
    var track: Track {
        // What stands behind the bar of a name key is the folded title, as good as the title for comparing words.
        let title = identity.nameKey?.split(separator: "|").dropFirst().joined(separator: " ")
        return Track(
            id: 0, title: title, artists: artists, year: year, genre: genre, spotifyID: identity.spotifyID,
            moodScores: SongMoodScores(happy: 1, sad: 1, energetic: 1, calm: 1))
    }
}
