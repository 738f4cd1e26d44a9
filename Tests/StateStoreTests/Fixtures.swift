import Emotions
import FoundationEssentials
import Songs
import StateStore

let start = Date(timeIntervalSince1970: 1_700_000_000)

func recorded(_ number: Int, spotifyID: String? = nil) -> RecordedTrack {
    let track = Track(
        id: Int64(number), title: "Title \(number)", artists: ["Artist \(number)", "B"], album: "Album",
        spotifyID: spotifyID, moodScores: SongMoodScores(.calm, certainty: 0.9))
    return RecordedTrack(track, uri: track.spotifyURI, url: "https://x/\(number)", score: 0.75, why: "calm · \(number)")
}

func playlist(_ numbers: ClosedRange<Int>, at: Date = start, mood: Emotion = .sad) -> NewPlaylist {
    NewPlaylist(at: at, mood: mood, reason: "because", tracks: numbers.map { recorded($0) })
}

let day = 86_400.0
