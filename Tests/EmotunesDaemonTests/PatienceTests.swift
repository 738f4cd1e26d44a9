import Testing

@testable import EmotunesDaemon

@Suite struct PatienceTests {
    @Test func callerIsGivenWhatComesInTime() async {
        #expect(await Patience.wait(.seconds(60)) { 7 } == 7)
    }

    @Test func callerIsNotHeldUpByWhatDoesNotCome() async {
        let hangs = AsyncStream<Void>.makeStream()
        let ended = AsyncStream<Void>.makeStream()
        let answer = await Patience.wait(.zero) { () -> Int in
            for await _ in hangs.stream {}
            ended.continuation.yield()
            return 7
        }
        #expect(answer == nil)
        // It goes on all the same.
        hangs.continuation.finish()
        var end = ended.stream.makeAsyncIterator()
        #expect(await end.next() != nil)
    }
}
