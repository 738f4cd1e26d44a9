/// A supported table format, recognised by its columns.
package struct TrackTableFormat: Hashable, Sendable {
    /// How one cell lists several artists.
    enum ArtistStyle {
        /// One name, or several with `;` between.
        case semicolons
        /// `['A', "B's"]`, as pandas writes a Python list.
        case pythonList
        /// `;` between names, or `,` in old exports, where the number of ids in another column says how many names
        /// there are.
        case exportify
        /// The cell is one name.
        case single
    }

    /// The name, for people.
    package let name: String
    /// Lower-case names of columns, all of which must be there.
    package let required: [String]
    /// One of these must be there as well, unless there are none.
    package let alternatives: [String]
    let artistStyle: ArtistStyle

    private init(_ name: String, _ required: [String], oneOf alternatives: [String] = [], artists: ArtistStyle) {
        self.name = name
        self.required = required
        self.alternatives = alternatives
        artistStyle = artists
    }

    /// All formats, in the order in which they are tried.
    package static let all = [
        TrackTableFormat(
            "278k Emotion Labeled Spotify Songs", ["labels", "uri", "danceability", "valence"], artists: .single),
        TrackTableFormat(
            "Spotify 160k tracks", ["id", "name", "artists", "year", "valence"], artists: .pythonList),
        TrackTableFormat(
            "Spotify tracks with genres (114k)", ["track_id", "artists", "track_name", "track_genre"],
            artists: .semicolons),
        TrackTableFormat("data_moods.csv", ["name", "artist", "id", "mood"], artists: .single),
        TrackTableFormat(
            "Exportify playlist", ["track name", "artist name(s)"],
            oneOf: ["track uri", "spotify uri", "track id", "spotify id"], artists: .exportify),
        TrackTableFormat("artist and title list", ["artist", "title"], artists: .semicolons),
    ]

    /// The format whose columns `header` has, nil if there is none.
    package static func recognise(_ header: [String]) -> TrackTableFormat? {
        let names = Set(header.map { $0.lowercased() })
        return all.first { format in
            names.isSuperset(of: format.required)
                && (format.alternatives.isEmpty || format.alternatives.contains(where: names.contains))
        }
    }

    /// The columns that identify the format, for a message.
    package var columns: String {
        required.joined(separator: ", ")
            + (alternatives.isEmpty ? "" : ", and one of " + alternatives.joined(separator: ", "))
    }
}
