/// What the mood is worked out with besides the constants of the emotion network (`MoodModel`) and the person's settings
/// (`MoodPolicy`): how long moods and poses last, how a face at rest is learned, when a decision is made.
///
/// Unless another source is named, a number was chosen on made-up streams of labelled faces and simulated days and
/// judged on streams and days of other seeds, on the date given with it; `emotunes-evaluate stream` and
/// `emotunes-evaluate simulate` measure what a change does.
package struct MoodParameters: Sendable, Hashable {
    package var stay = Stay()
    package var pose = Pose()
    package var resting = Resting()
    package var support = Support()
    package var decision = Decision()
    package var corrections = Corrections()

    package init() {}

    /// How long a mood is expected to last on (26 November 2026).
    package struct Stay: Sendable, Hashable {
        /// A mood that has lasted so long, in seconds, is expected to last on for `MoodModel.expectedDwellFactor` times
        /// as long.
        package var acquaintedSeconds = 120.0
        /// The factor grows with the time the mood has lasted, by this power: a playlist that suited for half an hour is
        /// not to change for a grimace; one that has just changed may have been wrong.
        package var ageing = 1.6
        /// The least and the most that is expected, in seconds.
        package var leastSeconds = 95.0, mostSeconds = 60_000.0
        /// The most time, in seconds, that one reading can stand for: after a longer gap little is known of it
        /// (21 November 2026).
        package var longestStepSeconds = 2.0
    }

    /// What the readings of one pose count together, in whole readings. The times are those of a window of 30 seconds and
    /// stretch with it (26 November 2026).
    package struct Pose: Sendable, Hashable {
        /// What the first reading of a pose counts at least; the rest of a whole one follows within `settlingSeconds`.
        package var firstWeight = 0.114
        package var settlingSeconds = 2.49
        /// A pose that is held on counts as one more after every so many seconds.
        package var repeatSeconds = 31.5
        /// Held for longer than this, in seconds, it is no passing expression: a person sits still and smiles. Then it
        /// counts as one more after every `longRepeatSeconds`.
        package var longSeconds = 20.0
        package var longRepeatSeconds = 8.8
        /// No more than one whole reading counts in so many seconds, however restless the face.
        package var allowanceSeconds = 1.2
        /// Scores that differ in total by this much (0 to 2) from the pose's are another pose in the same place.
        package var newPoseDistance = 1.02
        /// How much of the newest reading goes into the pose's average at least, 0 to 1.
        package var newestShare = 0.078
        /// What the scores that a pose is recognised by follow the newest by, 0 to 1, so that a slow change is no new
        /// pose (25 November 2026).
        package var drift = 0.3
    }

    /// How the face at rest is learned, and how much of it is taken off (21 November 2026).
    package struct Resting: Sendable, Hashable {
        /// How much of the difference to other people's faces is taken off, 0 to 1: the face also tells the truth.
        package var discount = 0.7
        /// The most that is taken off, in log scores.
        package var mostOffset = 1.5
        /// By how much the median moves in an hour of looks on one side of it, in log scores.
        package var stepPerHour = 0.8
        /// After so many hours what was learned counts fully; a calibration counts as so many.
        package var trustedHours = 1.0
        /// The least number of looks that a calibration rests on (26 November 2026: all that the shortest calibration
        /// gives).
        package var calibrationLooks = 20
    }

    /// How many of the looks have to show a mood before it is called (29 November 2026).
    package struct Support: Sendable, Hashable {
        /// The least share of the looks, 0 to 1.
        package var leastShare = 0.2
        /// A mood that follows others less often than this (`MoodModel.transitionPrior`) is rare.
        package var rarePrior = 0.05
        /// A rare mood also needs this share of what the mood has that most of the looks show.
        package var rareShare = 0.5
        /// How far back the looks count: a change of mood that is plain to see is not to wait for its share.
        package var seconds = 30.0
        /// What is left of the probability of a mood that the looks do not show.
        package var unsupportedWeight = 1e-6

        package init() {}
    }

    /// What a correction teaches at most, and what is believed after one (29 November 2026).
    package struct Corrections: Sendable, Hashable {
        /// The looks of so many seconds before it are those that it names, and there have to be so many of them.
        package var lookSeconds = 120.0, leastLooks = 20
        /// By so much, in log scores, the true mood has to be ahead for there to be nothing to learn.
        package var margin = 0.5
        /// Less than this, in log scores, is no habit of a face and is not taken off.
        package var leastStep = 0.1
        /// The most that one correction takes off an emotion, in log scores: the first, which may be a slip; a later
        /// "neutral" that finds at least `margin` taken off already; and all of them together.
        package var mostStep = 0.7, mostAgain = 1.4, mostTotal = 3.5
        /// Only so many count, the newest.
        package var mostLessons = 12
        /// How likely the mood that was held is when it is held no longer, 0 to 1.
        package var heldBelief = 0.95

        package init() {}
    }

    /// When a mood is called (21 November 2026). Times in seconds.
    package struct Decision: Sendable, Hashable {
        /// Nothing is called before this many seconds of readings.
        package var settleSeconds = 20.0
        /// The first mood is not called before it is this likely (25 November 2026), unless `undecidedSeconds` have passed.
        package var settledConfidence = 0.95, undecidedSeconds = 90.0
        /// Without a face for this long, nobody is there.
        package var awaySeconds = 20.0
        /// After this long without a face the mood may be any again: it has to prove itself like a new one
        /// (26 November 2026).
        package var longAbsenceSeconds = 900.0
        /// Another mood must be likelier by this much to take over the name.
        package var renameLead = 0.1
    }
}
