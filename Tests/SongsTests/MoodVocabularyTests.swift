import Foundation
import Songs
import Testing

/// Mood words and the song moods they stand for.
@Suite struct MoodVocabularyTests {
    private func mood(_ text: String) -> SongMood? { MoodVocabulary.shared.read(text).label?.dominant }

    /// 112 words of eight languages, as many for each mood.
    static let words: [(language: String, mood: SongMood, words: String)] = [
        ("English", .happy, "happy,joyful,cheerful,sunny"), ("English", .sad, "sad,heartbroken,melancholic,lonely"),
        ("English", .energetic, "energetic,angry,aggressive,powerful"),
        ("English", .calm, "calm,relaxing,peaceful,mellow"),
        ("German", .happy, "fröhlich,glücklich,heiter"), ("German", .sad, "traurig,einsam,schwermütig,unglücklich"),
        ("German", .energetic, "energiegeladen,wütend,kraftvoll"), ("German", .calm, "ruhig,entspannt,friedlich,sanft"),
        ("French", .happy, "joyeux,heureuse,gai"), ("French", .sad, "triste,mélancolique,déprimant,malheureux"),
        ("French", .energetic, "énergique,en colère,puissant"), ("French", .calm, "calme,paisible,doux,relaxant"),
        ("Spanish", .happy, "alegre,feliz,divertida"), ("Spanish", .sad, "triste,deprimente,melancólica,infeliz"),
        ("Spanish", .energetic, "enérgico,enojado,furioso"), ("Spanish", .calm, "tranquilo,relajante,sereno,suave"),
        ("Italian", .happy, "allegro,felice,gioioso"), ("Italian", .sad, "triste,malinconico,disperato,infelice"),
        ("Italian", .energetic, "energico,arrabbiata,aggressivo"),
        ("Italian", .calm, "calmo,rilassante,sereno,tranquilla"),
        ("Portuguese", .happy, "alegre,feliz,divertido"), ("Portuguese", .sad, "triste,melancólico,solitário,infeliz"),
        ("Portuguese", .energetic, "enérgico,zangado,agressiva"),
        ("Portuguese", .calm, "calma,relaxante,tranquilo,suave"),
        ("Dutch", .happy, "vrolijk,blij,gelukkig"), ("Dutch", .sad, "verdrietig,droevig,eenzaam,ongelukkig"),
        ("Dutch", .energetic, "energiek,boos,krachtig"), ("Dutch", .calm, "rustig,ontspannen,vredig,kalm"),
        ("Swedish", .happy, "glad,lycklig,munter"), ("Swedish", .sad, "ledsen,sorgsen,ensam,olycklig"),
        ("Swedish", .energetic, "energisk,arg,kraftfull"), ("Swedish", .calm, "lugn,avslappnad,fridfull,stilla"),
    ]

    @Test func hundredWordsOfEightLanguagesStandForTheirMoods() {
        var count = 0
        for (language, expected, list) in Self.words {
            for word in list.split(separator: ",").map(String.init) {
                count += 1
                for spelling in [word, word.uppercased(), word.capitalized] {
                    #expect(mood(spelling) == expected, "\(language): \(spelling)")
                }
            }
        }
        #expect(count >= 112)
        #expect(Set(Self.words.map(\.language)).count == 8)
    }

    @Test(arguments: [
        ("Mutlu", SongMood.happy), ("üzgün", .sad), ("ÖFKELİ", .energetic), ("sakin", .calm),
        ("wesoły", .happy), ("smutna", .sad), ("wściekły", .energetic), ("spokojna", .calm),
        ("весёлая", .happy), ("грустный", .sad), ("энергичная", .energetic), ("спокойная", .calm),
        ("χαρούμενο", .happy), ("λυπημένο", .sad), ("θυμωμένος", .energetic), ("ήρεμο", .calm),
        ("楽しい", .happy), ("悲しい曲", .sad), ("激しい", .energetic), ("落ち着いた", .calm),
        ("سعيد", .happy), ("حزين", .sad), ("غاضب", .energetic), ("هادئ", .calm),
    ])
    func wordsOfFurtherLanguages(word: String, expected: SongMood) {
        #expect(mood(word) == expected)
    }

    @Test(
        arguments: [
            // Told by their first letters these were others.
            ("Heartbreak", SongMood.sad), ("Hostile", .energetic), ("Cheerful", .happy), ("Chaotic", .energetic),
            ("Sunny", .happy), ("Angry", .energetic), ("Relaxed", .calm), ("Emotional", .sad),
            ("Confident", .energetic),
            ("Heavy", .energetic), ("Hopeless", .sad), ("Crying", .sad), ("Carefree", .happy), ("Exuberant", .happy),
            ("Easy listening", .calm), ("Ethereal", .calm), ("Soothing", .calm), ("Celebratory", .happy),
            // Tags of services.
            ("mood/theme---happy", .happy), ("mood/theme---meditative", .calm), ("feel good", .happy),
            ("chillout", .calm),
            ("Laid-Back", .calm), ("laid-back/mellow", .calm), ("angst-ridden", .energetic), ("Q1", .happy),
            ("Q2", .energetic),
            ("Q3", .sad), ("q4", .calm), ("High valence, high arousal", .happy), ("HVLA", .calm), ("😢", .sad),
            // Inside a few words.
            ("sad songs", .sad), ("Very happy!", .happy), ("music for sleeping", .calm), ("#workout", .energetic),
            ("un poco triste", .sad), ("sehr traurig", .sad),
        ] as [(String, SongMood)])
    func wordsAreTakenAsTheyAreMeant(text: String, expected: SongMood) {
        #expect(mood(text) == expected)
    }

    @Test(arguments: [
        "Not sad", "not_sad", "nicht traurig", "pas triste", "no triste", "non triste", "não triste", "niet verdrietig",
        "inte ledsen", "üzgün değil", "без грусти", "悲しくない", "never really sad", "isn't sad",
    ])
    func negationTakesTheMoodAway(text: String) throws {
        let reading = MoodVocabulary.shared.read(text)
        let label = try #require(reading.label, "\(text)")
        #expect(label[.sad] < 0.01, "\(text)")
        #expect(abs(label[.happy] - 1.0 / 3) < 0.01)
        #expect(label.single == nil)
        #expect(reading.unknown.isEmpty)
    }

    @Test func negationEndsWhereTheTextTurns() {
        #expect(mood("not sad but calm") == .calm)
        #expect(mood("nicht traurig, sondern fröhlich") == .happy)
        #expect(mood("calm, not sad") == .calm)
        #expect(mood("not happy; not calm; not energetic") == .sad)
        #expect(MoodVocabulary.shared.read("happy, not happy").label == nil)
    }

    @Test(arguments: [
        ("happy (80), sad (20)", 0.8, 0.2), ("happy:0.8|sad:0.2", 0.8, 0.2), ("{'happy': 4, 'sad': 1}", 0.8, 0.2),
        ("{\"happy\": 8, \"sad\": 2}", 0.8, 0.2), ("80% happy; 20% sad", 0.8, 0.2), ("happy=0,8; sad=0,2", 0.8, 0.2),
        ("['happy', 'sad']", 0.5, 0.5), ("happy/sad", 0.5, 0.5), ("Happy\u{1F}Sad", 0.5, 0.5), ("happy, sad: 0", 1, 0),
    ])
    func severalMoodsHaveTheirWeights(text: String, happy: Double, sad: Double) throws {
        let label = try #require(MoodVocabulary.shared.read(text).label)
        #expect(abs(label[.happy] - happy) < 0.005)
        #expect(abs(label[.sad] - sad) < 0.005)
    }

    @Test(arguments: ["Wobbly", "3", "0.7", "blargh mood", "Songs about zebras"])
    func whatIsNotKnownIsSaid(text: String) {
        let reading = MoodVocabulary.shared.read(text)
        #expect(reading.label == nil)
        #expect(reading.unknown == [text])
    }

    @Test(arguments: ["sexy", "acoustic, instrumental", "background", "Film", "mood", "", "  ,; "])
    func someWordsSayNothing(text: String) {
        let reading = MoodVocabulary.shared.read(text)
        #expect(reading.label == nil)
        #expect(reading.unknown.isEmpty)
    }

    @Test func unknownWordsLeaveTheKnownOnes() {
        let reading = MoodVocabulary.shared.read("happy, wobbly")
        #expect(reading.label == .happy)
        #expect(reading.unknown == ["wobbly"])
        #expect(reading.known == 1)
    }

    @Test func valenceAndArousalMakeQuadrants() {
        #expect(MoodLabel(valence: 0.9, arousal: 0.9)?.single == .happy)
        #expect(MoodLabel(valence: 0.1, arousal: 0.9)?.single == .energetic)
        #expect(MoodLabel(valence: 0.1, arousal: 0.1)?.single == .sad)
        #expect(MoodLabel(valence: 0.9, arousal: 0.1)?.single == .calm)
        #expect(MoodLabel(valence: 0.5, arousal: 0.5) == nil)
        #expect(MoodLabel(valence: 0.55, arousal: 0.9)?.dominant == .happy)
        #expect(MoodLabel(valence: .nan, arousal: 0.1) == nil)
    }

    @Test func labelsAreStoredAsTheyAre() throws {
        for weights in [SIMD4(1.0, 0, 0, 0), SIMD4(3.0, 2, 0.1, 7), SIMD4(0.0, 1, 1, 1)] {
            let label = try #require(MoodLabel(weights: weights))
            #expect(MoodLabel(packed: label.packed) == label)
        }
        #expect(MoodLabel(weights: SIMD4(repeating: 1)) == nil)
        #expect(MoodLabel(weights: SIMD4(.nan, -1, 0, 0)) == nil)
        #expect(MoodLabel(packed: 0) == nil)
        #expect(MoodLabel(.sad) == .sad && MoodLabel.sad.single == .sad)
    }

    @Test func aLabelOfSeveralMoodsIsEvidenceForEach() {
        let label = MoodLabel(weights: SIMD4(7, 0, 3, 0))
        let scores = MoodEvidence.scores(label: label)
        #expect(scores.happy > scores.energetic && scores.energetic > scores.sad && scores.sad == scores.calm)
    }
}
