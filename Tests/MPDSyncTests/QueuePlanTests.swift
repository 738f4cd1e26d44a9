import Testing

@testable import MPDSync

@Suite struct QueuePlanTests {
    private let ours: Set = ["a", "b", "c"]

    private func queue(_ uris: [String], current: Int? = nil, isPlaying: Bool = true) -> QueueView {
        QueueView(
            songs: uris.enumerated().map { QueueView.Song(id: $0.offset + 1, uri: $0.element) }, currentID: current,
            hasBegun: current != nil, isPlaying: current != nil && isPlaying)
    }

    private func commands(_ plan: QueuePlan) -> [String] { plan.commands.map { $0.joined(separator: " ") } }

    @Test func playingSongGoesOnAndWhatStandsAroundItIsReplaced() {
        let plan = QueuePlan(queue(["a", "b", "c"], current: 2), wanted: ["x", "y"], ours: ours, manner: .next)
        #expect(commands(plan) == ["deleteid 1", "deleteid 3", "addid x", "addid y"])
    }

    @Test func pausedSongStaysToo() {
        let plan = QueuePlan(
            queue(["a", "b"], current: 1, isPlaying: false), wanted: ["x"], ours: ours, manner: .next)
        #expect(commands(plan) == ["deleteid 2", "addid x"])
    }

    @Test func stoppedQueueIsReplacedAndNotStarted() {
        for manner in [QueuePlan.Manner.next, .now] {
            let plan = QueuePlan(queue(["a", "b"]), wanted: ["x"], ours: ours, manner: manner)
            #expect(commands(plan) == ["deleteid 1", "deleteid 2", "addid x"])
        }
    }

    @Test func atOnceBeginsWithTheFirstNewSongOnlyWhereMusicPlays() {
        let playing = QueuePlan(queue(["a", "b"], current: 1), wanted: ["x"], ours: ours, manner: .now)
        #expect(commands(playing) == ["deleteid 1", "deleteid 2", "addid x", "play 0"])
        let paused = QueuePlan(queue(["a"], current: 1, isPlaying: false), wanted: ["x"], ours: ours, manner: .now)
        #expect(commands(paused) == ["deleteid 1", "addid x"])
    }

    @Test func songsThatAPersonAddedStay() {
        let mixed = queue(["a", "own", "b", "c"], current: 1)
        #expect(
            commands(QueuePlan(mixed, wanted: ["x"], ours: ours, manner: .next)) == [
                "deleteid 3", "deleteid 4", "addid x",
            ])
        // The new songs stand behind it.
        #expect(commands(QueuePlan(mixed, wanted: ["x"], ours: ours, manner: .now)).last == "play 1")
        let taken = QueuePlan(mixed, wanted: ["x"], ours: ours, manner: .next, takesOver: true)
        #expect(commands(taken) == ["deleteid 2", "deleteid 3", "deleteid 4", "addid x"])
    }

    @Test func playTakesTheWholeQueue() {
        let plan = QueuePlan(queue(["p", "q"], current: 1), wanted: ["x", "y"], ours: ours, manner: .play)
        #expect(commands(plan) == ["clear", "addid x", "addid y", "play 0"])
        #expect(plan.addition(at: 2) == "y")
        #expect(plan.addition(at: 0) == nil)
    }

    @Test func playingSongIsNotAddedOnceMore() {
        let plan = QueuePlan(queue(["a", "b"], current: 1), wanted: ["a", "x"], ours: ours, manner: .next)
        #expect(commands(plan) == ["deleteid 2", "addid x"])
    }

    @Test func emptyPlanStartsNothing() {
        #expect(commands(QueuePlan(queue([]), wanted: [], ours: ours, manner: .play)) == ["clear"])
    }

    @Test(arguments: [
        (["a", "b"], Int?.none, true), (["a", "b", "p"], 1, true), (["a", "b", "p"], 3, false), ([], nil, false),
        (["p", "q"], nil, false), (["a", "p"], 1, false), (["p", "q", "r", "a"], 4, false),
    ])
    func queueIsOursWhereMostOfItIsAndTheSongThatIsOn(uris: [String], current: Int?, isOurs: Bool) {
        #expect(queue(uris, current: current).isOurs(ours) == isOurs)
    }
}

@Suite struct QueueLookTests {
    private func look(
        _ at: Double, _ id: Int, _ progress: Double, length: Double = 200, isPlaying: Bool = true
    ) -> QueueLook {
        QueueLook(at: at, id: id, uri: "song \(id)", progress: progress, length: length, isPlaying: isPlaying)
    }

    @Test func songLeftBeforeItsMiddleWasSkipped() {
        #expect(look(40, 2, 0).finding(since: look(0, 1, 10)) == .skipped("song 1"))
        #expect(look(40, 2, 5).finding(since: look(0, 1, 10)) == .skipped("song 1"))
    }

    @Test func songHeardToItsEndWasNot() {
        #expect(look(191, 2, 1).finding(since: look(0, 1, 10)) == nil)
        // Asleep in between, or gone on after a long pause.
        #expect(look(5000, 2, 3).finding(since: look(0, 1, 10)) == nil)
    }

    @Test func pauseIsNoListening() {
        let paused = look(50, 1, 60, isPlaying: false)
        #expect(look(900, 2, 0).finding(since: paused) == .skipped("song 1"))
        #expect(look(900, 1, 60).finding(since: paused) == nil)
    }

    @Test func goingBackToTheStartIsARepeat() {
        #expect(look(100, 1, 0).finding(since: look(0, 1, 10)) == .repeated("song 1"))
        // Back by a few bars, or from the first bars.
        #expect(look(100, 1, 95).finding(since: look(0, 1, 10)) == nil)
        #expect(look(20, 1, 0).finding(since: look(0, 1, 10)) == nil)
    }

    @Test func shortSongsTeachNothing() {
        #expect(look(5, 2, 0).finding(since: look(0, 1, 0, length: 20)) == nil)
    }
}
