package import ControlProtocol

/// One value of each contract object, with the text the contract wants for it.
package enum Samples {
    package static let status = Status(
        version: "0.2.0", state: .watching, uptimeSeconds: 12.5,
        camera: CameraStatus(
            source: "v4l2:/dev/video0", state: .streaming, framesSeen: 300, framesAnalysed: 20, facesSeen: 18,
            detail: "watching a camera"),
        emotion: EmotionWindow(
            scores: EmotionProbabilities(
                angry: 0.01, disgust: 0.02, fear: 0.03, happy: 0.8, neutral: 0.04, sad: 0.05, surprise: 0.05),
            dominant: .happy, samples: 40),
        mood: CurrentMood(
            name: .happy, since: Timestamp(secondsSince1970: 1_772_373_909.25), confidence: 0.93, distance: 0.4,
            threshold: 0.3),
        playlist: PlaylistSummary(
            id: 7, mood: .happy, generatedAt: Timestamp(secondsSince1970: 1_772_373_910), tracks: 20,
            reason: "the mood went from neutral to happy",
            publishing: [
                Publication(target: .spotify, state: .pending, detail: "offline", url: nil),
                Publication(target: .file, state: .published, detail: "playlist.xspf", url: "file:///playlist.xspf"),
            ]),
        spotify: SpotifyStatus(
            state: .rateLimited, detail: "asked to wait", notBefore: Timestamp(secondsSince1970: 1_772_400_000)),
        catalogue: CatalogueStatus(tracks: 412), notices: ["first start"],
        process: ProcessStatus(residentBytes: 63_000_000, descriptors: 31, threads: 9, databaseBytes: 86_016),
        library: LibraryStatus(files: 512, tracks: 500, withMood: 480, state: .ready, detail: ""))

    package static let library = LibraryReport(
        state: .ready, detail: "", chooses: .playable,
        folders: [LibraryFolder(path: "/music", state: .ready, detail: "")], files: 512, tracks: 500, tagged: 490,
        named: 12, withMood: 480, moodFromTable: 400, moodFromTag: 80, moodGuessed: 15, moodUnknown: 5,
        formats: [LibraryFormat(name: "flac", files: 300), LibraryFormat(name: "mp3", files: 212)],
        problems: [LibraryProblem(reason: "it is empty", files: 1, examples: ["/music/a.mp3"])])

    package static let statusText = #"""
        {"version":"0.2.0","state":"watching","uptimeSeconds":12.5,
        "camera":{"source":"v4l2:/dev/video0","state":"streaming","framesSeen":300,"framesAnalysed":20,"facesSeen":18,
        "detail":"watching a camera"},
        "emotion":{"scores":{"angry":0.01,"disgust":0.02,"fear":0.03,"happy":0.8,"neutral":0.04,"sad":0.05,"surprise":0.05},
        "dominant":"happy","samples":40},
        "mood":{"name":"happy","since":"2026-03-01T14:05:09.250Z","confidence":0.93,"distance":0.4,"threshold":0.3},
        "playlist":{"id":7,"mood":"happy","generatedAt":"2026-03-01T14:05:10Z","tracks":20,
        "reason":"the mood went from neutral to happy",
        "publishing":[{"target":"spotify","state":"pending","detail":"offline","url":null},
        {"target":"file","state":"published","detail":"playlist.xspf","url":"file:///playlist.xspf"}]},
        "spotify":{"state":"rate_limited","detail":"asked to wait","notBefore":"2026-03-01T21:20:00Z"},
        "catalogue":{"tracks":412},
        "pausedUntil":null,"notices":["first start"],
        "process":{"residentBytes":63000000,"descriptors":31,"threads":9,"databaseBytes":86016},
        "library":{"files":512,"tracks":500,"withMood":480,"state":"ready","detail":""},"moodHold":null}
        """#.replacing("\n", with: "")

    package static let emptyStatus = Status(
        version: "0.2.0", state: .cameraUnavailable, uptimeSeconds: 0,
        camera: CameraStatus(source: "v4l2:auto", state: .missing, framesSeen: 0, framesAnalysed: 0, facesSeen: 0),
        emotion: nil, mood: nil, playlist: nil,
        spotify: SpotifyStatus(state: .signedOut, detail: "", notBefore: nil), catalogue: CatalogueStatus(tracks: 0))

    package static let emptyStatusText = #"""
        {"version":"0.2.0","state":"camera_unavailable","uptimeSeconds":0.0,
        "camera":{"source":"v4l2:auto","state":"missing","framesSeen":0,"framesAnalysed":0,"facesSeen":0,"detail":null},
        "emotion":null,"mood":null,"playlist":null,
        "spotify":{"state":"signed_out","detail":"","notBefore":null},"catalogue":{"tracks":0},
        "pausedUntil":null,"notices":[],"process":null,"library":null,"moodHold":null}
        """#.replacing("\n", with: "")

    package static let opinions = [
        Opinion(
            uri: "spotify:track:1", title: "One", artists: ["A", "B"], verdict: .dislike, balance: 0, songMood: .sad,
            mood: .happy, at: Timestamp(secondsSince1970: 1_772_373_910)),
        Opinion(
            uri: "emotunes:name:a|two", title: "Two", artists: nil, verdict: .heard, balance: -2, songMood: nil,
            mood: nil, at: Timestamp(secondsSince1970: 1_772_373_920)),
    ]

    package static let hold = MoodHold(
        mood: .happy, by: "ada", since: Timestamp(secondsSince1970: 1_772_373_930),
        until: Timestamp(secondsSince1970: 1_772_381_130))

    package static let corrections = [
        Correction(
            id: 4, at: Timestamp(secondsSince1970: 1_772_373_930), mood: .happy, read: .sad, looks: 201, teaches: true,
            by: "ada")
    ]

    package static let taste = TasteListing(
        stated: TasteStatement(genres: ["jazz"], artists: ["Nina Simone"], from: 1950, to: 1975),
        imports: [
            TasteImport(name: "Loved.m3u", songs: 30, known: 12, at: Timestamp(secondsSince1970: 1_772_373_910))
        ])

    package static let settings = SettingsListing(
        settings: [
            Setting(key: "camera.when", value: .text("playing"), origin: "/etc/emotunes/emotunesd.toml:14"),
            Setting(key: "mood.threshold", value: .number(0.5), origin: "--set"),
            Setting(key: "mood.window_seconds", value: .number(30), origin: "default"),
            Setting(key: "playlist.file", value: .flag(true), origin: "default"),
            Setting(key: "curation.songs.sad", value: .list(["sad", "calm"]), origin: "default"),
        ], files: ["/etc/emotunes/emotunesd.toml"])

    package static let settingsText = #"""
        {"settings":[{"key":"camera.when","value":"playing","origin":"/etc/emotunes/emotunesd.toml:14"},
        {"key":"mood.threshold","value":0.5,"origin":"--set"},
        {"key":"mood.window_seconds","value":30,"origin":"default"},
        {"key":"playlist.file","value":true,"origin":"default"},
        {"key":"curation.songs.sad","value":["sad","calm"],"origin":"default"}],
        "files":["/etc/emotunes/emotunesd.toml"]}
        """#.replacing("\n", with: "")

    package static let playlist = Playlist(
        id: 7, mood: .happy, generatedAt: Timestamp(secondsSince1970: 1_772_373_910), reason: "asked for",
        tracks: [
            PlaylistTrack(
                position: 1, title: "A", artists: ["B", "C"], album: "D", uri: "spotify:track:x",
                url: "https://open.spotify.com/track/x", songMood: .energetic, score: 0.75, why: "lifts"),
            PlaylistTrack(
                position: 2, title: nil, artists: nil, album: nil, uri: "spotify:track:y", url: nil, songMood: .calm,
                score: 0.5, why: ""),
        ])

    package static let playlistText = #"""
        {"id":7,"mood":"happy","generatedAt":"2026-03-01T14:05:10Z","reason":"asked for","tracks":[
        {"position":1,"title":"A","artists":["B","C"],"album":"D","uri":"spotify:track:x",
        "url":"https://open.spotify.com/track/x","cover":null,"songMood":"energetic","score":0.75,"why":"lifts"},
        {"position":2,"title":null,"artists":null,"album":null,"uri":"spotify:track:y","url":null,"cover":null,
        "songMood":"calm","score":0.5,"why":""}]}
        """#.replacing("\n", with: "")

    package static let plane = SongPlane(
        side: 2, counts: [1, 0, 2, 5], songs: [SongPlace(position: 1, valence: 0.75, energy: 0.5)])

    package static let history = History(
        moods: [
            MoodPeriod(
                from: Timestamp(secondsSince1970: 0), to: Timestamp(secondsSince1970: 60), mood: .neutral,
                confidence: 0.9)
        ],
        shifts: [
            MoodShift(
                at: Timestamp(secondsSince1970: 60), from: .neutral, to: .sad, confidence: 0.8, why: "held for 5 s")
        ],
        playlists: [PastPlaylist(id: 1, at: Timestamp(secondsSince1970: 61), mood: .sad, reason: "asked for")],
        events: [
            HistoryEvent(
                at: Timestamp(secondsSince1970: 30), kind: .camera, word: "streaming", subject: nil,
                text: "watching a camera")
        ])

    package static let historyText = #"""
        {"moods":[{"from":"1970-01-01T00:00:00Z","to":"1970-01-01T00:01:00Z","mood":"neutral","confidence":0.9}],
        "shifts":[{"at":"1970-01-01T00:01:00Z","from":"neutral","to":"sad","confidence":0.8,"why":"held for 5 s"}],
        "playlists":[{"id":1,"at":"1970-01-01T00:01:01Z","mood":"sad","reason":"asked for"}],
        "events":[{"at":"1970-01-01T00:00:30Z","kind":"camera","word":"streaming","subject":null,
        "text":"watching a camera"}]}
        """#.replacing("\n", with: "")
}
