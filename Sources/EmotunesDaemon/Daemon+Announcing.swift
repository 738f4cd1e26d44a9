import Catalogue
import Configuration
import ControlProtocol
import FoundationEssentials
import StateStore
import Storage
import SystemIntegration
import VideoCapture

extension Daemon {
    /// Says what begins, and takes up what an earlier run left.
    func announceStart(_ parts: Components, _ configuration: Configuration) async {
        for file in parts.damaged { journal.trouble(file.description) }
        if !parts.lostSources.isEmpty {
            let files = parts.lostSources.joined(separator: ", ")
            journal.trouble("import again with `emotunesctl catalogue import`: \(files)")
        }
        journal.note(
            "emotunesd \(Release.version) watches \(parts.watch.present.address), settings from \(configuration.filesInWords)",
            event: .control)
        do {
            try await noteEndingUnsaid(parts.store)
            journal.events.note(
                .program, "started", "emotunesd \(Release.version) started, to watch \(parts.watch.present.address)")
            try await announceFirstStart(parts)
            _ = try await parts.store.statedTaste()
        } catch let error as UnreadableTaste {
            journal.trouble("\(error); `\(error.mend)` forgets them")
        } catch {
            journal.trouble("\(error)")
        }
        do {
            let (tracks, latest) = (try await parts.catalogue.count(), try await parts.store.latestPlaylist())
            parts.status.update { $0.trackCount = tracks }
            await parts.session.resume(await parts.recorder.kept(now: Date()), latest: latest)
            await parts.coordinator.start(latest: latest)
        } catch {
            journal.trouble("\(error)")
        }
    }

    /// Notes the end of a run that could not do so itself: killed, or cut off with the machine.
    private func noteEndingUnsaid(_ store: StateStore) async throws {
        guard let trace = try await store.lastTrace(), !trace.wasEnded else { return }
        journal.events.note(
            .program, "ended",
            "emotunesd ended without having been asked to, or the machine did; nothing is known after this",
            at: trace.at)
    }

    /// Said once in the journal; `status` says it for a day.
    private func announceFirstStart(_ parts: Components) async throws {
        let name = "first_start"
        var began = try await parts.store.snapshot(named: name)?.at
        if began == nil {
            began = Date()
            if parts.watch.present.address.isCamera {
                let camera = parts.watch.present.isPaused ? "the camera is closed until you resume" : "the camera is on"
                journal.note("first start: \(camera). \(FirstStart.sentence)", event: .firstStart)
            }
            try await parts.store.keepSnapshot(Data(), named: name, at: Date())
        }
        if let began, parts.watch.present.address.isCamera { parts.status.update { $0.firstStart = began } }
    }
}
