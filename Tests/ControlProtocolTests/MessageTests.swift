import Testing

@testable import ControlProtocol

@Suite struct MessageTests {
    /// What comes out does not depend on how the stream is cut into reads.
    @Test(arguments: [1, 2, 3, 5, 7, 1000])
    func framingIgnoresHowBytesArrive(piece: Int) throws {
        let messages = ["{}", "", String(repeating: "x", count: 20), "a", String(repeating: "y", count: 64)]
        let stream = messages.flatMap { Array($0.utf8) + [0] } + Array("rest".utf8)
        var framer = MessageFramer(limit: 64)
        var out: [String] = []
        for start in stride(from: 0, to: stream.count, by: piece) {
            framer.append(stream[start..<min(start + piece, stream.count)])
            while let message = try framer.next() { out.append(String(decoding: message, as: UTF8.self)) }
        }
        #expect(out == messages)
        #expect(framer.bufferedBytes == 4)
    }

    @Test(arguments: [false, true])
    func framingRefusesWhatIsTooLong(ended: Bool) throws {
        var framer = MessageFramer(limit: 8)
        framer.append(Array(repeating: 1, count: 8))
        #expect(try framer.next() == nil)
        framer.append(ended ? [1, 0] : [1])
        #expect(throws: MessageTooLong(limit: 8)) { try framer.next() }
    }

    @Test func framerIsEmptyAfterEveryDeliveredMessage() throws {
        var framer = MessageFramer(limit: 1 << 20)
        for _ in 0..<50 {
            framer.append(Array(repeating: 1, count: 100_000) + [0])
            #expect(try framer.next()?.count == 100_000)
            #expect(framer.isEmpty)
        }
    }

    @Test(arguments: [
        (#"{"method":"a.B"}"#, VarlinkCall(method: "a.B")),
        (#"{"method":"a.B","parameters":null,"more":null}"#, VarlinkCall(method: "a.B")),
        (
            #"{"method":"a.B","parameters":{"x":1},"more":true,"oneway":true,"upgrade":true,"future":[]}"#,
            VarlinkCall(method: "a.B", parameters: ["x": 1], more: true, oneway: true, upgrade: true)
        ),
    ])
    func readsCalls(text: String, call: VarlinkCall) throws {
        #expect(try VarlinkCall(JSONValue(parsing: text)) == call)
        #expect(try VarlinkCall(call.json) == call)
    }

    @Test(arguments: [
        "1", "[]", "null", "{}", #"{"method":1}"#, #"{"method":"a.B","parameters":[]}"#,
        #"{"method":"a.B","more":1}"#, #"{"method":"a.B","oneway":"yes"}"#,
    ])
    func refusesWhatIsNoCall(text: String) {
        #expect(throws: NotAMessage.self) { try VarlinkCall(JSONValue(parsing: text)) }
    }

    @Test func repliesAreWrittenAsVarlinkSays() throws {
        let plain = VarlinkReply(parameters: ["a": 1])
        #expect(plain.json.compactText == #"{"parameters":{"a":1}}"#)
        #expect(plain.json.framed.last == 0)
        let stream = VarlinkReply(parameters: [:], continues: true)
        #expect(stream.json.compactText == #"{"parameters":{},"continues":true}"#)
        let error = VarlinkServiceError.interfaceNotFound("x").reply
        #expect(
            error.json.compactText
                == #"{"error":"org.varlink.service.InterfaceNotFound","parameters":{"interface":"x"}}"#)
        for reply in [plain, stream, error] { #expect(try VarlinkReply(reply.json) == reply) }
    }
}
