/// Kinds of music that one would leave on after each other: a coarse map of the thousands of genre names there are.
package enum GenreFamily: String, CaseIterable, Sendable {
    case rock, metal, pop, electronic, soul
    case hipHop = "hip hop"
    case reggae, jazz, blues, folk, ambient, classical, latin, chanson
    case eastAsian = "East Asian pop"
    case southAsian = "South Asian music"
    case arabic = "Arabic music"
    case african = "African music"

    /// The family of a genre as tables and tags name it, in any case; nil where no word of it is known.
    ///
    /// The longest name that stands in it as whole words tells, of equally long ones the last: "folk rock" is rock,
    /// "latin pop" is Latin.
    package init?(genre: String) {
        let words = NameKey.fold(genre).split(separator: " ")
        guard !words.isEmpty else { return nil }
        for length in stride(from: min(Self.longestName, words.count), through: 1, by: -1) {
            for start in stride(from: words.count - length, through: 0, by: -1) {
                let name = words[start..<start + length].joined(separator: " ")
                if let family = Self.byName[name] {
                    self = family
                    return
                }
            }
        }
        return nil
    }

    /// Families whose songs may stand in one list.
    package var neighbours: Set<GenreFamily> {
        Set(Self.near.compactMap { $0 == self ? $1 : $1 == self ? $0 : nil })
    }

    private static let near: [(GenreFamily, GenreFamily)] = [
        (.rock, .metal), (.rock, .folk), (.rock, .blues), (.rock, .pop), (.pop, .electronic), (.pop, .soul),
        (.pop, .eastAsian), (.soul, .hipHop), (.soul, .blues), (.soul, .jazz), (.soul, .reggae), (.jazz, .blues),
        (.jazz, .latin), (.folk, .blues), (.folk, .chanson), (.ambient, .electronic), (.ambient, .classical),
        (.latin, .chanson), (.latin, .african), (.reggae, .african), (.southAsian, .arabic), (.arabic, .african),
        (.hipHop, .electronic),
    ]

    private static let byName: [String: GenreFamily] = {
        var names: [String: GenreFamily] = [:]
        for (family, list) in allNames {
            for name in list.split(separator: ",") {
                names[NameKey.fold(String(name))] = family
            }
        }
        return names
    }()

    private static let longestName = byName.keys.map { $0.split(separator: " ").count }.max() ?? 1

    private static let allNames: [(GenreFamily, String)] = [
        (
            .rock,
            """
            rock, rock and roll, rock n roll, rock'n'roll, rockabilly, indie, indie pop, punk, post punk, punk rock, \
            new wave, grunge, emo, shoegaze, britpop, surf, alternative, alt rock, garage rock, psychedelic, goth, gothic
            """
        ),
        (.metal, "metal, heavy metal, metalcore, grindcore, deathcore, thrash, djent, hardcore punk"),
        (
            .pop,
            "pop, synth pop, synthpop, dance pop, power pop, a cappella, teen pop, electropop, europop, easy listening"
        ),
        (
            .electronic,
            """
            electronic, electronica, electro, techno, house, trance, dubstep, drum and bass, drum n bass, dnb, jungle, \
            edm, dance, idm, breakbeat, garage, uk garage, hardstyle, trip hop, downtempo, synthwave, hardcore, club, \
            breakcore, chiptune, minimal, big beat
            """
        ),
        (.soul, "soul, funk, disco, r&b, rnb, rhythm and blues, motown, gospel, neo soul, boogie"),
        (.hipHop, "hip hop, hiphop, rap, trap, grime, drill, g funk"),
        (.reggae, "reggae, ska, dub, dancehall, rocksteady, calypso, soca"),
        (.jazz, "jazz, swing, bebop, big band, bossa nova, fusion, dixieland, ethio jazz, lounge"),
        (.blues, "blues, delta blues, boogie woogie"),
        (
            .folk,
            """
            folk, country, bluegrass, americana, singer songwriter, songwriter, acoustic, celtic, honky tonk, alt country
            """
        ),
        (.ambient, "ambient, new age, chill, chillout, drone, lo fi, lofi, meditation, sleep, post rock, study"),
        (
            .classical,
            """
            classical, classic, baroque, opera, orchestral, symphony, film score, score, soundtrack, soundtracks, \
            chamber, choral, piano, neoclassical, neo classical, romantic, contemporary classical, musical, show tunes
            """
        ),
        (
            .latin,
            """
            latin, latin pop, latin rock, latino, salsa, samba, mpb, tango, merengue, reggaeton, bachata, cumbia, \
            mariachi, ranchera, regional mexican, forro, sertanejo, pagode, bolero, son cubano, nueva cancion, \
            flamenco, rumba, mambo, brazil, spanish, fado, axe
            """
        ),
        (.chanson, "chanson, schlager, french, nova canco, musette, canzone, canzone d autore, italo, liedermacher"),
        (
            .eastAsian,
            """
            k pop, kpop, j pop, jpop, j rock, mandopop, cantopop, c pop, city pop, kayokyoku, shidaiqu, anime, enka, \
            j dance, j idol, korean, japanese, chinese
            """
        ),
        (
            .southAsian,
            "bollywood, filmi, ghazal, qawwali, bhangra, indian, hindustani, carnatic, punjabi, desi, indian classical"
        ),
        (.arabic, "arabic, arabic pop, tarab, rai, turkish, persian, iranian, mizrahi, gnawa"),
        (
            .african,
            """
            african, afropop, afrobeat, afrobeats, juju, highlife, soukous, desert blues, morna, isicathamiya, \
            mbaqanga, amapiano, kwaito, gqom, world
            """
        ),
    ]
}
