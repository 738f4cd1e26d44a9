import Emotions
import FaceAnalysis
import Media
import MoodTracking
import Testing

@testable import EmotunesDaemon

@Suite struct PresenceAnnouncerTests {
    private let face = FaceReading.face(Rectangle(x: 0, y: 0, width: 90, height: 90), .uniform, pose: 1)
    private let nobody = FaceReading.none(.noFace, nil)

    private func tell(_ steps: [(FaceReading, [MoodEvent], Double)]) -> [String?] {
        var announcer = PresenceAnnouncer()
        return steps.map { announcer.sentence($0.0, $0.1, at: MediaTime(seconds: $0.2)) }
    }

    @Test func aPictureOfAFaceIsNobody() {
        let picture = FaceReading.none(.unmoved, nil)
        #expect(
            tell([(picture, [], 1), (picture, [.away], 9), (face, [.back], 17)]) == [
                nil, "what looks like a face has not moved for a minute, like a picture of one; the mood is held",
                "somebody is back at the desk",
            ])
    }

    @Test func awayAndBack() {
        let told = tell([(face, [], 0), (nobody, [], 4), (nobody, [.away], 8), (nobody, [], 12), (face, [.back], 16)])
        #expect(
            told == [nil, nil, "nobody at the desk; the mood is held", nil, "somebody is back at the desk"])
    }

    /// The camera was closed for half an hour, and the first look after that has found nobody yet.
    @Test func faceSeenRightAfterAClosedCameraSaysNothing() {
        let told = tell([(face, [], 0), (nobody, [.away], 1800), (face, [.back], 1800.5)])
        #expect(told == [nil, nil, nil])
    }

    @Test func emptyDeskAfterAClosedCameraIsSaidAtTheSecondLook() {
        let told = tell([(face, [], 0), (nobody, [.away], 1800), (nobody, [], 1800.5), (nobody, [], 1801)])
        #expect(told == [nil, nil, "nobody at the desk; the mood is held", nil])
    }

    @Test func unreadableFaceIsNotSaidToBeAnEmptyDesk() {
        let dark = FaceReading.none(.tooDark, Rectangle(x: 0, y: 0, width: 90, height: 90))
        let told = tell([(face, [], 0), (dark, [], 8), (dark, [.away], 16), (face, [.back], 17)])
        #expect(told.last == "the face can be read again")
        #expect(told[2]?.contains("too dark") == true)
        for reason in NoSample.allCases where reason != .noFace {
            let told = tell([(face, [], 0), (.none(reason, nil), [.away], 8)])
            #expect(told.last??.contains("nobody") == false)
        }
    }
}
