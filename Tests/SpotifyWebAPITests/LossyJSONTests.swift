import Testing

@testable import SpotifyWebAPI

@Suite struct LossyJSONTests {
    private func decoded<Reply: Decodable>(_ text: String, as type: Reply.Type) throws -> Reply? {
        try LossyJSON.decode(type, from: Array(text.utf8))
    }

    @Test func nullDocumentIsNil() throws {
        #expect(try decoded("null", as: PlaylistObject.self) == nil)
    }

    @Test(arguments: ["", "<html>", "{\"items\":[{]", "{} {}"]) func textThatIsNoJSONThrows(_ text: String) {
        #expect(throws: (any Error).self) { try decoded(text, as: PageReply<PlaylistObject>.self) }
    }

    @Test(arguments: ["7", "\"text\"", "[]", "{}", "{\"items\":null}", "{\"items\":{}}", "{\"items\":[null,7,[]]}"])
    func jsonOfAnotherShapeHasNoTracks(_ text: String) throws {
        let page = try #require(try decoded(text, as: PageReply<TrackObject>.self))
        #expect(page.items.compactMap(\.track).isEmpty && page.next == nil)
    }

    @Test func entriesThatAreNullOrOfAnotherKindAreSkipped() throws {
        let text = "{\"items\":[null,{\"id\":\"a\"},\"b\",{\"id\":7},{\"id\":\"c\",\"description\":5}],\"next\":\"n\"}"
        let page = try #require(try decoded(text, as: PageReply<PlaylistObject>.self))
        #expect(page.items.compactMap(\.id) == ["a", "c"])
        #expect(page.items.compactMap(\.description).isEmpty && page.next == "n")
    }

    @Test func unreadableElementsKeepTheirPlace() throws {
        #expect(try decoded("[5,true,null,false]", as: LossyList<Bool>.self)?.elements == [nil, true, nil, false])
    }

    @Test func episodesAndTracksWithoutAnIDAreNoTracks() throws {
        for text in ["{\"id\":\"a\",\"type\":\"episode\"}", "{\"name\":\"x\"}", "{\"id\":\"a/b\"}", "{\"id\":\"\"}"] {
            #expect(try decoded(text, as: TrackObject.self)?.track == nil)
        }
        #expect(try decoded("{\"id\":\"a\",\"type\":null}", as: TrackObject.self)?.track?.id == "a")
    }

    @Test func coverIsTheHTTPSPictureNearest300Pixels() throws {
        let images = """
            [null,{"url":"https://i/640","width":640},{"url":"https://i/300","width":300},{"width":299},{"url":5}]
            """
        let text = "{\"id\":\"a\",\"album\":{\"images\":\(images)},\"artists\":[{\"name\":\"A\"},{},null]}"
        let track = try #require(try decoded(text, as: TrackObject.self)?.track)
        #expect(track.coverURL == "https://i/300" && track.artists == ["A"] && track.title == nil)
    }

    @Test(arguments: [
        ("{\"error\":{\"message\":\"m\",\"reason\":\"r\"}}", "m", "r"), ("{\"error\":\"m\"}", "m", nil),
        ("{\"error\":{\"message\":7}}", nil, nil), ("{}", nil, nil),
    ])
    func errorIsAnObjectOrAWord(_ text: String, _ message: String?, _ reason: String?) throws {
        let error = try decoded(text, as: ErrorReply.self)?.error
        #expect(error?.message == message && error?.reason == reason)
    }

    @Test func requestsAreCompactWithSortedMembers() {
        let playlist = LossyJSON.encode(NewPlaylistRequest(name: "a/b", description: "d"))
        let wanted = #"{"collaborative":false,"description":"d","name":"a/b","public":false}"#
        #expect(String(decoding: playlist, as: UTF8.self) == wanted)
        let play = LossyJSON.encode(PlayRequest(contextURI: "spotify:playlist:x"))
        let wantedPlay = #"{"context_uri":"spotify:playlist:x","offset":{"position":0},"position_ms":0}"#
        #expect(String(decoding: play, as: UTF8.self) == wantedPlay)
    }
}
