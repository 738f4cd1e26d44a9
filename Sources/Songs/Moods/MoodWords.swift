/// The words themselves. A `*` at the end stands for any ending; `h`, `s`, `e`, `c` are happy, sad, energetic and calm, of
/// two the stronger one first; `-` is known and says nothing.
enum MoodWords {
    typealias List = [(code: String, words: String)]

    static let all: [List] = [
        english, englishByDegree, saysNothing, quadrants, german, french, spanish, italian, portuguese, dutch, swedish,
        turkish, polish, greek, russian, japanese, arabic,
    ]

    /// Before a word, until the part ends or turns.
    static let negations = """
        not no non never without isnt arent aint wasnt dont doesnt didnt cant nor neither hardly barely anti
        nicht kein keine keinen keiner nie niemals ohne weder noch pas sans jamais aucun aucune ne ni sin nunca nada
        jamas senza mai nem nao sem niet geen zonder nooit inte ej icke utan aldrig ikke nie bez nigdy не нет без ни
        нисколько όχι δεν δε μη μην χωρίς ليس ليست غير لا بدون 不 没有
        """
    /// Behind a word.
    static let trailingNegations = "değil ない じゃない ではない なし"
    /// End what a negation reaches over.
    static let turns = "but yet however aber sondern mais pero sino ma mas maar men ama но αλλά لكن"
    /// Words around a mood. A part of nothing else is passed over.
    static let fillers = """
        mood moods theme themes tag tags music song songs track tracks tune tunes playlist vibe vibes feeling feelings
        feel emotion emotions very so really quite rather a an the for of and or in to with my at day time stuff
        genre stimmung musik lied lieder sehr und musique chanson chansons ambiance humeur tres et musica música canción
        canciones muy y canzone canzoni molto e música muito stemming muziek en zeer heel erg och mycket müzik şarkı çok
        ve muzyka bardzo i музыка песня очень и 曲 音楽 とても
        """

    /// Of the two dimensions of feeling: the quarters of Russell's plane, and Thayer's names for them.
    static let quadrants: List = [
        ("he", "q1, hvha, hahv, high valence high arousal, high arousal high valence, exuberance"),
        ("e", "q2, lvha, halv, low valence high arousal, high arousal low valence, anxious frantic"),
        ("s", "q3, lvla, lalv, low valence low arousal, low arousal low valence, depression"),
        ("c", "q4, hvla, lahv, high valence low arousal, low arousal high valence, contentment"),
        ("hc", "high valence"), ("se", "low valence"), ("eh", "high arousal"), ("cs", "low arousal"),
        ("h", "😀, 😃, 😄, 😁, 😊, 🙂, 😍, ☀, 🌞, :), :-)"), ("s", "😢, 😭, 😞, 😔, 💔, 🙁, ☹, :(, :-("),
        ("e", "😠, 😡, 🔥, ⚡, 💪, 🤘"), ("c", "😌, 😴, 🧘, 🌙"),
    ]
}
