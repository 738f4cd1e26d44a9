import MPDClient

/// The playlist that MPD keeps under our name.
enum StoredPlaylist {
    static let name = "EmoTunes"

    /// Replaces it whole.
    ///
    /// - Returns: why MPD could not, in words; nil where it did.
    /// - Throws: `MPDError` for what is more than this playlist's trouble.
    static func write(_ uris: [String], to connection: MPDConnection) throws(MPDError) -> String? {
        do throws(MPDError) {
            try connection.run("rm", name)
        } catch {
            // Where it is not there yet.
            guard error.code == .missing else { return try trouble(error) }
        }
        do throws(MPDError) {
            try connection.run(list: uris.map { ["playlistadd", name, $0] })
            return nil
        } catch {
            return try trouble(error)
        }
    }

    private static func trouble(_ error: MPDError) throws(MPDError) -> String {
        guard !error.endsConnection, error.code != .forbidden else { throw error }
        return "MPD keeps no stored playlist of it (\(error.message)); see playlist_directory in mpd.conf"
    }
}
