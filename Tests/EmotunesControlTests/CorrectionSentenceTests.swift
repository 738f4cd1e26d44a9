import ControlProtocol
import TestSupport
import Testing

@testable import EmotunesControl

@Suite struct CorrectionSentenceTests {
    @Test(
        arguments: [
            (MoodName.sad, 200, true, "You looked sad before: that face counts a little less from now on."),
            (
                .happy, 200, true,
                "You looked so before, too; what else that face shows counts a little less from now on."
            ),
            (
                .neutral, 200, true,
                "You looked neutral before, if barely: what else that face shows is weighed a little anew from now on."
            ),
            (.happy, 200, false, "You looked so before, too: there is nothing to learn."),
            (
                .neutral, 200, false,
                "You looked neutral before, which says nothing of a mood: there is nothing to learn."
            ),
            (nil, 0, false, "Your face was not seen before, so there is nothing to learn from."),
            (nil, 7, false, "Your face was hardly seen before, so there is nothing to learn from."),
        ] as [(MoodName?, Int, Bool, String)])
    func itSaysWhatWasLearnt(read: MoodName?, looks: Int, teaches: Bool, sentence: String) {
        let correction = Correction(
            id: 1, at: TestSurroundings.now, mood: .happy, read: read, looks: looks, teaches: teaches, by: "ada")
        #expect(correction.lesson == sentence)
    }
}
