import Media
import Testing

@testable import FaceAnalysis

@Suite struct RefusedPlacesTests {
    private typealias Proposal = ProposalNetwork.Proposal

    private let place = Proposal(x: 100, y: 60, width: 40, height: 50, logit: -0.5)
    private let other = Proposal(x: 300, y: 60, width: 40, height: 50, logit: -1)

    /// `place` was refused at 5 s.
    private func refused() -> RefusedPlaces {
        var places = RefusedPlaces()
        #expect(places.due([place], at: MediaTime(seconds: 5)) == [place])
        places.insert(place)
        return places
    }

    @Test func aPlaceThatHasNotChangedIsSpared() {
        var places = refused()
        let nearly = Proposal(x: 102, y: 61, width: 41, height: 49, logit: -0.35)
        #expect(places.due([place, nearly, other], at: MediaTime(seconds: 6)) == [other])
    }

    /// Somebody comes there, or turns to the camera.
    @Test(arguments: [(100, 40, 0.0), (115, 40, -0.5), (90, 60, -0.5)])
    func oneThatHasChangedIsNot(x: Double, width: Double, logit: Double) {
        var places = refused()
        let changed = Proposal(x: x, y: 60, width: width, height: width * 1.25, logit: logit)
        #expect(places.due([changed], at: MediaTime(seconds: 6)) == [changed])
    }

    /// Or a search in which everything is due would never come to somebody who is new.
    @Test func afterTenSecondsItIsDueAgainBehindTheNewOnes() {
        var places = refused()
        #expect(places.due([place, other], at: MediaTime(seconds: 14.9)) == [other])
        #expect(places.due([place, other], at: MediaTime(seconds: 15)) == [other, place])
        places.insert(place)
        #expect(places.due([place, other], at: MediaTime(seconds: 16)) == [other])
        #expect(places.due([place, other], at: MediaTime(seconds: 25)) == [other, place])
        // After a minute it is as good as new.
        #expect(places.due([place, other], at: MediaTime(seconds: 75)) == [place, other])
    }

    @Test func aNewStreamBeginsAfresh() {
        var places = refused()
        #expect(places.due([place], at: MediaTime(seconds: 4)) == [place])
    }
}
