import ControlProtocol
import ControlTestSupport
import TestSupport
import Testing

@testable import ControlSocket

@Suite(.ownThread) struct ServerTests {
    private func call(_ method: String, _ rest: String = "") -> String { #"{"method":"\#(method)"\#(rest)}"# }
    private let getStatus = #"{"method":"org.emotunes.Control.GetStatus"}"#

    @Test func answersWhatTheInterfacePromises() throws {
        let server = try TestServer()
        var client = try server.connect()
        #expect(try client.call(.getStatus)["status"] == JSONValue(encoding: Samples.status))
        #expect(try client.call(.getPlaylist)["playlist"] == JSONValue(encoding: Samples.playlist))
        #expect(try client.call(.getHistory)["history"] == JSONValue(encoding: Samples.history))
        #expect(try client.call(.getSongPlane)["plane"] == JSONValue(encoding: Samples.plane))
        _ = try client.call(.pause, ["seconds": 60])
        _ = try client.call(.pause, ["seconds": nil])
        _ = try client.call(.resume)
        _ = try client.call(.regenerate, ["mood": "sad"])
        _ = try client.call(.regenerate)
        #expect(
            JSONValue.object(try client.call(.play)).compactText == #"{"target":"mpd","detail":"MPD does play."}"#)
        _ = try client.call(.next)
        _ = try client.call(.stop)
        _ = try client.call(.feedback, ["uri": "a:b", "verdict": "dislike"])
        _ = try client.call(.feedback, ["uri": "", "verdict": "clear"])
        #expect(try client.call(.getOpinions)["opinions"] == JSONValue(encoding: Samples.opinions))
        #expect(try client.call(.getOpinions)["corrections"] == JSONValue(encoding: Samples.corrections))
        #expect(try client.call(.forgetOpinions)["forgotten"] == 2)
        _ = try client.call(.setMood, ["mood": "happy", "seconds": 60])
        _ = try client.call(.setMood, ["mood": "sad"])
        _ = try client.call(.autoMood)
        #expect(try client.call(.forgetCorrection, ["id": 4])["forgotten"] == 1)
        #expect(try client.call(.getTaste)["imports"] == JSONValue(encoding: Samples.taste.imports))
        _ = try client.call(.setTaste, ["stated": JSONValue(encoding: Samples.taste.stated)])
        let song = TasteSong(title: "A", artists: ["B"], weight: 0.5)
        #expect(
            try client.call(.importTaste, ["name": "list", "songs": JSONValue(encoding: [song])])["known"] == 1)
        #expect(try client.call(.forgetTaste)["forgotten"] == 1)
        let wrong = try JSONValue(encoding: [TasteSong(title: "", artists: ["B"], weight: 0.5)])
        #expect(throws: (any Error).self) { try client.call(.importTaste, ["name": "list", "songs": wrong]) }
        _ = try client.call(.reload)
        #expect(JSONValue.object(try client.call(.getConfiguration)).compactText == Samples.settingsText)
        #expect(try client.call(.calibrate)["looks"] == .integer(60))
        _ = try client.call(.calibrate, ["seconds": .integer(10)])
        _ = try client.call(.forgetCalibration)
        #expect(
            server.service.calls == [
                "pause 60", "pause -", "resume", "regenerate sad", "regenerate -", "play", "next", "stop",
                "dislike a:b", "clear -",
                "forget opinions", "mood happy 60", "mood sad 3600", "auto mood", "forget correction 4",
                "taste jazz,Nina Simone 1950-1975", "import list 1", "forget taste all", "reload",
                "calibrate 30", "calibrate 10", "forget calibration",
            ])
    }

    @Test func getInfoNamesServiceAndInterfaces() throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        client.send(call("org.varlink.service.GetInfo"))
        let info = try client.read()?["parameters"]
        #expect(info?["version"] == "1.2.3")
        #expect(info?["interfaces"] == ["org.varlink.service", "org.emotunes.Control"])
        for (interface, text) in [
            ("org.emotunes.Control", ControlInterface.description), ("org.varlink.service", VarlinkService.description),
        ] {
            client.send(
                call("org.varlink.service.GetInterfaceDescription", #","parameters":{"interface":"\#(interface)"}"#))
            #expect(try client.read()?["parameters"]?["description"]?.string == text)
        }
    }

    static let refusals: [(call: String, error: String, parameters: JSONValue)] = [
        (#"{"method":"x"}"#, "org.varlink.service.MethodNotFound", ["method": "x"]),
        (#"{"method":""}"#, "org.varlink.service.MethodNotFound", ["method": ""]),
        (#"{"method":"a.b.C"}"#, "org.varlink.service.InterfaceNotFound", ["interface": "a.b"]),
        (#"{"method":"org.emotunes.Control.Nothing"}"#, "org.varlink.service.MethodNotFound", ["method": "Nothing"]),
        (#"{"method":"org.varlink.service.Nothing"}"#, "org.varlink.service.MethodNotFound", ["method": "Nothing"]),
        (
            #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"a.b"}}"#,
            "org.varlink.service.InterfaceNotFound", ["interface": "a.b"]
        ),
        (
            #"{"method":"org.varlink.service.GetInterfaceDescription"}"#, "org.varlink.service.InvalidParameter",
            ["parameter": "interface"]
        ),
        (
            #"{"method":"org.emotunes.Control.GetStatus","parameters":{"x":1}}"#,
            "org.varlink.service.InvalidParameter",
            ["parameter": "x"]
        ),
        (
            #"{"method":"org.emotunes.Control.GetStatus","upgrade":true}"#, "org.varlink.service.InvalidParameter",
            ["parameter": "upgrade"]
        ),
        (
            #"{"method":"org.emotunes.Control.Pause","parameters":{"seconds":"1"}}"#,
            "org.varlink.service.InvalidParameter", ["parameter": "seconds"]
        ),
        (
            #"{"method":"org.emotunes.Control.Pause","parameters":{"seconds":1.5}}"#,
            "org.varlink.service.InvalidParameter", ["parameter": "seconds"]
        ),
        (
            #"{"method":"org.emotunes.Control.Pause","parameters":{"seconds":0}}"#,
            "org.emotunes.Control.InvalidDuration", ["seconds": 0]
        ),
        (
            #"{"method":"org.emotunes.Control.Pause","parameters":{"seconds":9223372036854775807}}"#,
            "org.emotunes.Control.InvalidDuration", ["seconds": 9_223_372_036_854_775_807]
        ),
        (
            #"{"method":"org.emotunes.Control.Regenerate","parameters":{"mood":"glad"}}"#,
            "org.emotunes.Control.UnknownMood", ["mood": "glad"]
        ),
        (
            #"{"method":"org.emotunes.Control.Regenerate","parameters":{"mood":"unrecognised"}}"#,
            "org.emotunes.Control.UnknownMood", ["mood": "unrecognised"]
        ),
        (
            #"{"method":"org.emotunes.Control.Feedback","parameters":{"uri":"a","verdict":"adore"}}"#,
            "org.varlink.service.InvalidParameter", ["parameter": "verdict"]
        ),
        (
            #"{"method":"org.emotunes.Control.Feedback","parameters":{"verdict":"like"}}"#,
            "org.varlink.service.InvalidParameter", ["parameter": "uri"]
        ),
        (#"{"method":"org.emotunes.Control.Monitor"}"#, "org.varlink.service.ExpectedMore", .object(JSONObject())),
    ]

    @Test(arguments: refusals)
    func refusesByName(refusal: (call: String, error: String, parameters: JSONValue)) throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        client.send(refusal.call)
        let reply = try client.read()
        #expect(reply?["error"]?.string == refusal.error)
        #expect(reply?["parameters"] == refusal.parameters)
        #expect(server.service.calls.isEmpty)
        client.send(getStatus)
        #expect(try client.read()?["parameters"]?["status"] != nil)
    }

    @Test func passesTheDaemonsErrorsOn() throws {
        let server = try TestServer()
        server.service.fail(with: .noPlaylistYet)
        var client = try server.connect()
        #expect(throws: ControlClientError.refused(.noPlaylistYet)) { _ = try client.call(.getPlaylist) }
    }

    @Test func unencodableReplyIsAnsweredWithAnError() throws {
        let server = try TestServer()
        var broken = Samples.status
        broken.uptimeSeconds = .nan
        server.service.change(to: broken)
        let client = try server.connectRaw()
        client.send(getStatus)
        #expect(try client.read()?["error"] == "org.emotunes.Control.Failed")
    }

    @Test func answersPipelinedCallsInOrder() throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        client.send(getStatus, call("org.emotunes.Control.GetPlaylist"), call("a.b.C"), getStatus)
        #expect(try client.read()?["parameters"]?["status"] != nil)
        #expect(try client.read()?["parameters"]?["playlist"] != nil)
        #expect(try client.read()?["error"] == "org.varlink.service.InterfaceNotFound")
        #expect(try client.read()?["parameters"]?["status"] != nil)
    }

    @Test func answersALongPipelineToAClientThatReadsLate() throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        let calls = 2000
        #expect(client.send(Array(repeating: Array(getStatus.utf8) + [0], count: calls).flatMap(\.self)))
        for _ in 0..<calls { #expect(try client.read()?["parameters"]?["status"] != nil) }
    }

    @Test func slowCallDoesNotDelayOtherClients() async throws {
        let server = try TestServer()
        server.service.holdRegenerate()
        let slow = try server.connectRaw()
        slow.send(call("org.emotunes.Control.Regenerate"), getStatus)
        await server.service.received("regenerate -")
        let quick = try server.connectRaw()
        quick.send(getStatus)
        #expect(try quick.read()?["parameters"]?["status"] != nil)
        server.service.releaseRegenerate()
        #expect(try slow.read() == ["parameters": .object(JSONObject())])
        #expect(try slow.read()?["parameters"]?["status"] != nil)
    }

    @Test func onewayGetsNoReply() throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        client.send(
            call("org.emotunes.Control.Pause", #","oneway":true"#), call("a.b.C", #","oneway":true"#), getStatus)
        #expect(try client.read()?["parameters"]?["status"] != nil)
        #expect(server.service.calls == ["pause -"])
    }

    @Test func doesWhatAClientAskedBeforeItLeft() async throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        client.send(
            call("org.emotunes.Control.Resume", #","oneway":true"#),
            call("org.emotunes.Control.Pause", #","oneway":true"#))
        client.hangUp()
        await server.service.received("pause -")
        #expect(server.service.calls == ["resume", "pause -"])
    }

    @Test func answersAClientThatOnlyStopsSending() throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        client.send(getStatus, call("org.emotunes.Control.GetPlaylist"))
        client.finishSending()
        #expect(try client.read()?["parameters"]?["status"] != nil)
        #expect(try client.read()?["parameters"]?["playlist"] != nil)
        #expect(client.isClosed())
    }

    @Test func stoppingHangsUpAndRemovesTheSocket() throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        client.send(getStatus)
        _ = try client.read()
        server.stop()
        #expect(client.isClosed())
        #expect(throws: ControlClientError.noDaemon(paths: [server.path])) { _ = try server.connect() }
        server.stop()
    }

    @Test func opinionsComeInPartsToWhoAsksForMore() throws {
        let server = try TestServer()
        let count = 2 * ControlInterface.opinionsPartLength + 1
        server.service.change(
            opinions: (0..<count).map { number in
                var opinion = Samples.opinions[0]
                opinion.uri = "a:\(number)"
                return opinion
            })
        var client = try server.connect()
        try client.send(
            VarlinkCall(method: ControlMethod.getOpinions.fullName, more: true), timeout: .seconds(5))
        var uris: [String] = []
        var replies = 0
        var continues = true
        while continues {
            let reply = try #require(try client.nextReply(timeout: .seconds(5)))
            continues = reply.continues
            replies += 1
            uris += try #require(reply.parameters["opinions"]).decoded(as: [Opinion].self).map(\.uri)
            #expect((reply.parameters["corrections"] == nil) == continues)
        }
        #expect(replies == 3)
        #expect(uris == (0..<count).map { "a:\($0)" })
        #expect(try client.call(.getOpinions)["opinions"]?.decoded(as: [Opinion].self).count == count)
    }
}
