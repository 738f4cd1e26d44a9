import Emotions
import Testing

@testable import DemoFace

struct DemoFaceScriptTests {
    @Test func readsPartsInOrder() throws {
        let script = try DemoScript(parsing: "neutral=40,empty=2.5,sad=1")
        #expect(
            script.parts == [
                .init(emotion: .neutral, seconds: 40), .init(emotion: nil, seconds: 2.5),
                .init(emotion: .sad, seconds: 1),
            ])
        #expect(script.duration == 43.5)
    }

    @Test(arguments: [
        ("", DemoScript.ParsingError.empty),
        ("happy", .noSeconds(part: "happy")),
        ("happy=1,", .noSeconds(part: "")),
        ("joyful=3", .unknownWord("joyful")),
        ("Happy=3", .unknownWord("Happy")),
        ("happy=soon", .badSeconds("soon", part: "happy=soon")),
        ("happy=0", .badSeconds("0", part: "happy=0")),
        ("happy=-4", .badSeconds("-4", part: "happy=-4")),
        ("happy=nan", .badSeconds("nan", part: "happy=nan")),
        ("happy=inf", .badSeconds("inf", part: "happy=inf")),
        ("happy=4=5", .badSeconds("4=5", part: "happy=4=5")),
        ("happy= 4", .badSeconds(" 4", part: "happy= 4")),
    ])
    func saysWhatIsWrong(text: String, error: DemoScript.ParsingError) {
        #expect(throws: error) { try DemoScript(parsing: text) }
        #expect(error.description.count > 20)
    }

    @Test func unknownWordIsReportedWithKnownOnes() {
        let message = DemoScript.ParsingError.unknownWord("joyful").description
        #expect(message.contains("joyful") && message.contains("surprise") && message.contains("empty"))
    }

    @Test func lastPartLastsForEver() throws {
        let script = try DemoScript(parsing: "neutral=10,happy=5")
        #expect(script.part(at: -1)?.emotion == .neutral)
        #expect(script.part(at: 9.99)?.emotion == .neutral)
        #expect(script.part(at: 10)?.emotion == .happy)
        #expect(script.part(at: 1000)?.emotion == .happy)
        #expect(DemoScript(parts: []).part(at: 0) == nil)
    }

    @Test func expressionsAreInterpolated() throws {
        let script = try DemoScript(parsing: "neutral=10,happy=10")
        let (neutral, happy) = (FaceParameters(showing: .neutral), FaceParameters(showing: .happy))
        #expect(script.state(at: 10).parameters == neutral)
        let middle = script.state(at: 10 + DemoScript.transition / 2).parameters[.cornerLift]
        #expect(abs(middle - (neutral[.cornerLift] + happy[.cornerLift]) / 2) < 0.01)
        #expect(script.state(at: 10 + DemoScript.transition).parameters == happy)
        #expect(script.state(at: 19).presence == 1)
    }

    @Test func personLeavesAndComesBack() throws {
        let script = try DemoScript(parsing: "sad=10,empty=10,happy=10")
        #expect(script.state(at: 10).presence == 1)
        #expect(script.state(at: 10.5).parameters == FaceParameters(showing: .sad))
        #expect(script.state(at: 12).presence == 0)
        #expect(script.state(at: 20).presence == 0)
        #expect((0.1...0.9).contains(script.state(at: 20.7).presence))
        #expect(script.state(at: 20.7).parameters == FaceParameters(showing: .happy))
        #expect(script.state(at: 22).presence == 1)
    }

    @Test func emptyFirstPartShowsNoPerson() throws {
        let script = try DemoScript(parsing: "empty=5,happy=5")
        #expect(script.state(at: 0).presence == 0)
        #expect(script.state(at: 4.9).presence == 0)
        #expect(try DemoScript(parsing: "happy=5").state(at: 0).presence == 1)
    }
}
