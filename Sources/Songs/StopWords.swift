/// Words of titles that do not describe the song.
enum StopWords {
    enum Kind {
        /// A stop word: too common to tell songs apart.
        case common
        /// Says which version of a song it is.
        case version
        /// The words behind it name guests.
        case guests
    }

    /// The kind of the word with this hash; nil for a word that counts.
    static func kind(of hash: UInt64) -> Kind? {
        switch table[hash] {
        case 1: .common
        case 2: .version
        case 3: .guests
        default: nil
        }
    }

    private static let table: KeyTable = {
        var table = KeyTable()
        for (words, value) in [(common, UInt32(1)), (version, 2), (guests, 3)] {
            for word in words.split(separator: " ") { table[TermExtractor.hash(word: String(word))] = value }
        }
        return table
    }()

    private static let guests = "feat ft featuring"

    private static let version = """
        remix remixed mix remaster remastered live acoustic unplugged edit radio version versions original mono stereo \
        deluxe edition bonus track demo instrumental karaoke cover extended single album ep lp session sessions \
        soundtrack anniversary expanded
        """.split(separator: "\n").joined(separator: " ")

    /// The commonest words of English, Spanish, Portuguese, French, German and Italian titles.
    private static let common = """
        a an the and or of to in on at for from with by is it its be am are was i im me my you your we our us he she his \
        her they this that so no not do dont all if but as up out \
        el la los las un una de del y o en con por para mi tu te se es lo al que no si \
        os as um uma do da dos das e em com meu eu \
        le les une des du et ou dans avec pour je tu il elle mon ma ce ne pas sur \
        der die das ein eine und oder im mit von zu ich du er sie es ist nicht den dem auf \
        il gli lo uno di che per con non ti mi sono
        """
}
