import FoundationEssentials
import Songs

/// Fills the plan's places one by one, each with the best track that keeps the rules, and gives up one rule after the
/// other where places stay empty.
struct Picker {
    struct Pick {
        let candidate: Candidate
        let phase: Int
        let score: Double
    }

    private struct Place: Hashable {
        let phase: Int
        let mood: SongMood
    }

    private let candidates: [Candidate]
    /// Of each candidate; beside the candidates, for copying one of those for every comparison would cost more than it.
    private let texts: [TermVector]
    private let sounds: [SIMD16<Int8>?]
    private let plan: Plan
    private let weights: CurationWeights
    private let tracksPerArtist: Int
    private let tracksPerDiscovery: Int
    private var groups: GroupShares
    /// Of each candidate, how alike the most alike track chosen so far is.
    private var closest: [Double]
    private var familiarCount = 0
    private let mostFamiliar: Int
    private var taken: [Bool]
    private var artists: Tally<String>
    private var genres: Tally<String>
    private var decades: Tally<Int>
    private var languages: Tally<String>
    /// What the list keeps to; nil where a taste is known, or nothing of the genres.
    let theme: Theme?
    /// Of each candidate, what it loses by not being of the theme.
    private let themeCosts: [Double]

    private(set) var picks: [Pick] = []
    private(set) var relaxed: [Relaxation] = []

    init(_ candidates: [Candidate], plan: Plan, request: CurationRequest) {
        self.candidates = candidates
        texts = candidates.map(\.text)
        sounds = candidates.map(\.sound)
        self.plan = plan
        weights = request.weights
        tracksPerArtist = request.tracksPerArtist
        tracksPerDiscovery = request.tracksPerDiscovery
        groups = GroupShares(request.profile, count: request.count, weights: request.weights.groups)
        closest = candidates.map { _ in 0 }
        taken = candidates.map { _ in false }
        artists = Tally(candidates.map(\.artists))
        genres = Tally(candidates.map { $0.track.genre.map { [$0] } ?? [] })
        decades = Tally(candidates.map { $0.decade.map { [$0] } ?? [] })
        languages = Tally(candidates.map { $0.track.language.map { [$0] } ?? [] })
        mostFamiliar = request.count / 3
        theme = groups.isEmpty ? Self.theme(candidates, plan: plan, request: request) : nil
        // What is liked may come whatever it is.
        themeCosts = candidates.map { [theme] in
            (theme?.cost($0.family, year: $0.track.year) ?? 0) * (1 - max(0, $0.affinity))
        }
    }

    private static func theme(_ candidates: [Candidate], plan: Plan, request: CurationRequest) -> Theme? {
        Theme(of: request.company, weights: request.weights.theme)
            ?? Theme(for: candidates, plan: plan, request: request)
    }

    mutating func fill() {
        var places = plan.phases.enumerated().flatMap { index, phase in
            zip(phase.wanted, phase.quotas).flatMap { mood, quota in
                Array(repeating: Place(phase: index, mood: mood), count: quota)
            }
        }
        // Something new comes first, else the places it is meant for would be gone.
        places = places.enumerated().filter { number, place in
            guard !groups.isEmpty, number % tracksPerDiscovery == tracksPerDiscovery / 2 else { return true }
            return !take(for: place, among: [place.mood]) { $0.isDiscovery && !$0.isRecent && !$1 }
        }.map(\.element)
        // The other places are for what is near: what is drawn is unlike all chosen and would win by that alone. Where a
        // taste has no more songs of a mood, near ones of the phase's other moods are better than strange ones of it.
        var (firm, soft) = groups.isEmpty ? (places, []) : parted(places)
        firm = firm.filter { !take(for: $0, among: [$0.mood]) { !$0.isDiscovery && !$0.isRecent && !$1 } }
        soft = soft.filter {
            !take(for: $0, among: plan.phases[$0.phase].wanted) { !$0.isDiscovery && !$0.isRecent && !$1 }
        }
        places = firm + soft
        // All rules, first each place with its own song mood, then with any the phase or the list wants.
        places = places.filter { !take(for: $0, among: [$0.mood]) { !$0.isRecent && !$1 } }
        places = places.filter { !take(for: $0, among: plan.phases[$0.phase].wanted) { !$0.isRecent && !$1 } }
        let wanted = Array(Set(plan.phases.flatMap(\.wanted)))
        places = places.filter { !take(for: $0, among: wanted) { !$0.isRecent && !$1 } }

        relax(.artistLimit, &places) { picker, place in
            picker.take(for: place, among: wanted) { candidate, _ in !candidate.isRecent }
        }
        relax(.freshness, &places) { picker, place in
            picker.take(for: place, among: wanted, longestAgoFirst: true) { _, _ in true }
        }
        relax(.songMoods, &places) { picker, place in
            (1...3).contains { distance in
                let moods = SongMood.allCases.filter { $0.distance(to: wanted) == distance }
                return picker.take(for: place, among: moods) { candidate, _ in !candidate.isRecent }
                    || picker.take(for: place, among: moods, longestAgoFirst: true) { _, _ in true }
            }
        }
    }

    /// Parts the places into those that only songs of their mood may take, of each phase and mood at least
    /// `CurationWeights.Variety.firmShare`, and the others.
    private func parted(_ places: [Place]) -> (firm: [Place], soft: [Place]) {
        var firm: [Place] = [], soft: [Place] = []
        let totals = places.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        var seen: [Place: Int] = [:]
        for place in places {
            seen[place, default: 0] += 1
            let isFirm =
                Double(seen[place, default: 0])
                <= (Double(totals[place, default: 0]) * weights.variety.firmShare).rounded(.up)
            if isFirm { firm.append(place) } else { soft.append(place) }
        }
        return (firm, soft)
    }

    private mutating func relax(
        _ rule: Relaxation, _ places: inout [Place], _ take: (inout Picker, Place) -> Bool
    ) {
        let before = picks.count
        var picker = self
        places = places.filter { !take(&picker, $0) }
        self = picker
        if picks.count > before { relaxed.append(rule) }
    }

    /// Takes the best free candidate with one of `moods` that `allowed` lets through; false if there is none.
    /// - Parameter allowed: is given the candidate and whether it would be one too many of its artist.
    private mutating func take(
        for place: Place, among moods: [SongMood], longestAgoFirst: Bool = false,
        _ allowed: (Candidate, Bool) -> Bool
    ) -> Bool {
        var best: (index: Int, rank: Rank)?
        for index in candidates.indices where !taken[index] && moods.contains(candidates[index].songMood) {
            let candidate = candidates[index]
            let excess = excess(index)
            guard allowed(candidate, excess > 0) else { continue }
            let rank = Rank(
                offered: longestAgoFirst ? candidate.lastOffer?.at.timeIntervalSince1970 ?? -.infinity : 0,
                excess: excess, value: value(index, for: place))
            // Candidates come by id, so that the lower id wins a tie.
            if best.map({ rank.precedes($0.rank) }) ?? true { best = (index, rank) }
        }
        guard let best else { return false }
        add(best.index, for: place)
        return true
    }

    /// What is compared, in this order: longest ago, least over the artist limit, best value.
    private struct Rank {
        let offered: Double
        let excess: Int
        let value: Double

        func precedes(_ other: Rank) -> Bool {
            (offered, excess, -value) < (other.offered, other.excess, -other.value)
        }
    }

    /// How many tracks over the limit its artists would have.
    private func excess(_ index: Int) -> Int { max(0, artists.most(of: index) + 1 - tracksPerArtist) }

    /// Its own score less what the list has of its kind already.
    private func value(_ index: Int, for place: Place) -> Double {
        let candidate = candidates[index]
        let variety = weights.variety
        var value = candidate.score(as: candidate.songMood, weights)
        // A song that is a little of the wanted mood too is the better stand-in.
        value += variety.secondMood * candidate.track.moodScores[place.mood]
        if candidate.songMood != place.mood { value -= variety.otherMood }
        value -= variety.artist * Double(artists.most(of: index))
        // A person who likes two genres wants both, though not twice the same song.
        let isKnown = !groups.isEmpty
        if isKnown {
            value -=
                variety.similarity * closest[index]
                + groups.excess(candidate.group, relevance: candidate.relevance ?? 0)
        }
        // Of a known taste, how alike two songs are says more than that they share a genre or a decade; a list of the
        // genre that is liked would cost more with every song of it.
        if theme != nil {
            value -= themeCosts[index] + variety.genreOfTheme * Double(genres.most(of: index))
        } else if !isKnown {
            value -=
                variety.genre * Double(genres.most(of: index)) + variety.decade * Double(decades.most(of: index))
        }
        value -= variety.language * Double(languages.most(of: index))
        if candidate.isFamiliar, familiarCount >= mostFamiliar { value -= variety.familiar }
        return value
    }

    private mutating func add(_ index: Int, for place: Place) {
        let candidate = candidates[index]
        taken[index] = true
        artists.add(index)
        genres.add(index)
        decades.add(index)
        languages.add(index)
        if candidate.isFamiliar { familiarCount += 1 }
        groups.add(candidate.group)
        if !groups.isEmpty {
            for other in candidates.indices where !taken[other] {
                closest[other] = max(closest[other], similarity(other, index))
            }
        }
        picks.append(
            Pick(candidate: candidate, phase: place.phase, score: candidate.score(as: candidate.songMood, weights)))
    }

    /// How alike two candidates are, 0 to 1, in words, artist and genre, and in sound.
    private func similarity(_ one: Int, _ other: Int) -> Double {
        Double(0.5 * texts[one].cosine(with: texts[other]) + 0.5 * SoundSimilarity.of(sounds[one], sounds[other]))
    }
}
