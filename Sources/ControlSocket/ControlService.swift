package import ControlProtocol

/// What the daemon does when it is asked: one method for each of the interface's.
///
/// Calls of different clients arrive at the same time; calls of one client arrive one after the other. When a client
/// leaves, its stream is ended; other calls are carried out all the same.
package protocol ControlService: Sendable {
    /// The status now.
    func status() async -> Status

    /// The status now and then once for every change, for one client, until it leaves or the daemon ends.
    ///
    /// Keep only the newest (`bufferingPolicy: .bufferingNewest(1)`): a client that reads slowly then sees fewer changes
    /// rather than older ones.
    func statusChanges() async -> AsyncStream<Status>

    /// The newest playlist, or the one of that id. Throws `noPlaylistYet`.
    func playlist(id: Int?) async throws(ControlFailure) -> Playlist

    /// One part of what happened: at most `count` entries, each list after the other.
    ///
    /// - Parameter position: where the part before ended; nil for the first.
    func history(
        _ query: HistoryQuery, after position: HistoryPosition?, count: Int
    ) async throws(ControlFailure) -> HistoryPart

    /// Closes the camera for that many seconds (within `ControlInterface.pauseSeconds`), or until `resume`.
    func pause(seconds: Int?) async throws(ControlFailure)

    /// Ends a pause, if there is one.
    func resume() async throws(ControlFailure)

    /// Makes a new playlist and returns when it is there: for that mood, or for the mood as it stands.
    /// Throws `noPlaylistYet` if no mood was given and none is known.
    func regenerate(mood: MoodName?) async throws(ControlFailure)

    /// Plays the newest playlist, goes on to the next song, or stops. Throws `noPlayer` and `noPlaylistYet`.
    func play() async throws(ControlFailure) -> PlaybackReport
    func next() async throws(ControlFailure) -> PlaybackReport
    func stop() async throws(ControlFailure) -> PlaybackReport

    /// Notes a verdict on a track; nil means the track that is playing. Throws `noSuchTrack` and `nothingPlaying`.
    func feedback(uri: String?, verdict: Verdict) async throws(ControlFailure)

    /// Names the mood and holds it for that many seconds (within `ControlInterface.holdSeconds`); returns when it is kept.
    func setMood(_ mood: MoodName, seconds: Int) async throws(ControlFailure)

    /// Lets go of a mood that is held, if one is.
    func autoMood() async throws(ControlFailure)

    /// What was said of the mood, the oldest first.
    func corrections() async throws(ControlFailure) -> [Correction]

    /// Takes back what one correction taught, or what all taught; how many that were. Throws `failed` for one that is not
    /// known.
    func forgetCorrection(id: Int?) async throws(ControlFailure) -> Int

    /// All that was said and learnt of tracks, the oldest first.
    func opinions() async throws(ControlFailure) -> [Opinion]
    /// What a Spotify account told of its listener; nil where none told anything.
    func accountTaste() async throws(ControlFailure) -> AccountTaste?

    /// Forgets all of it, and what was said of the mood; how much that was.
    func forgetOpinions() async throws(ControlFailure) -> Int

    /// What is in the person's own music folders, and what keeps more of it from being chosen.
    func library() async throws(ControlFailure) -> LibraryReport

    /// Has the music folders looked through now; returns at once. Throws `failed` where there are none.
    func scanLibrary() async throws(ControlFailure)

    /// Reads the configuration again. Throws `reloadFailed`.
    func reload() async throws(ControlFailure)

    /// Every setting as it holds now, and the files that were read.
    func configuration() async throws(ControlFailure) -> SettingsListing

    /// Learns the face at rest from the looks of that many seconds (within `ControlInterface.calibrationSeconds`);
    /// returns when that is done with the number of looks. Throws `noFaceSeen`.
    func calibrate(seconds: Int) async throws(ControlFailure) -> Int

    /// Forgets the face at rest.
    func forgetCalibration() async throws(ControlFailure)

    /// Starts a sign-in to Spotify. Throws `loginFailed`.
    func beginLogin() async throws(ControlFailure) -> SignIn

    /// Waits for the end of the sign-in; nil: the browser comes back by itself. Throws `loginFailed`.
    func finishLogin(address: String?) async throws(ControlFailure)

    /// Forgets the Spotify account.
    func logout() async throws(ControlFailure)
}

/// What `org.varlink.service.GetInfo` tells of the service.
package struct ServiceIdentity: Sendable, Hashable {
    /// Who makes the service.
    package var vendor: String
    /// The program's name.
    package var product: String
    /// The program's version.
    package var version: String
    /// Where to read on: the manual, as systemd names it.
    package var url: String

    /// The daemon's, unless said otherwise.
    package init(
        vendor: String = "EmoTunes", product: String = "emotunesd", version: String, url: String = "man:emotunesd(8)"
    ) {
        self.vendor = vendor
        self.product = product
        self.version = version
        self.url = url
    }
}
