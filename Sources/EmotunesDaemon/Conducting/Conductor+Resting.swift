import Emotions
import Foundation
import MoodTracking
import StateStore

// The person's face at rest: seven numbers, learned with every look or set by a calibration, kept over restarts.
extension Conductor {
    private static let snapshotName = "resting"

    /// The seven numbers as they are kept.
    private struct Kept: Codable {
        var median: [String: Double]
        var hours: Double
    }

    /// Begins to collect looks.
    ///
    /// - Returns: false if a calibration is going on already; that one goes on undisturbed.
    func beginCalibration() -> Bool {
        guard calibration == nil else { return false }
        calibration = []
        return true
    }

    /// Takes what was collected as the face at rest.
    ///
    /// - Returns: how many looks there were, and whether they were enough.
    func endCalibration() async -> (looks: Int, isEnough: Bool) {
        let looks = calibration ?? []
        calibration = nil
        guard let resting = RestingExpression(calibrating: looks) else { return (looks.count, false) }
        engine.resting = resting
        await rememberResting()
        return (looks.count, true)
    }

    /// Takes the person's face for one like everybody's again.
    func forgetResting() async {
        engine.resting = RestingExpression()
        await rememberResting()
    }

    /// Goes on from what an earlier run knew of the face.
    func recallResting() async {
        guard !isRecording else { return }
        do {
            guard let (content, _) = try await store.snapshot(named: Self.snapshotName),
                let kept = try? JSONDecoder().decode(Kept.self, from: content)
            else { return }
            let median = kept.median.compactMap { name, value in Emotion(rawValue: name).map { ($0, value) } }
            engine.resting = RestingExpression(
                median: Dictionary(median) { first, _ in first }, hours: kept.hours)
        } catch {
            report("\(error)")
        }
    }

    /// Keeps the seven numbers for the next run.
    func rememberResting() async {
        guard !isRecording else { return }
        let resting = engine.resting
        let median = Dictionary(uniqueKeysWithValues: resting.median.map { ($0.key.rawValue, $0.value) })
        do {
            let content = try JSONEncoder().encode(Kept(median: median, hours: resting.hours))
            try await store.keepSnapshot(content, named: Self.snapshotName, at: now())
        } catch {
            report("\(error)")
        }
    }
}
