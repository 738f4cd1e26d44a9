import Media
import Testing

@testable import FaceAnalysis

@Suite struct NetworkFaceFinderTests {
    private let scene = FaceScene()
    private let person = FaceScene.person, wall = FaceScene.wall

    /// Looks twice a second from `start` to `end`; who is in `moving` shows another expression at each look.
    private func look(
        _ finder: inout NetworkFaceFinder, from start: Double, to end: Double, moving: Set<Int> = [],
        each: (Double, FoundFace?) -> Void = { _, _ in }
    ) throws {
        var time = start
        while time < end {
            for actor in moving { scene.actors[actor].expression += 1 }
            each(time, try finder.find(in: scene.frame(time)))
            time += 0.5
        }
    }

    private func settled() throws -> NetworkFaceFinder {
        var finder = NetworkFaceFinder(search: scene)
        scene.actors = [.init(box: person)]
        #expect(try finder.find(in: scene.frame(0)) == nil)
        #expect(try finder.find(in: scene.frame(0.5))?.box == person)
        return finder
    }

    @Test func aFaceSeenOnceIsNotYetAPerson() throws {
        var finder = NetworkFaceFinder(search: scene)
        scene.actors = [.init(box: person)]
        #expect(try finder.find(in: scene.frame(0)) == nil)
        scene.actors = []
        #expect(try finder.find(in: scene.frame(0.5)) == nil)
        scene.actors = [.init(box: person)]
        #expect(try finder.find(in: scene.frame(1)) == nil)
        #expect(try finder.find(in: scene.frame(1.5))?.box == person)
    }

    @Test func aFaceBeyondDoubtIsLookedAtTwiceInOneFrame() throws {
        var finder = NetworkFaceFinder(search: scene)
        scene.actors = [.init(box: person, probability: 0.99)]
        scene.probabilityAtPlace = 0.8
        #expect(try finder.find(in: scene.frame(0)) == nil)
        finder.forget()
        scene.probabilityAtPlace = nil
        #expect(try finder.find(in: scene.frame(1))?.box == person)
    }

    @Test func twoLooksMustAgreeAboutTheSize() throws {
        var finder = NetworkFaceFinder(search: scene)
        for look in 0..<6 {
            let side = look.isMultiple(of: 2) ? 30 : 48
            scene.actors = [.init(box: Rectangle(x: 80 - side / 2, y: 60 - side / 2, width: side, height: side))]
            #expect(try finder.find(in: scene.frame(Double(look) / 2)) == nil)
        }
    }

    /// A drawing, or a pattern that looks like a face, is seldom as sure as one, and does not move.
    @Test(arguments: [(0.55, false), (0.8, false), (0.9, true)])
    func whatHasNotMovedMustBeSurerToBeAPerson(probability: Double, isFollowed: Bool) throws {
        try expect(.init(box: person, probability: probability), followedUnmoved: isFollowed)
    }

    /// A figure in a pattern, a face on a label: so small a face would not be read anyway.
    @Test(arguments: [(40, 48, false), (40, 50, true)])
    func whatIsTooSmallToBeReadMustMoveToBeAPerson(width: Int, height: Int, isFollowed: Bool) throws {
        let box = Rectangle(x: 55, y: 30, width: width, height: height)
        try expect(.init(box: box, probability: 0.99), followedUnmoved: isFollowed)
    }

    /// Once it moves it is followed in any case.
    private func expect(_ actor: FaceScene.Actor, followedUnmoved isFollowed: Bool) throws {
        var finder = NetworkFaceFinder(search: scene)
        scene.actors = [actor]
        scene.noise = 2
        try look(&finder, from: 0, to: 10) { time, face in
            if time >= 0.5 { #expect((face != nil) == isFollowed) }
        }
        var since: Double?
        try look(&finder, from: 10, to: 14, moving: [0]) { time, face in if face != nil { since = since ?? time } }
        #expect(try #require(since) <= 12)
    }

    /// Looks become rare where nobody is, and may be as rare as one in ten seconds by the settings.
    @Test(arguments: [3.0, 4, 10])
    func aPersonIsFoundHoweverRareTheLooksAre(interval: Double) throws {
        var finder = NetworkFaceFinder(search: scene)
        for look in 0..<9 { #expect(try finder.find(in: scene.frame(interval * Double(look))) == nil) }
        scene.actors = [.init(box: person)]
        #expect(try finder.find(in: scene.frame(interval * 9)) == nil)
        #expect(try finder.find(in: scene.frame(interval * 10))?.box == person)
    }

    @Test func theLikeliestWinsNotTheLargest() throws {
        var finder = NetworkFaceFinder(search: scene)
        scene.actors = [
            .init(box: Rectangle(x: 60, y: 0, width: 75, height: 100), probability: 0.7), .init(box: wall),
        ]
        try look(&finder, from: 0, to: 4, moving: [0, 1]) { time, face in
            if time >= 0.5 { #expect(face?.box == wall) }
        }
    }

    @Test(arguments: [[0, 1], [1, 0]])
    func ofTwoAlikeTheOneInTheMiddleIsFollowed(order: [Int]) throws {
        var finder = NetworkFaceFinder(search: scene)
        let boxes = [Rectangle(x: 8, y: 30, width: 42, height: 50), Rectangle(x: 68, y: 30, width: 42, height: 50)]
        scene.actors = order.map { .init(box: boxes[$0]) }
        try look(&finder, from: 0, to: 6, moving: [0, 1]) { time, face in
            if time >= 0.5 { #expect(face?.box == boxes[1]) }
        }
        // Who is followed is not given up for it.
        finder.forget()
        scene.actors = [.init(box: boxes[0])]
        try look(&finder, from: 10, to: 12, moving: [0])
        scene.actors.append(.init(box: boxes[1]))
        try look(&finder, from: 12, to: 20, moving: [0, 1]) { _, face in #expect(face?.box == boxes[0]) }
    }

    /// Among many who are surely faces, the one that looks into the camera.
    @Test(arguments: [[0, 1], [1, 0]])
    func ofTwoSureOnesTheSurerIsFollowed(order: [Int]) throws {
        var finder = NetworkFaceFinder(search: scene)
        let actors: [FaceScene.Actor] = [.init(box: wall, probability: 0.99999), .init(box: person, probability: 0.99)]
        scene.actors = order.map { actors[$0] }
        try look(&finder, from: 0, to: 6, moving: [0, 1]) { time, face in
            if time >= 0.5 { #expect(face?.box == wall) }
        }
        // Who is followed is not given up for it.
        finder.forget()
        scene.actors = [actors[1]]
        try look(&finder, from: 10, to: 12, moving: [0])
        scene.actors = order.map { actors[$0] }
        try look(&finder, from: 12, to: 20, moving: [0, 1]) { _, face in #expect(face?.box == person) }
    }

    @Test func whoCanBeReadWinsOverWhoSitsInTheMiddleTooFarAway() throws {
        var finder = NetworkFaceFinder(search: scene)
        let readable = Rectangle(x: 8, y: 30, width: 42, height: 50)
        let far = Rectangle(x: 60, y: 30, width: 40, height: 46)
        scene.actors = [.init(box: far), .init(box: readable)]
        try look(&finder, from: 0, to: 6, moving: [0, 1]) { time, face in
            if time >= 0.5 { #expect(face?.box == readable) }
        }
    }

    @Test func aWholeFaceWinsOverALargerOneThatTheEdgeCuts() throws {
        var finder = NetworkFaceFinder(search: scene)
        scene.actors = [.init(box: Rectangle(x: 110, y: 20, width: 50, height: 90)), .init(box: wall)]
        try look(&finder, from: 0, to: 6, moving: [0, 1]) { time, face in
            if time >= 0.5 { #expect(face?.box == wall) }
        }
        // Alone, it is followed.
        finder.forget()
        scene.actors.removeLast()
        try look(&finder, from: 10, to: 14, moving: [0]) { time, face in if time >= 10.5 { #expect(face != nil) } }
    }

    @Test func aLookAtSomebodyWhoSitsRunsTheSecondNetworkOnce() throws {
        var finder = try settled()
        let before = (scene.fullSearches, scene.placeSearches)
        try look(&finder, from: 1, to: 21, moving: [0]) { _, face in #expect(face?.box == person) }
        #expect(scene.placeSearches - before.1 == 40)
        #expect(scene.nearSearches == 0)
        #expect((9...11).contains(scene.fullSearches - before.0))
    }

    @Test func whereTheSecondNetworkIsUnsureThePlaceIsSearched() throws {
        var finder = try settled()
        scene.probabilityAtPlace = 0.6
        #expect(try finder.find(in: scene.frame(1))?.box == person)
        #expect(scene.nearSearches == 1)
    }

    /// At the last place the second network still sees something like a face.
    @Test(arguments: [24, 32, 60])
    func whoComesNearerOrLeansBackBetweenTwoLooksIsFollowedOn(width: Int) throws {
        var finder = try settled()
        let now = Rectangle(x: 75 - width / 2, y: 55 - width * 5 / 8, width: width, height: width * 5 / 4)
        scene.actors = [.init(box: now), .init(box: person, probability: 0.15)]
        try look(&finder, from: 1, to: 5) { time, face in if time >= 1.5 { #expect(face?.box == now) } }
    }

    /// Half turned away or behind a hand: it is still the one who was followed, but not for ever, and nobody is found anew so.
    @Test func whoIsFollowedMayBeUnlikelyForAWhile() throws {
        var finder = try settled()
        scene.actors[0].probability = 0.2
        try look(&finder, from: 1, to: 20) { _, face in #expect(face?.box == person) }
        try look(&finder, from: 22, to: 26) { _, face in #expect(face == nil) }
        finder.forget()
        try look(&finder, from: 30, to: 34) { _, face in #expect(face == nil) }
    }

    @Test func thePersonMayMoveAcrossThePicture() throws {
        var finder = try settled()
        let moved = Rectangle(x: 110, y: 60, width: 40, height: 49)
        scene.actors = [.init(box: moved)]
        #expect(try finder.find(in: scene.frame(1)) == nil)
        #expect(try finder.find(in: scene.frame(1.5))?.box == moved)
    }

    @Test(arguments: [0.0, 0.4, 0.9, 1.3])
    func aBetterFaceElsewhereEndsAMistakeWithinThreeSeconds(later: Double) throws {
        var finder = NetworkFaceFinder(search: scene)
        scene.actors = [.init(box: wall, probability: 0.86)]
        try look(&finder, from: 0, to: 30) { time, face in if time >= 0.5 { #expect(face?.box == wall) } }
        scene.actors.append(.init(box: person))
        var since: Double?
        try look(&finder, from: 30 + later, to: 35, moving: [1]) { time, face in
            if face?.box == person { since = since ?? time }
        }
        #expect(try #require(since) - 30 <= 3)
    }

    @Test func theOneWhoHasBeenThereWinsOverANearerNewcomer() throws {
        var finder = try settled()
        try look(&finder, from: 1, to: 10, moving: [0])
        scene.actors.append(.init(box: Rectangle(x: 100, y: 5, width: 55, height: 70)))
        try look(&finder, from: 10, to: 30, moving: [0, 1]) { _, face in #expect(face?.box == person) }
    }

    @Test func whoSitsStillForAWhileIsNotLeftForOneWhoMoves() throws {
        var finder = try settled()
        try look(&finder, from: 1, to: 5, moving: [0])
        scene.actors.append(.init(box: wall))
        try look(&finder, from: 5, to: 20, moving: [1]) { _, face in #expect(face?.box == person) }
    }

    @Test func anotherFaceDoesNotStandInForAnAbsentPerson() throws {
        var finder = try settled()
        try look(&finder, from: 1, to: 5, moving: [0])
        scene.actors = [.init(box: Rectangle(x: 5, y: 10, width: 18, height: 23))]
        try look(&finder, from: 5, to: 16, moving: [0]) { _, face in #expect(face == nil) }
        try look(&finder, from: 20, to: 22, moving: [0])
        #expect(try finder.find(in: scene.frame(22.5))?.box == scene.actors[0].box)
    }

    /// Whichever is larger, surer or first in the list.
    @Test(arguments: [0.9, 0.96, 0.99], [false, true])
    func aPhotographBesideAMovingPersonIsNeverFollowed(probability: Double, isLarge: Bool) throws {
        var finder = NetworkFaceFinder(search: scene)
        scene.noise = 4
        let photograph = isLarge ? Rectangle(x: 0, y: 5, width: 52, height: 65) : wall
        scene.actors = [
            .init(box: photograph, probability: 0.99), .init(box: person, probability: probability),
        ]
        try look(&finder, from: 0, to: 30, moving: [1]) { _, face in #expect(face?.box != photograph) }
        // Nor when the person has left.
        scene.actors.removeLast()
        try look(&finder, from: 30, to: 60) { _, face in #expect(face == nil) }
    }

    @Test func whatIsUnmovedForFiveMinutesBesideSomebodyIsAPictureThoughAHandPassesIt() throws {
        var finder = try settled()
        scene.actors.append(.init(box: wall))
        var time = 1.0
        while time < 320 {
            scene.actors[0].expression += 1
            _ = try finder.find(in: scene.frame(time))
            time += 2
        }
        scene.actors.removeFirst()
        scene.actors[0].expression = 3
        for step in 0..<30 {
            #expect(try finder.find(in: scene.frame(time + Double(step))) == nil)
            scene.actors[0].expression = 0
        }
        // Somebody after all: it goes on moving.
        try look(&finder, from: time + 30, to: time + 40, moving: [0])
        #expect(try finder.find(in: scene.frame(time + 40))?.box == wall)
    }

    @Test func aPictureAloneIsKnownByNotMovingForAMinute() throws {
        var finder = NetworkFaceFinder(search: scene)
        scene.noise = 4
        scene.actors = [.init(box: person)]
        try look(&finder, from: 0, to: 90) { time, face in
            if time >= 0.5 { #expect(face?.unmovedSeconds == time) }
        }
        // A person takes its place at once.
        scene.actors.append(.init(box: wall))
        try look(&finder, from: 90, to: 93, moving: [1])
        #expect(try finder.find(in: scene.frame(93))?.box == wall)
    }

    @Test func whoBlinksNowAndThenIsNoPicture() throws {
        var finder = NetworkFaceFinder(search: scene)
        scene.noise = 4
        scene.actors = [.init(box: person)]
        var most = 0.0
        for step in 0..<400 {
            scene.actors[0].expression = step.isMultiple(of: 20) ? 2 : 0
            most = max(most, try finder.find(in: scene.frame(Double(step) / 2))?.unmovedSeconds ?? 0)
        }
        #expect(most <= 12)
    }

    @Test func anEmptyRoomIsSearchedEverLessOften() throws {
        var finder = try settled()
        scene.actors = []
        let before = scene.fullSearches
        try look(&finder, from: 100, to: 220) { _, face in #expect(face == nil) }
        #expect(scene.fullSearches - before <= 62)
        #expect(scene.nearSearches == 0)
    }

    @Test func forgettingStartsAfresh() throws {
        var finder = try settled()
        finder.forget()
        scene.actors = [.init(box: wall)]
        #expect(try finder.find(in: scene.frame(1)) == nil)
        #expect(try finder.find(in: scene.frame(1.5))?.box == wall)
    }
}
