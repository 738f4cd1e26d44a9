import CameraDevices
import Catalogue
import Configuration
package import ControlProtocol
import FaceAnalysis
import FoundationEssentials
import Glibc
import SongMoodModel
import Storage
import SystemIntegration
import VideoCapture

/// Looks at what the daemon needs before it can start, with the code that loads it, and changes nothing.
package struct SelfCheck {
    private let options: DaemonOptions
    private let locations: Locations

    package init(_ options: DaemonOptions) {
        self.init(options, locations: Locations())
    }

    init(_ options: DaemonOptions, locations: Locations) {
        self.options = options
        self.locations = locations
    }

    /// Everything that was looked at, in the order in which a start would need it.
    package func run() -> Findings {
        OpenCVRuntime.configure()
        let data = locations.dataFolder(flag: options.dataFolder)
        return Findings([
            configuration,
            look("face_detector") {
                let folder = try data.faceDetectorFolder()
                _ = try NetworkFaceSearch(folder: folder)
                return folder
            },
            faceCascade(data),
            look("emotion_model") {
                let folder = try data.emotionModelFolder()
                _ = try EmotionClassifier(folder: folder)
                return folder
            },
            look("sound_model") {
                let path = try data.soundMoodModel()
                _ = try SoundMoodModel(contentsOf: path)
                return path
            },
            look("starter_catalogue") {
                let path = try data.starterCatalogue()
                _ = try StarterCatalogue(csv: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
                return path
            },
            stateFolder, presence, yielding,
        ])
    }

    /// What is missing or broken says itself what to do.
    private func look(_ check: String, _ body: () throws -> String) -> Finding {
        do {
            return Finding(check, .ok, try body())
        } catch {
            return Finding(check, .problem, "\(error)", fix: "install EmoTunes again: sudo make install")
        }
    }

    /// The cascade is needed by one of the two detectors only.
    private func faceCascade(_ data: DataFolder) -> Finding {
        let finding = look("face_cascade") {
            let path = try data.faceCascade()
            _ = try HaarCascade(path: path)
            return path
        }
        guard finding.verdict != .ok, (try? load())?.settings.camera.detector != .haar else { return finding }
        return Finding(
            "face_cascade", .ok, "not to be had, and not needed: camera.detector is \"network\"")
    }

    private func load() throws -> Configuration {
        try Configuration.load(file: options.configurationFile, overrides: options.overrides, locations: locations)
    }

    private var configuration: Finding {
        let name = "configuration"
        do {
            let found = try load()
            _ = try SourceAddress(parsing: options.source ?? found.settings.camera.source)
            return Finding(name, .ok, found.files.isEmpty ? "there is no file; the defaults hold" : found.filesInWords)
        } catch {
            return Finding(name, .problem, "\(error)", fix: "correct it, then: emotunesctl reload")
        }
    }

    private var presence: Finding {
        let name = "lock_and_sleep"
        guard let trouble = PresenceWatch.presentTrouble() else {
            return Finding(name, .ok, "a locked screen, sleep and another person's turn at the screen are noticed")
        }
        return Finding(name, .warning, trouble.sentence, fix: trouble.remedy)
    }

    private var yielding: Finding {
        let name = "other_programs"
        guard let trouble = NodeWatch().trouble else {
            return Finding(name, .ok, "other programs that want the camera are noticed")
        }
        return Finding(name, .warning, trouble, fix: NodeWatch.remedy)
    }

    private var stateFolder: Finding {
        let name = "state_folder"
        do {
            let folder = try locations.stateFolder(flag: options.stateFolder)
            var existing = folder
            while !FileManager.default.fileExists(atPath: existing), Folder.parent(of: existing) != existing {
                existing = Folder.parent(of: existing)
            }
            var isFolder = false
            guard FileManager.default.fileExists(atPath: existing, isDirectory: &isFolder), isFolder else {
                return Finding(
                    name, .problem, "\(existing) is no folder", fix: "move it away, or choose another with --state-dir")
            }
            guard access(existing, W_OK | X_OK) == 0 else {
                return Finding(
                    name, .problem, "\(existing) may not be written: \(String(cString: strerror(errno)))",
                    fix: "give it to the user emotunesd runs as, or choose another with --state-dir")
            }
            if let free = freeMegabytes(existing), free < Self.fewMegabytes {
                return Finding(name, .warning, "only \(free) MB are free at \(existing)", fix: "make room there")
            }
            return Finding(name, .ok, existing == folder ? folder : "\(folder), to be made at the first start")
        } catch {
            return Finding(name, .problem, "\(error)", fix: "set HOME, or give --state-dir")
        }
    }

    /// Months of history fit into less.
    private static let fewMegabytes = 50

    private func freeMegabytes(_ path: String) -> Int? {
        var information = statvfs()
        guard statvfs(path, &information) == 0 else { return nil }
        return Int(clamping: (UInt64(information.f_bavail) * UInt64(information.f_frsize)) >> 20)
    }
}
