import ControlProtocol
import Foundation
import TestSupport
import Testing

@testable import EmotunesDaemon

@Suite struct SelfCheckTests {
    private func check(_ change: (inout DaemonOptions) -> Void) -> [String: Finding] {
        var options = DaemonOptions()
        options.dataFolder = Repository.path("")
        change(&options)
        return Dictionary(uniqueKeysWithValues: SelfCheck(options).run().findings.map { ($0.check, $0) })
    }

    @Test func intactInstallationIsOkAndNothingIsCreated() throws {
        try withTemporaryFolder { folder in
            let found = check { $0.stateFolder = folder + "/a/b" }
            #expect(found.count == 9)
            #expect(found["lock_and_sleep"] != nil && found["other_programs"] != nil)
            for name in [
                "face_detector", "face_cascade", "emotion_model", "sound_model", "starter_catalogue", "state_folder",
            ] {
                #expect(found[name]?.verdict == .ok, "\(name): \(found[name]?.detail ?? "")")
            }
            #expect(!FileManager.default.fileExists(atPath: folder + "/a"))
        }
    }

    @Test func aWrongSettingIsNamedWithItsLine() throws {
        try withTemporaryFolder { folder in
            let file = folder + "/wrong.toml"
            try Data("[mood]\nthresold = 1\n".utf8).write(to: URL(fileURLWithPath: file))
            let finding = check {
                $0.stateFolder = folder
                $0.configurationFile = file
            }["configuration"]
            #expect(finding?.verdict == .problem)
            #expect(finding?.detail.contains("\(file):2") == true)
        }
    }

    @Test func missingModelsAreProblemsWithAFix() throws {
        try withTemporaryFolder { folder in
            let found = check {
                $0.stateFolder = folder
                $0.dataFolder = folder
            }
            #expect(found["emotion_model"]?.verdict == .problem && found["starter_catalogue"]?.verdict == .problem)
            #expect(found["sound_model"]?.verdict == .problem)
            #expect(found["emotion_model"]?.fix != nil)
            #expect(found["face_detector"]?.verdict == .problem)
        }
    }

    @Test func aStateFolderThatIsAFileIsAProblem() throws {
        try withTemporaryFolder { folder in
            let file = folder + "/file"
            try Data().write(to: URL(fileURLWithPath: file))
            #expect(check { $0.stateFolder = file }["state_folder"]?.verdict == .problem)
            #expect(check { $0.stateFolder = file + "/below" }["state_folder"]?.verdict == .problem)
        }
    }
}
