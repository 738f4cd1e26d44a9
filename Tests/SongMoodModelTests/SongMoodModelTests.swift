import Foundation
import Songs
import TestSupport
import Testing

@testable import SongMoodModel

@Suite struct SongMoodModelTests {
    private let shipped = Repository.path("models/song-mood/song-mood.json")
    /// The features of an average pop song.
    private let song = AudioFeatures(
        length: 215_000, danceability: 0.6, acousticness: 0.2, energy: 0.6, instrumentalness: 0.001, liveness: 0.12,
        valence: 0.5, loudness: -8, speechiness: 0.05, tempo: 118)

    private struct Reference: Decodable {
        var features: [[Double?]]
        var scores: [[Double]]
    }

    @Test func agreesWithTheTrainingFramework() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: Repository.path("models/song-mood/reference.json")))
        let reference = try JSONDecoder().decode(Reference.self, from: data)
        let model = try SongMoodModel(contentsOf: shipped)
        #expect(reference.features.count == 64)
        for (row, expected) in zip(reference.features, reference.scores) {
            let v = row.map { $0 ?? .nan }
            let scores = model.scores(
                for: AudioFeatures(
                    length: v[0], danceability: v[1], acousticness: v[2], energy: v[3], instrumentalness: v[4],
                    liveness: v[5], valence: v[6], loudness: v[7], speechiness: v[8], tempo: v[9]))
            for (mood, probability) in zip(SongMood.allCases, expected) {
                #expect(abs(scores[mood] - probability) < 1e-5, "\(row)")
            }
        }
    }

    @Test func answersAreProbabilitiesForAnyInput() throws {
        let model = try SongMoodModel(contentsOf: shipped)
        let odd: [Double] = [.infinity, -.infinity, .nan, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0, 17]
        for value in odd {
            for keyPath in Self.features {
                var features = song
                features[keyPath: keyPath] = value
                let scores = model.scores(for: features)
                let sum = SongMood.allCases.reduce(0) { $0 + scores[$1] }
                #expect(abs(sum - 1) < 1e-9)
                #expect(SongMood.allCases.allSatisfy { (0...1).contains(scores[$0]) })
            }
        }
    }

    @Test func valuesAreClampedToTheTrainingRange() throws {
        let model = try SongMoodModel(contentsOf: shipped)
        for keyPath in Self.features {
            var far = song, further = song
            far[keyPath: keyPath] = 1e7
            further[keyPath: keyPath] = 1e200
            #expect(model.scores(for: far) == model.scores(for: further))
        }
    }

    @Test func missingFeaturesFlattenTheAnswer() throws {
        let model = try SongMoodModel(contentsOf: shipped)
        var loud = song
        (loud.energy, loud.loudness, loud.valence, loud.acousticness) = (0.98, -2, 0.2, 0.0001)
        let sure = model.scores(for: loud)
        #expect(sure.dominant == .energetic)
        (loud.energy, loud.loudness) = (.nan, .nan)
        #expect(model.scores(for: loud)[.energetic] < sure[.energetic])
        for keyPath in Self.features { loud[keyPath: keyPath] = .nan }
        let nothing = model.scores(for: loud)
        #expect(SongMood.allCases.allSatisfy { nothing[$0] == 0.25 })
    }

    @Test func typicalSongsGetTheirMood() throws {
        let model = try SongMoodModel(contentsOf: shipped)
        func probability(_ mood: SongMood, _ change: (inout AudioFeatures) -> Void) -> Double {
            var features = song
            change(&features)
            return model.scores(for: features)[mood]
        }
        let valences = [0.1, 0.3, 0.5, 0.7, 0.9].map { v in probability(.happy) { $0.valence = v } }
        #expect(valences == valences.sorted())
        let quiet = probability(.calm) {
            ($0.energy, $0.loudness, $0.acousticness, $0.instrumentalness) = (0.05, -28, 0.98, 0.9)
        }
        #expect(quiet > 0.8)
        #expect(probability(.sad) { ($0.valence, $0.energy, $0.acousticness) = (0.15, 0.25, 0.8) } > 0.6)
    }

    @Test func damagedFilesAreRefused() throws {
        let cases: [(String, (inout [String: Any]) -> Void)] = [
            ("format 2 is not known", { $0["format"] = 2 }),
            ("\"checksum\" is missing", { $0["checksum"] = nil }),
            ("wrong type at \"segments\"", { $0["segments"] = "many" }),
            ("the features are not length", { $0["features"] = ["valence"] }),
            ("the moods are not happy", { $0["moods"] = ["sad", "happy", "energetic", "calm"] }),
            ("one scale a feature", { $0["knots"] = [Any]() }),
            ("1 layers instead of 2", { $0["layers"] = [["weights": [[1.0]], "biases": [1.0]]] }),
            ("hidden layer of 0", { edit(&$0, layer: 0, "biases", [Double]()) }),
            ("a layer is not 32 × 4", { edit(&$0, layer: 1, "biases", [1.0]) }),
            ("do not fit their checksum", { edit(&$0, layer: 1, "biases", [0.0, 0.0, 0.0, 0.0]) }),
            ("not finite", { edit(&$0, layer: 1, "biases", [0.0, 0.0, 1e200, 0.0]) }),
            ("the check is incomplete", { $0["check"] = ["features": [Double](), "scores": [Double]()] }),
            (
                "does not answer as it says",
                { object in
                    guard var check = object["check"] as? [String: Any] else { return }
                    check["scores"] = [0.25, 0.25, 0.25, 0.25]
                    object["check"] = check
                }
            ),
            ("0 fingerprints for 686", { $0["trainingSongs"] = ["count": 686, "fingerprints": [Int]()] }),
        ]
        for (expected, change) in cases {
            let folder = try TemporaryFolder(copying: ["song-mood.json"], from: Repository.path("models/song-mood"))
            let url = URL(fileURLWithPath: folder.file("song-mood.json"))
            var object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
            change(&object)
            try JSONSerialization.data(withJSONObject: object).write(to: url)
            #expect(message(url.path).contains(expected), "\(message(url.path))")
        }
    }

    @Test func filesThatAreNoModelAreRejected() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("song-mood.json")
        #expect(message(path).contains("song-mood.json: the song-mood model cannot be read; install the models again"))
        let whole = try Data(contentsOf: URL(fileURLWithPath: shipped))
        for content in [Data(), Data("[]".utf8), whole.prefix(whole.count / 2), Data([0, 1, 2, 255])] {
            try content.write(to: URL(fileURLWithPath: path))
            #expect(message(path).contains("no song-mood model"), "\(message(path))")
        }
    }

    private func message(_ path: String) -> String {
        do {
            _ = try SongMoodModel(contentsOf: path)
            return "loaded"
        } catch {
            return error.description
        }
    }

    private static let features: [any WritableKeyPath<AudioFeatures, Double> & Sendable] = [
        \.length, \.danceability, \.acousticness, \.energy, \.instrumentalness, \.liveness, \.valence, \.loudness,
        \.speechiness, \.tempo,
    ]
}

/// Puts something else into a layer.
private func edit(_ object: inout [String: Any], layer: Int, _ key: String, _ value: Any) {
    guard var layers = object["layers"] as? [[String: Any]] else { return }
    layers[layer][key] = value
    object["layers"] = layers
}
