import CatalogueImport
import CatalogueTestSupport
import Foundation
import Songs
import TestSupport
import Testing

/// Made-up files of the tables that programs and published sets have.
///
/// The headers of Top Hits, 600k tracks, SpotifyFeatures, spotify_songs, Spotify-2000 and TuneMyMusic were seen in such
/// files; those of Soundiiz, Shazam, Last.fm, ListenBrainz, Apple Music, MuSe, the top songs by year and the most
/// streamed songs are from memory.
@Suite struct KnownTableTests {
    struct Table: Sendable, CustomTestStringConvertible {
        var format: String
        var text: String
        var artists = ["Ann Sample"]
        var title = "Long Road"
        var mood: SongMood?
        var check: @Sendable (Track) -> Bool = { _ in true }
        var testDescription: String { format }
    }

    static let tables = [
        Table(
            format: "Top Hits Spotify 2000-2019",
            text: """
                artist,song,duration_ms,explicit,year,popularity,danceability,energy,key,loudness,mode,speechiness,\
                acousticness,instrumentalness,liveness,valence,tempo,genre
                Ann Sample,Long Road,211160,True,2000,77,0.751,0.834,1,-5.444,0,0.0437,0.3,1.77e-05,0.355,0.894,95.053,"pop, R&B"
                """,
            check: { $0.isExplicit == true && $0.features?.instrumentalness == 1.77e-05 && $0.genre == "pop" }),
        Table(
            format: "Spotify-2000",
            text: """
                Index,Title,Artist,Top Genre,Year,Beats Per Minute (BPM),Energy,Danceability,Loudness (dB),Liveness,\
                Valence,Length (Duration),Acousticness,Speechiness,Popularity
                1,Long Road,Ann Sample,adult standards,2004,157,30,53,-14,11,68,"1,412",94,3,71
                2,Other,Bea,pop,2001,100,40,50,-9,1,8,201,9,1,50
                """,
            check: { $0.durationMilliseconds == 1_412_000 && $0.genre == "adult standards" && $0.songMood == .calm }),
        Table(
            format: "Top Spotify songs by year",
            text: """
                ,title,artist,top genre,year,bpm,nrgy,dnce,dB,live,val,dur,acous,spch,pop
                1,Long Road,Ann Sample,dance pop,2010,97,89,67,-4,8,80,217,19,4,83
                """, check: { $0.durationMilliseconds == 217_000 && $0.popularity == 83 }),
        Table(
            format: "spotify_songs.csv",
            text: """
                track_id,track_name,track_artist,track_popularity,track_album_id,track_album_name,\
                track_album_release_date,playlist_name,playlist_id,playlist_genre,playlist_subgenre,danceability,energy,\
                key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,duration_ms
                6Xak5fmy089t0FYmh3VJiY,Long Road,Ann Sample,66,x,Alb,2019-06-14,Mine,x,pop,dance pop,0.7,0.9,6,-2.6,1,\
                0.05,0.1,0,0.06,0.5,122,194754
                """, check: { $0.album == "Alb" && $0.year == 2019 && $0.genre == "pop" && $0.songMood == .energetic }),
        Table(
            format: "SpotifyFeatures.csv",
            text: """
                genre,artist_name,track_name,track_id,popularity,acousticness,danceability,duration_ms,energy,\
                instrumentalness,key,liveness,loudness,mode,speechiness,tempo,time_signature,valence
                Movie,Ann Sample,Long Road,5Xak5fmy089t0FYmh3VJiY,0,0.6,0.3,99373,0.9,0,C#,0.3,-1.8,Major,0.05,166.9,4/4,0.8
                """, check: { $0.genre == "movie" && $0.popularity == 0 && $0.features?.energy == 0.9 }),
        Table(
            format: "Spotify 600k tracks",
            text: """
                id,name,popularity,duration_ms,explicit,artists,id_artists,release_date,danceability,energy,key,loudness,\
                mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature
                4Xak5fmy089t0FYmh3VJiY,Long Road,6,126903,0,"['Ann Sample', 'Bea Note']","['1A', '2B']",1922-02-22,0.645,\
                0.445,0,-13.338,1,0.451,0.674,0.744,0.151,0.127,104.851,3
                """, artists: ["Ann Sample", "Bea Note"], check: { $0.year == 1922 && $0.isExplicit == false }),
        Table(
            format: "Most streamed Spotify songs",
            text: """
                track_name,artist(s)_name,artist_count,released_year,released_month,released_day,streams,bpm,key,mode,\
                danceability_%,valence_%,energy_%,acousticness_%,instrumentalness_%,liveness_%,speechiness_%
                Long Road,Ann Sample,1,2023,7,14,141381703,125,B,Major,80,89,83,31,0,8,4
                """, check: { $0.year == 2023 }),
        Table(
            format: "MuSe",
            text: """
                lastfm_url,track,artist,seeds,number_of_emotion_tags,valence_tags,arousal_tags,dominance_tags,mbid,\
                spotify_id,genre
                x,Long Road,Ann Sample,['aggressive'],6,4.5,5.3,5.2,,5Xak5fmy089t0FYmh3VJiY,rap
                y,Other,Bea,"['wistful', 'autumnal']",2,7.5,3.2,5,,,folk
                z,Third,Cy,[],2,7.9,3.1,5,,,folk
                """, mood: .energetic, check: { $0.genre == "rap" && $0.features == nil }),
        Table(
            format: "TuneMyMusic list",
            text: """
                Track name,Artist name,Album,Playlist name,Type,ISRC,Spotify - id
                "Long Road","Ann Sample","First","Mine","Playlist","XX0000000001","1Xak5fmy089t0FYmh3VJiY"
                """, check: { $0.spotifyID == "1Xak5fmy089t0FYmh3VJiY" && $0.album == "First" }),
        Table(
            format: "Soundiiz list",
            text:
                "title;artist;album;isrc;addedDate;url\nLong Road;Ann Sample;First;XX0000000001;2024-01-01;https://x.example/1\n",
            check: { $0.spotifyID == nil && $0.album == "First" }),
        Table(
            format: "Shazam library",
            text: """
                Shazam Library
                Index,TagTime,Title,Artist,URL,TrackKey
                1,2024-05-04,"Long Road","Ann Sample",https://www.shazam.example/track/5933917,5933917
                """, check: { $0.spotifyID == nil }),
        Table(
            format: "Last.fm listens",
            text: """
                "uts","utc_time","artist","artist_mbid","album","album_mbid","track","track_mbid"
                "1700000000","14 Nov 2023, 22:13","Ann Sample","","First","","Long Road",""
                "1700000300","14 Nov 2023, 22:18","Ann Sample","","First","","Long Road",""
                """, check: { $0.album == "First" && $0.year == nil }),
        Table(
            format: "ListenBrainz listens",
            text: """
                listened_at,track_name,artist_name,release_name,recording_mbid,spotify_id
                1700000000,Long Road,Ann Sample,First,,https://open.spotify.com/track/1Xak5fmy089t0FYmh3VJiY
                """, check: { $0.spotifyID == "1Xak5fmy089t0FYmh3VJiY" }),
        Table(
            format: "Apple Music list",
            text: """
                Name\tArtist\tComposer\tAlbum\tGrouping\tGenre\tSize\tTime\tTrack Number\tYear\tDate Added\tPlays\tLocation
                Long Road\tAnn Sample\t\tFirst\t\tRock\t8123456\t201\t3\t1999\t1/2/20, 3:04 PM\t7\t
                """.replacing("\n", with: "\r"),
            check: { $0.durationMilliseconds == 201_000 && $0.genre == "rock" && $0.year == 1999 }),
    ]

    @Test(arguments: tables)
    func isReadAsItIs(table: Table) throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            // A spreadsheet's UTF-16 reads as the same.
            let utf16 = try #require(table.text.data(using: .utf16LittleEndian))
            for bytes in [Array(table.text.utf8), [0xFF, 0xFE] + Array(utf16)] {
                let report = try bench.read(bench.file("a.csv", bytes))
                let file = try #require(report.files.first)
                #expect(file.format == table.format)
                #expect(file.troubles.isEmpty, "\(file.troubles)")
                #expect(file.skipped == 0)
                let track = try #require(try bench.tracks().first)
                #expect(track.title == table.title)
                #expect(track.artists == table.artists)
                #expect(table.check(track), "\(track)")
                if let mood = table.mood { #expect(track.songMood == mood) }
            }
        }
    }

    @Test func musesJudgementsTellMoods() throws {
        let table = try #require(Self.tables.first { $0.format == "MuSe" })
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let report = try bench.read(bench.file("a.csv", Array(table.text.utf8)))
            #expect(try bench.tracks().map(\.songMood) == [.energetic, .sad, .calm])
            let columns = try #require(report.files.first?.reading.columns)
            #expect(columns.first { $0.name == "valence_tags" }?.scale == "1 to 9")
            #expect(columns.first { $0.name == "mbid" }?.takenFor == nil)
        }
    }
}
