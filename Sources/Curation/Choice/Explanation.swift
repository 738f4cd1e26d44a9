import Emotions
import FoundationEssentials
import Songs

/// Says in plain words why a track is in the list, and what the list is.
struct Explanation {
    let request: CurationRequest
    let plan: Plan

    /// For example "calm, suits a sad mood · jazz, 1959 · not offered before".
    func why(_ pick: Picker.Pick) -> String {
        let track = pick.candidate.track
        let facts = [track.genre, track.year.map(String.init)].compactMap(\.self).joined(separator: ", ")
        let liking = request.taste.note(for: track) ?? nearness(pick.candidate) ?? ""
        let parts = [fit(pick), facts, liking, freshness(pick.candidate)]
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func fit(_ pick: Picker.Pick) -> String {
        let song = pick.candidate.songMood
        if request.table[request.mood].contains(song) { return "\(song), suits \(moodName)" }
        if plan.phases.contains(where: { $0.wanted.contains(song) }) { return "\(song), leads out of \(moodName)" }
        return "\(song), for want of a better match to \(moodName)"
    }

    /// What of the taste it is near to; nil where nothing is known that would say so.
    private func nearness(_ candidate: Candidate) -> String? {
        guard !request.profile.isEmpty else { return nil }
        if candidate.isFamiliar { return "one of your own" }
        if candidate.isDiscovery { return "something new to you" }
        guard let (item, similarity) = request.profile.nearest(to: candidate.text, candidate.sound) else { return nil }
        if let artist = candidate.track.artists.first(where: { artist in
            item.track.artists.contains { NameKey.fold($0) == NameKey.fold(artist) }
        }) {
            return "you listen to \(artist)"
        }
        if let genre = candidate.track.genre {
            switch request.profile.trackCount(of: genre) {
            case 0: break
            // Of many, to name one over and over would say nothing.
            case 1 where genre == item.track.genre: return "\(genre) like \(name(item.track))"
            default: return "you listen to \(genre)"
            }
        }
        // By measured sound alone, hard rock was called close to dream pop.
        let sharesWords = candidate.text.cosine(with: item.text) > 0
        return sharesWords && similarity > 0.2 ? "close to \(name(item.track))" : nil
    }

    private func name(_ track: Track) -> String {
        let title = track.title.map { "“\($0)”" } ?? "a song"
        return track.artists.first.map { "\(title) by \($0)" } ?? title
    }

    private func freshness(_ candidate: Candidate) -> String {
        guard let offer = candidate.lastOffer else {
            return request.history.isComplete ? "not offered before" : "not offered this month"
        }
        let hours = max(0, request.now.timeIntervalSince(offer.at)) / 3600
        switch hours {
        case ..<24: return "offered within the last day"
        case ..<48: return "last offered yesterday"
        case ..<168: return "last offered \(Int(hours / 24)) days ago"
        default: return "not offered this week"
        }
    }

    /// For example "20 tracks for a sad mood: 13 sad, 7 calm; jazz and blues, 1951 to 1969".
    func reason(_ picks: [Picker.Pick], theme: Theme? = nil, relaxed: [Relaxation]) -> String {
        guard !picks.isEmpty else { return "no track for \(moodName): the catalogue has none that is not disliked" }
        let moods = SongMood.allCases
            .map { mood in (mood, picks.count { $0.candidate.songMood == mood }) }
            .filter { $0.1 > 0 }
            .sorted { $0.1 > $1.1 }
            .map { "\($0.1) \($0.0)" }
        let spread = kinds(picks, theme)
        let aim = plan.phases.count > 1 ? "from \(moodName) upwards" : "for \(moodName)"
        let number = Self.counted(picks.count, "track", "tracks") ?? ""
        let parts = ["\(number) \(aim): \(moods.joined(separator: ", "))", spread.joined(separator: ", ")]
        return (parts.filter { !$0.isEmpty } + relaxed.map(Self.words)).joined(separator: "; ")
    }

    /// For example "jazz and blues, 1951 to 1969"; without a theme "14 genres, 8 decades".
    private func kinds(_ picks: [Picker.Pick], _ theme: Theme?) -> [String] {
        let years = picks.compactMap(\.candidate.track.year).sorted()
        guard let theme, let first = years.first, let last = years.last else {
            return [
                Self.counted(Set(picks.compactMap(\.candidate.track.genre)).count, "genre", "genres"),
                Self.counted(Set(picks.compactMap(\.candidate.decade)).count, "decade", "decades"),
            ].compactMap(\.self)
        }
        let counts = picks.reduce(into: [GenreFamily: Int]()) { counts, pick in
            if let family = pick.candidate.family { counts[family, default: 0] += 1 }
        }
        let families = theme.families.filter { counts[$0] != nil }.sorted {
            (-counts[$0, default: 0], $0.rawValue) < (-counts[$1, default: 0], $1.rawValue)
        }
        let others = picks.count - families.reduce(0) { $0 + counts[$1, default: 0] }
        let kinds = families.map(\.rawValue).joined(separator: " and ")
        return [
            others * 5 > picks.count ? "mostly \(kinds)" : kinds, first == last ? "\(first)" : "\(first) to \(last)",
        ]
    }

    private var moodName: String {
        switch request.mood {
        case .angry: "an angry mood"
        case .disgust: "a mood of disgust"
        case .fear: "a fearful mood"
        case .happy: "a happy mood"
        case .neutral: "a neutral mood"
        case .sad: "a sad mood"
        case .surprise: "a surprised mood"
        }
    }

    private static func counted(_ count: Int, _ one: String, _ many: String) -> String? {
        count == 0 ? nil : "\(count) \(count == 1 ? one : many)"
    }

    private static func words(_ relaxation: Relaxation) -> String {
        switch relaxation {
        case .artistLimit: "some artists more often than usual, too few others fit"
        case .freshness: "some were in recent lists, too few fresh ones fit"
        case .songMoods: "some are of another song mood, too few of the wanted ones are left"
        }
    }
}
