import Platform
import SystemIntegration

/// What people are told of a peer that does not answer. Looks go on meanwhile, and what is to be written waits.
enum Unanswered {
    /// After so many seconds without an answer a peer is named.
    static let patience = 10.0

    static func sentence(_ peer: Peer) -> String {
        switch peer.kind {
        case .disk: "the disk that holds \(peer.name) does not answer; looks go on, and what is to be kept waits for it"
        case .folder:
            "the music folder \(peer.name) does not answer; looks go on, and playlists name no new files of it meanwhile"
        case .server: "the server \(peer.name) does not answer; looks go on, and playlists wait for it"
        case .player: "\(peer.name) does not answer; looks go on, and the music that plays stays as it is"
        case .bus:
            "\(peer.name) does not answer; a locked screen, the machine's sleep and media players may go unnoticed"
        case .pipe: "what \(peer.name) sees is not taken in; if it stays so, restart emotunesd"
        }
    }

    static func endSentence(_ peer: Peer) -> String {
        switch peer.kind {
        case .disk: "the disk that holds \(peer.name) answers again"
        case .folder: "the music folder \(peer.name) answers again"
        case .server: "the server \(peer.name) answers again, or was given up for now"
        case .bus, .player: "\(peer.name) answers again, or was given up for now"
        case .pipe: "what \(peer.name) sees is taken in again"
        }
    }

    /// Under this kind of event the journal has it.
    static func event(_ peer: Peer) -> EventKind {
        switch peer.kind {
        case .disk, .folder, .player: .playlist
        case .server: .spotify
        case .bus: .control
        case .pipe: .camera
        }
    }
}
