import SpotifyWebAPI
import Synchronization

// What people do with their accounts, and Spotify with what it has.
extension FakeSpotify {
    /// Another person sits down at the browser.
    package func seat(_ person: String) { state.withLock { $0.person = person } }

    /// That person may not use the app, and is told so in plain words; nil: may again.
    package func bar(_ person: String, saying words: String?) { state.withLock { $0.barred[person] = words } }

    /// The person does not allow these.
    package func withhold(_ scopes: Set<String>) { state.withLock { $0.withheld = scopes } }

    /// The person makes every playlist public.
    package func makePublic() { change { $0.isPublic = true } }

    /// The person gives every playlist another name or description.
    package func rename(_ name: String? = nil, description: String? = nil) {
        change { playlist in
            if let name { playlist.name = name }
            if let description { playlist.description = description }
        }
    }

    private func change(_ body: (inout Playlist) -> Void) {
        state.withLock { state in
            for index in state.playlists.indices where state.playlists[index].owner == state.person {
                body(&state.playlists[index])
            }
        }
    }

    /// These track ids do not exist.
    ///
    /// - Parameter isNamed: whether the refusal of a list names one of them.
    package func kill(tracks ids: Set<String>, isNamed: Bool = true) {
        state.withLock { state in
            state.dead.formUnion(ids)
            state.namesDead = isNamed
        }
    }

    /// What was made last is missing from so many lists of playlists.
    package func lag(lists count: Int) { state.withLock { $0.lag = count } }

    /// What a search for that title finds, as the API sends it.
    package func plant(_ tracks: [JSON], for title: String) {
        state.withLock { $0.planted[title.lowercased()] = tracks }
    }
}
