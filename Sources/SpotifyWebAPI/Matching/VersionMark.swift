import Songs

/// What makes another recording of a song, as titles say it in many languages.
enum VersionMark: String, Sendable, Hashable, CaseIterable {
    case live, acoustic, remix, edit, extended, karaoke, instrumental, cover, demo, altered, commentary, vocals, duet
    case rerecorded, arranged, version, medley, reprise

    /// Words that show it, folded. Those with letters that are not Latin may stand anywhere: not every script has gaps.
    private static let words: [(VersionMark, String)] = [
        (
            .live,
            """
            live|ao vivo|en vivo|al vivo|dal vivo|en directo|en direct|en public|en concert|in concert|en concierto|\
            concierto|im konzert|konzert|unplugged|session|sessions|koncert|koncertni|na zywo|wersja koncertowa|nazivo|\
            uzivo|zive|nazivo|canli|canli performans|elo|eloben|livena|livenä|på scen|konsert|концерт|концерте|концертная|\
            концертный|живьем|вживую|живой звук|наживо|на живо|ライブ|ライヴ|라이브|现场|現場|演唱会|演唱會|ζωντανα|ζωντανη|\
            συναυλια|בהופעה|הופעה חיה|בלייב|حفلة|حفل|مباشر|لايف|लाइव|แสดงสด|การแสดงสด|ไลฟ์
            """
        ),
        (
            .acoustic,
            """
            acoustic|acustico|acustica|acustic|acoustique|akustik|akustisch|akustische|akustinen|akusticky|akusticka|\
            akustyczna|akustyczny|akustisk|stripped|акустика|акустическая|акустический|акустична|アコースティック|\
            アコギ|어쿠스틱|不插电|不插電|אקוסטי|אקוסטית|ακουστικη|ακουστικο
            """
        ),
        (
            .remix,
            """
            remix|remixed|remixes|rmx|mix|megamix|rework|reworked|bootleg|mashup|mash up|dub|vip|flip|refix|redux|\
            remezcla|remixado|remixe|ремикс|микс|リミックス|ミックス|리믹스|混音|רמיקס|ريمكس
            """
        ),
        (
            .edit,
            """
            edit|edited|radio|short version|short ver|tv size|tv edit|cut down|editado|edicion de radio|радио версия|\
            радио|радиоверсия|テレビサイズ
            """
        ),
        (
            .extended,
            """
            extended|long version|full length|12 inch|12 mix|12 version|maxi|extendida|extendido|langfassung|\
            version longue|длинная версия
            """
        ),
        (
            .karaoke,
            """
            karaoke|backing track|backing version|sing along|singalong|in the style of|originally performed|\
            made famous|made popular|minus one|off vocal|playback|play along|караоке|минусовка|минус|カラオケ|노래방|\
            卡拉ok|伴奏|伴唱|קריוקי|كاريوكي
            """
        ),
        (
            .instrumental,
            """
            instrumental|instrumentale|instrumentaal|instrumentalversion|instrumentals|strumentale|enstrumantal|\
            инструментал|инструментальная|インストゥルメンタル|インスト|연주곡|인스트루멘탈|纯音乐|純音樂
            """
        ),
        (
            .cover,
            """
            cover|covers|covered|coverversion|tribute|homenaje|hommage|homenagem|tributo|reprise de|adaptation|кавер|\
            カバー|カヴァー|커버|翻唱|קאבר|كوفر
            """
        ),
        (
            .demo,
            """
            demo|demos|maqueta|maquette|rough mix|rough cut|work tape|worktape|early version|early take|early mix|\
            outtake|outtakes|alternate|alternative|alt|take|rehearsal|ensayo|probe|unreleased|home recording|sketch|\
            monitor mix|работа|демо|репетиция|デモ|데모|试听|סקיצה
            """
        ),
        (
            .altered,
            """
            sped up|spedup|sped|speed up|speeded up|speedup|slowed|slowed down|slow down|slow version|reverb|nightcore|\
            daycore|8d|8d audio|9d|16d|32d|bass boosted|bassboosted|lofi|lo fi|chopped|screwed|phonk|432hz|432 hz|\
            pitched|underwater|muffled|ultra slowed|super slowed|acelerada|acelerado|acelere|lento|lenta|ralenti|\
            accelere|schnell|verlangsamt|beschleunigt|rallentata|velocizzata|hizlandirilmis|yavaslatilmis|ускоренная|\
            ускоренный|замедленная|замедленный|倍速|ナイトコア|加速|降速|慢速|8 bit|8bit|16 bit|chiptune|music box|\
            lullaby|rockabye|オルゴール
            """
        ),
        (
            .commentary,
            """
            commentary|commentaries|comentario|comentarios|commentaire|commentaires|kommentar|interview|entrevista|\
            track by track|voice memo|spoken|audiobook|podcast|making of|behind the|комментарий|комментарии|интервью|\
            コメンタリー|インタビュー|인터뷰|解说|訪談
            """
        ),
        (
            .vocals,
            """
            acapella|a cappella|acappella|a capella|cappella|capella|vocals only|vocal only|isolated|акапелла|\
            アカペラ|아카펠라|清唱
            """
        ),
        (.duet, "duet|dueto|duett|duetto|duo|дуэт|デュエット|듀엣"),
        (
            .rerecorded,
            """
            re recorded|rerecorded|re recording|rerecording|re record|rerecord|newly recorded|new recording|\
            new version|regrabado|regrabada|regravado|reenregistre|neuaufnahme|neu aufgenommen|перезапись|\
            перезаписанная|再録|再录|新録音|remake|recut
            """
        ),
        (.medley, "medley|potpourri|попурри|メドレー|메들리"),
        (.reprise, "reprise|реприза|リプライズ"),
        (
            .arranged,
            """
            orchestral|orchestra|orchester|symphonic|symphony|philharmonic|string quartet|strings|piano|guitar|guitarra|\
            chorus|choir|a piano|оркестр|фортепиано|пианино|ピアノ|オーケストラ|피아노|오케스트라|钢琴|鋼琴
            """
        ),
        (
            .version,
            """
            version|versione|versao|ver|fassung|cut|arrangement|arr|rendition|version de|verze|wersja|versio|versjon|versiyon|версия|версія|バージョン|\
            ヴァージョン|ver|버전|버젼|版|גרסה|גרסת|نسخة|εκδοχη|เวอร์ชัน
            """
        ),
    ]

    private struct Entry: Sendable {
        var mark: VersionMark
        var words: [String]
    }

    /// By the first word, the longest first.
    private static let lexicon: [String: [Entry]] = {
        var table: [String: [Entry]] = [:]
        for (mark, text) in words {
            for phrase in text.split(separator: "|") {
                let words = NameKey.fold(String(phrase)).split(separator: " ").map(String.init)
                guard let first = words.first else { continue }
                table[first, default: []].append(Entry(mark: mark, words: words))
            }
        }
        return table.mapValues { entries in entries.sorted { $0.words.count > $1.words.count } }
    }()

    /// Those of scripts that put no gaps between words.
    private static let foreign: [(mark: VersionMark, phrase: String)] = words.flatMap { mark, text in
        text.split(separator: "|").map { NameKey.fold(String($0)) }.filter(Script.isForeign).map { (mark, $0) }
    }

    /// The marks in a part of a title, and the words of it that no mark has used.
    ///
    /// - Parameter text: folded.
    static func marks(in text: String) -> (marks: Set<VersionMark>, rest: Set<String>) {
        var marks: Set<VersionMark> = []
        var text = text
        if Script.isForeign(text) {
            for (mark, phrase) in foreign where text.contains(phrase) {
                marks.insert(mark)
                text = text.replacing(phrase, with: " ")
            }
        }
        let words = text.split(separator: " ").map(String.init)
        var rest: Set<String> = []
        var place = 0
        while place < words.count {
            let entry = lexicon[words[place]]?.first { words[place...].starts(with: $0.words) }
            guard let entry else {
                rest.insert(words[place])
                place += 1
                continue
            }
            marks.insert(entry.mark)
            // Which instrument it is tells one arrangement from another.
            if entry.mark == .arranged { rest.formUnion(entry.words) }
            place += entry.words.count
        }
        // A word that says nothing but "version" adds nothing to another mark.
        if marks.count > 1 { marks.remove(.version) }
        return (marks, rest.subtracting(fillers))
    }

    /// Words of a mark that do not tell one such recording from another.
    private static let fillers: Set<String> = [
        "the", "a", "an", "at", "in", "from", "on", "by", "of", "and", "with", "for", "to", "le", "la", "el", "les",
        "de", "du", "des", "da", "do", "dem", "der", "die", "das", "im", "en", "et", "y", "e", "und", "recorded",
        "recording", "official", "video", "audio", "original", "remaster", "remastered", "remasterizado", "bonus",
        "track", "version", "versione", "versao", "ver", "edition", "deluxe", "performance", "take", "digital", "hd",
        "hq", "album", "single", "s",
    ]

    // MARK: What makes no other recording

    /// Whether a part of a title says only how the same recording was issued.
    ///
    /// - Parameters:
    ///   - text: folded.
    ///   - raw: as written, for quotes.
    static func isNeutral(_ text: String, raw: String) -> Bool {
        let words = text.split(separator: " ").map(String.init)
        guard let first = words.first else { return true }
        if ["prod", "produced"].contains(first) { return true }
        // `From "Titanic"`, "from the motion picture …", "Theme from …" behind a title.
        let isQuoted = raw.contains { "\"“”«»„".contains($0) }
        let isFromFilm =
            words.contains { ["from", "aus", "dal", "из", "de", "du", "do", "da", "tema", "theme"].contains($0) }
            && (isQuoted || words.contains(where: films.contains))
        if isFromFilm && marks(in: text).marks.isSubset(of: [.version]) || filmPhrases.contains(where: text.contains) {
            return true
        }
        if words.last == "mix" || words.last == "mixes" {
            // A year's new mix is of the same recording.
            return words.dropLast().allSatisfy { mixes.contains($0) || isYear($0) } && words.count > 1
        }
        guard words.contains(where: heads.contains) || foreignHeads.contains(where: text.contains) else { return false }
        return words.allSatisfy { word in
            heads.contains(word) || followers.contains(word) || isYear(word) || Int(word) != nil
                || word.wholeMatch(of: /\d+(st|nd|rd|th|er|e)/) != nil
                || foreignHeads.contains(where: word.contains)
        }
    }

    private static func isYear(_ word: String) -> Bool { Int(word).map { (1900...2099).contains($0) } ?? false }

    private static let mixes: Set<String> = ["stereo", "mono", "original", "album", "remastered", "remaster", "new"]

    private static let films: Set<String> = [
        "soundtrack", "motion", "picture", "film", "movie", "series", "musical", "game", "anime", "pelicula", "filme",
        "serie", "novela", "netflix", "disney", "ost", "opera", "show", "кинофильма", "фильма", "мультфильма",
        "сериала",
    ]

    private static let filmPhrases = [
        "original motion picture", "original soundtrack", "motion picture soundtrack", "banda sonora",
        "bande originale",
        "trilha sonora", "colonna sonora", "из кинофильма", "из к ф", "саундтрек", "主題歌", "主题曲", "主題曲", "片尾曲", "插曲",
    ]

    private static let heads: Set<String> = [
        "remaster", "remastered", "remasters", "remastering", "remasterizado", "remasterizada", "remasterise",
        "remasterisee", "remasterizzato", "remasterizzata", "remasteret", "remastrad", "remasterizat",
        "remasterisierte", "remasterisiert", "remasterizovano", "remasterovano", "mono", "stereo", "album", "single",
        "original", "originale", "originalversion", "originalfassung", "lp", "ep", "explicit", "clean", "dirty",
        "censored", "uncensored", "bonus", "deluxe", "anniversary", "official", "oficial", "officiel", "offizielles",
        "ufficiale", "lyric", "lyrics", "letra", "hd", "hq", "4k", "mv", "visualizer", "visualiser", "video", "audio",
        "studio", "expanded", "restored", "soundtrack", "ost", "digital", "expliciet", "explicita", "explicito",
        "edition", "reissue", "standard", "hidden",
    ]

    private static let foreignHeads = [
        "ремастер", "переиздание", "リマスター", "リマスタ", "리마스터", "重制", "重製", "高音質", "オリジナル", "원곡", "원본", "原版",
        "מחודש", "ρεμαστερ",
    ]

    private static let followers: Set<String> = [
        "version", "versione", "versao", "ver", "edition", "edicion", "track", "music", "digitally", "digital", "the",
        "in", "and", "with", "from", "full", "main", "master", "mastered", "vinyl", "cd", "edicao", "de", "estudio",
        "studio", "song", "release", "issue", "us", "uk", "japan", "japanese", "clip", "year", "quality", "album",
        "версия", "バージョン", "버전", "hi", "res", "s", "recording", "super", "special", "collectors", "limited",
    ]
}
