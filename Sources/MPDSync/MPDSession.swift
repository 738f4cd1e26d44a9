import FoundationEssentials
import Glibc
import MPDClient
import Platform
import Publishing
import Songs
import StateStore

/// The loop's own state, for one thread: the connection, what is in the queue, and what is due when.
final class MPDSession {
    let dependencies: MPDPlayer.Dependencies
    let ledger: PublishingLedger
    private(set) var settings = MPDSyncSettings(enabled: .off)
    private(set) var connection: MPDConnection?
    /// What was connected last: it is expected to come back.
    private var lastAddress: MPDAddress?
    private var failures = 0
    /// By the boot clock.
    private var retryAt = 0.0
    private var report: MPDReport?
    private var publication: PublishingRecord?
    private var saidTrouble: String?
    /// What MPD has said has changed since the last pass.
    private var changes: Set<String> = []
    var hasNewDatabase: Bool { changes.contains("database") }

    var own = OwnSongs()
    private var isOwnLoaded = false
    /// The last look at the player, while our queue is on.
    var last: QueueLook?
    /// Until then, by the boot clock, the queue is left as it is: the song that is on is about to end.
    var waitsUntil: Double?
    /// The playlist that could not be shown, and when it is tried again.
    var publishTrouble: (playlist: Int64, retryAt: Double)?
    /// How many songs of which playlist MPD has.
    var found: (playlist: Int64, count: Int, of: Int)?
    var storedTrouble: String?
    /// Files that MPD was asked to look at, so that it is asked once.
    var askedPaths: Set<String> = []
    /// The `generation` of the files that were asked for last.
    var filesGeneration: Int?
    /// The playlist whose last song has been told of.
    var toldEndOf: Int64?
    /// When stickers are read again, by the boot clock.
    var stickersAt = 0.0
    /// Whether the question of starting the music has been settled.
    var hasStarted = false

    /// Seconds between tries at a socket of this machine, and over the network, at most.
    private static let localPause = 5.0, networkPause = 60.0
    /// A longer queue than this is not ours, and is not read.
    static let longestQueue = 2000

    init(_ dependencies: MPDPlayer.Dependencies) {
        self.dependencies = dependencies
        ledger = PublishingLedger(target: MPDTarget.name, store: dependencies.store)
    }

    var boot: Double { dependencies.clocks.boot() }
    var now: Date { dependencies.clocks.now() }

    // MARK: One pass

    /// Does all that there is to do now.
    func pass(_ mail: MPDPlayer.Mail) async {
        if let settings = mail.settings { take(settings) }
        if mail.isWoken || hasNewDatabase { publishTrouble = nil }
        await loadOwn()
        connectIfDue(isAsked: !mail.orders.isEmpty || !mail.settlers.isEmpty || mail.settings != nil)
        var answers: [MPDPlayer.Answer] = []
        do {
            try await work(mail.orders.map(\.order), &answers)
        } catch {
            // The wish cannot be read or kept: it stays open, and the store's own health is told of elsewhere.
            dependencies.log.trouble("MPD: \(error)")
        }
        changes = []
        let silent = MPDPlayer.Answer.failure(.notInUse(report?.detail ?? MPDReport.off.detail))
        for (index, order) in mail.orders.enumerated() {
            order.answer.resume(returning: answers.indices.contains(index) ? answers[index] : silent)
        }
        for settler in mail.settlers { settler.resume() }
    }

    private func work(_ orders: [PlaybackOrder], _ answers: inout [MPDPlayer.Answer]) async throws {
        guard let connection else { return await showPublication() }
        do {
            var view = try look(connection)
            try await learn(view)
            for order in orders {
                answers.append(try await carryOut(order, connection, view))
                view = try look(connection)
                // Another song is on by our doing only where it was asked for by name.
                if order == .next { try await learn(view) } else { note(view) }
            }
            try await publish(connection, view)
            try await startIfWanted(connection)
            view = try look(connection)
            note(view)
            await tellOfTheEnd(view)
            show(connected(view))
            try await readStickers(connection)
        } catch let error as MPDError {
            await failed(error)
        }
        await showPublication()
    }

    private func failed(_ error: MPDError) async {
        let trouble = MPDReport.without(
            connection?.address, error, isExpected: true, tried: settings.addresses)
        if error.endsConnection {
            drop()
            show(trouble)
        } else {
            show(MPDReport(state: .failed, detail: trouble.detail))
            try? await ledger.noteTrouble(.failed, trouble.detail, at: now)
            waitsUntil = nil
            publishTrouble = ((try? await ledger.record()?.playlistID) ?? 0, boot + Self.networkPause)
        }
    }

    // MARK: The connection

    private func take(_ new: MPDSyncSettings) {
        let old = settings
        settings = new
        guard old.enabled != new.enabled || old.addresses != new.addresses else { return }
        connection = nil
        lastAddress = nil
        failures = 0
        retryAt = 0
        stickersAt = 0
    }

    private func connectIfDue(isAsked: Bool) {
        guard settings.enabled != .off else {
            connection = nil
            return show(.off)
        }
        guard connection == nil, isAsked || boot >= retryAt else { return }
        var trouble: (address: MPDAddress, error: MPDError)?
        for address in settings.addresses {
            do throws(MPDError) {
                connection = try MPDConnection(
                    to: address, patience: dependencies.patience, calls: dependencies.calls)
                if failures > 0 || lastAddress == nil { dependencies.log.note("MPD at \(address) is connected") }
                (lastAddress, failures, saidTrouble) = (address, 0, nil)
                // Not `stickersAt`: where searching them takes too long, the connection ends, and would again at once.
                (last, found) = (nil, nil)
                return
            } catch {
                // What is there and does not work says more than what is not there.
                let isBetter = trouble?.error.code == .unreachable && trouble?.address != lastAddress
                if trouble == nil || address == lastAddress || isBetter { trouble = (address, error) }
            }
        }
        drop()
        let error = trouble?.error ?? MPDError(.unreachable, "no address is known")
        let isExpected = settings.enabled == .on || settings.isNamed || lastAddress != nil
        show(.without(trouble?.address, error, isExpected: isExpected, tried: settings.addresses))
    }

    private func drop() {
        connection = nil
        (last, waitsUntil) = (nil, nil)
        failures += 1
        let isLocal = (lastAddress ?? settings.addresses.first)?.isLocal ?? false
        let longest = isLocal && lastAddress != nil ? Self.localPause : Self.networkPause
        retryAt = boot + min(longest, Double(1 << min(failures - 1, 10)))
    }

    // MARK: Waiting

    /// Blocks until MPD says that something changed, the waker wakes, or something is due.
    func wait(_ waker: Waker?) {
        var isIdling = false
        if let connection {
            do throws(MPDError) {
                try connection.beginIdle()
                isIdling = true
            } catch {
                lose(error)
            }
        }
        var entries = [
            pollfd(fd: waker?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: connection?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        poll(&entries, 2, timeout(waker))
        waker?.clear()
        guard isIdling, let connection else { return }
        do throws(MPDError) {
            changes.formUnion(try connection.endIdle())
        } catch {
            lose(error)
        }
    }

    private func lose(_ error: MPDError) {
        let report = MPDReport.without(
            connection?.address, error, isExpected: true, tried: settings.addresses)
        drop()
        // A restart takes a moment: the first try is at once.
        if error.code == .closed { retryAt = boot + 0.5 }
        show(report)
    }

    /// Milliseconds, for `poll`.
    private func timeout(_ waker: Waker?) -> Int32 {
        var moments: [Double] = []
        if connection == nil, settings.enabled != .off { moments.append(retryAt) }
        if connection != nil { moments += [waitsUntil, publishTrouble?.retryAt].compactMap(\.self) }
        if waker == nil { moments.append(boot + 1) }
        guard let first = moments.min() else { return -1 }
        return Int32(clamping: Int((max(0, first - boot) * 1000).rounded(.up)) + 1)
    }

    // MARK: Telling

    private func connected(_ view: Glance) -> MPDReport {
        let song = view.isOurs && view.queue.isPlaying ? view.queue.current.flatMap { own.song($0.uri) } : nil
        return MPDReport(
            state: .connected,
            detail: MPDNotes(
                status: view.status, isOurs: view.isOurs, isQueueEmpty: view.queue.songs.isEmpty,
                follow: settings.follow, found: found.map { ($0.count, $0.of) }, storedTrouble: storedTrouble
            ).sentence, isPlaying: view.status.state == .play,
            song: song.map { MPDReport.PlayedSong(title: $0.title, artists: $0.artists) })
    }

    private func show(_ new: MPDReport) {
        guard new != report else { return }
        report = new
        if new.state == .failed || new.state == .pending { say(new.detail) }
        dependencies.send(.standing(new))
    }

    /// Writes a trouble into the journal, once for as long as it lasts.
    func say(_ trouble: String) {
        guard trouble != saidTrouble else { return }
        saidTrouble = trouble
        dependencies.log.trouble(trouble)
    }

    private func showPublication() async {
        guard let record = try? await ledger.record(), record != publication else { return }
        publication = record
        dependencies.send(.publishing(.progress(record)))
    }

    private func loadOwn() async {
        guard !isOwnLoaded else { return }
        isOwnLoaded = true
        guard let kept = try? await dependencies.store.snapshot(named: OwnSongs.snapshotName),
            let songs = try? JSONDecoder().decode(OwnSongs.self, from: kept.content)
        else { return }
        own = songs
    }
}
