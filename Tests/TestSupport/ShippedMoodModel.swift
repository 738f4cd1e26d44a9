package import Emotions
import Foundation

extension MoodModel {
    private struct Manifest: Decodable {
        var mood: MoodModel
    }

    /// What the shipped emotion network's manifest says of the mood, for tests of everything behind the network.
    package static let shipped: MoodModel = {
        let path = Repository.path("models/emotion/emotion.json")
        do {
            return try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: URL(fileURLWithPath: path))).mood
        } catch {
            preconditionFailure("\(path): \(error)")
        }
    }()
}
