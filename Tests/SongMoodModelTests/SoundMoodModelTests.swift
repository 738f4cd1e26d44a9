import Foundation
import Songs
import TestSupport
import Testing

@testable import SongMoodModel

@Suite struct SoundMoodModelTests {
    private let shipped = Repository.path("models/sound-mood/sound-mood.json")

    private struct Reference: Decodable {
        var features: [[Double?]]
        var scores: [[Double]]
    }

    @Test func agreesWithTheTrainingFramework() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: Repository.path("models/sound-mood/reference.json")))
        let reference = try JSONDecoder().decode(Reference.self, from: data)
        let model = try SoundMoodModel(contentsOf: shipped)
        #expect(reference.features.count == 32)
        for (row, expected) in zip(reference.features, reference.scores) {
            let scores = model.scores(loudness: row[0], tempo: row[1])
            for (mood, probability) in zip(SongMood.allCases, expected) {
                #expect(abs(scores[mood] - probability) < 1e-5, "\(row)")
            }
        }
    }

    @Test func quietIsCalmAndLoudIsNot() throws {
        let model = try SoundMoodModel(contentsOf: shipped)
        #expect(model.scores(loudness: -25, tempo: 80).dominant == .calm)
        #expect(model.scores(loudness: -4, tempo: 128).dominant == .energetic)
        #expect(model.scores(loudness: -4, tempo: 128).calm < 0.05)
    }

    @Test func ofNothingNothingIsClaimed() throws {
        let scores = try SoundMoodModel(contentsOf: shipped).scores(loudness: nil, tempo: nil)
        #expect(SongMood.allCases.allSatisfy { scores[$0] == 0.25 })
    }

    @Test(arguments: [
        ("\"format\": 1", "\"format\": 2"), ("\"checksum\": \"", "\"checksum\": \"0"), ("loudness", "energy"),
        ("\"biases\"", "\"bias\""),
    ])
    func aDamagedModelIsRefused(text: String, other: String) throws {
        let whole = try String(contentsOfFile: shipped, encoding: .utf8)
        try withTemporaryFolder { folder in
            let path = folder + "/sound-mood.json"
            let damaged = whole.replacingOccurrences(of: text, with: other)
            #expect(damaged != whole)
            try damaged.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(throws: SongMoodModelError.self) { try SoundMoodModel(contentsOf: path) }
        }
    }
}
