// What the Web API is sent, where it is more than a list or a few texts.

/// An empty private playlist to be made.
struct NewPlaylistRequest: Encodable {
    var name: String
    var description: String
    private let isPublic = false
    private let isCollaborative = false

    init(name: String, description: String) {
        self.name = name
        self.description = description
    }

    private enum CodingKeys: String, CodingKey {
        case name, description
        case isPublic = "public"
        case isCollaborative = "collaborative"
    }
}

/// A playlist to be played from the beginning of its first track.
struct PlayRequest: Encodable {
    private struct Offset: Encodable {
        let position = 0
    }

    var contextURI: String
    private let offset = Offset()
    private let positionMilliseconds = 0

    init(contextURI: String) {
        self.contextURI = contextURI
    }

    private enum CodingKeys: String, CodingKey {
        case offset
        case contextURI = "context_uri"
        case positionMilliseconds = "position_ms"
    }
}
