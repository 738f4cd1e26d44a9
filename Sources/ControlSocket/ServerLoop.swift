import CLinux
import ControlProtocol
import Glibc
import Platform

/// The server's one thread: waits with `poll`, moves bytes, starts a task for each call. It never waits for a client
/// or for the daemon.
final class ServerLoop {
    private let listener: ListeningSocket
    private let mailbox: ServerMailbox
    private let dispatcher: ControlDispatcher
    private let limits: ServerLimits
    private let access: ControlAccess
    private let clock = ContinuousClock()
    private var clients: [Int: ClientConnection] = [:]
    private var nextClient = 0
    /// Set while the process is out of descriptors: accepting again at once would only spin.
    private var acceptAgain: ContinuousClock.Instant?
    private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

    init(
        listener: ListeningSocket, mailbox: ServerMailbox, dispatcher: ControlDispatcher, limits: ServerLimits,
        access: ControlAccess
    ) {
        self.listener = listener
        self.mailbox = mailbox
        self.dispatcher = dispatcher
        self.limits = limits
        self.access = access
    }

    deinit {
        scratch.deallocate()
    }

    /// Serves until told to stop.
    func run() {
        var running = true
        while running {
            let order = Array(clients.keys)
            var entries = [pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0)]
            let listens = acceptAgain == nil
            entries.append(pollfd(fd: listens ? listener.descriptor.raw : -1, events: Int16(POLLIN), revents: 0))
            entries += order.map { entry(for: clients[$0]) }

            _ = poll(&entries, nfds_t(entries.count), timeout())
            let now = clock.now
            if let again = acceptAgain, again <= now { acceptAgain = nil }
            for (client, entry) in zip(order, entries.dropFirst(2)) where entry.revents != 0 {
                serve(client, Int32(entry.revents), now)
            }
            if entries[0].revents != 0 {
                for event in mailbox.takeAll() { running = handle(event, now) && running }
            }
            if entries[1].revents != 0 { acceptAll(now) }
            dropOverdue(now)
        }
        for client in Array(clients.keys) { drop(client) }
        listener.removeFile()
    }

    private func entry(for client: ClientConnection?) -> pollfd {
        guard let client, !client.isGone else { return pollfd(fd: -1, events: 0, revents: 0) }
        let events = (client.wantsInput ? POLLIN : 0) | (client.pendingBytes > 0 ? POLLOUT : 0)
        return pollfd(fd: client.descriptor.raw, events: Int16(events), revents: 0)
    }

    /// Milliseconds until the next deadline, rounded up; -1 if there is none.
    private func timeout() -> Int32 {
        let deadlines = clients.values.compactMap { $0.deadline(limits) } + [acceptAgain].compactMap(\.self)
        guard let next = deadlines.min() else { return -1 }
        let rest = clock.now.duration(to: next)
        return Int32(clamping: max(0, Int64((rest / .milliseconds(1)).rounded(.up))))
    }

    private func serve(_ id: Int, _ events: Int32, _ now: ContinuousClock.Instant) {
        guard let client = clients[id] else { return }
        if events & POLLOUT != 0 { client.flush(now: now) }
        if events & POLLIN != 0 { _ = client.receive(into: scratch, now: now) }
        if events & (POLLHUP | POLLERR | POLLNVAL) != 0 {
            while client.wantsInput, client.receive(into: scratch, now: now) {}
            client.leave()
        }
        advance(id, now)
    }

    /// Starts the client's next call, or lets it go if nothing is left to do.
    private func advance(_ id: Int, _ now: ContinuousClock.Instant) {
        guard let client = clients[id] else { return }
        do {
            if let message = try client.nextMessage(now: now) {
                client.begin(answer(message, for: id, of: client.peer))
            } else if client.isFinished {
                drop(id)
            }
        } catch {
            drop(id)
        }
    }

    private func answer(_ message: [UInt8], for client: Int, of peer: PeerCredentials?) -> Task<Void, Never> {
        Task { [dispatcher, mailbox] in
            do {
                try await ControlCaller.$current.withValue(peer) {
                    try await dispatcher.answer(
                        message,
                        send: { mailbox.post(.send(client: client, bytes: $0.json.framed)) },
                        sendPaced: { reply in
                            await withCheckedContinuation { continuation in
                                mailbox.post(
                                    .send(client: client, bytes: reply.json.framed, taken: { continuation.resume() }))
                            }
                        })
                }
                mailbox.post(.finished(client: client))
            } catch {
                mailbox.post(.hangUp(client: client))
            }
        }
    }

    /// False when the server is to stop.
    private func handle(_ event: ServerEvent, _ now: ContinuousClock.Instant) -> Bool {
        switch event {
        case .send(let id, let bytes, let taken):
            // One reply may be of any length; what piles up behind unread ones may not.
            if let client = clients[id], client.pendingBytes > limits.backlog { drop(id) }
            guard let client = clients[id] else {
                taken?()
                break
            }
            client.send(bytes, now: now, taken: taken)
        case .finished(let id):
            clients[id]?.endCall(now: now)
            advance(id, now)
        case .hangUp(let id):
            drop(id)
        case .stop:
            return false
        }
        return true
    }

    private func acceptAll(_ now: ContinuousClock.Instant) {
        while true {
            switch retrying({ emotunes_accept(listener.descriptor.raw) }) {
            case .success(let raw): admit(Descriptor(owning: raw), now)
            case .failure(let error) where error.number == EAGAIN: return
            case .failure(let error) where error.number == ECONNABORTED: continue
            case .failure:
                acceptAgain = now.advanced(by: .seconds(1))
                return
            }
        }
    }

    private func admit(_ descriptor: consuming Descriptor, _ now: ContinuousClock.Instant) {
        let peer = PeerCredentials(socket: descriptor.raw)
        let client = ClientConnection(
            descriptor: descriptor, peer: peer, messageLimit: limits.message, now: now)
        guard let peer, access.admits(peer) else {
            return client.send(VarlinkServiceError.permissionDenied.reply.json.framed, now: now)
        }
        if clients.count >= limits.clients { dropLongestIdle(now) }
        guard clients.count < limits.clients else {
            return client.send(ControlFailure.tooManyClients(limit: limits.clients).reply.json.framed, now: now)
        }
        clients[nextClient] = client
        nextClient += 1
    }

    private func dropLongestIdle(_ now: ContinuousClock.Instant) {
        let idle = clients.filter { $0.value.call == nil && $0.value.lastActive.advanced(by: limits.idleGrace) <= now }
        if let longest = idle.min(by: { $0.value.lastActive < $1.value.lastActive }) { drop(longest.key) }
    }

    private func dropOverdue(_ now: ContinuousClock.Instant) {
        for (id, client) in clients {
            if let deadline = client.deadline(limits), deadline <= now { drop(id) }
        }
    }

    private func drop(_ id: Int) {
        clients.removeValue(forKey: id)?.leave()
    }
}
