import CSystemd
import Glibc
import MessageBus

/// The talk with the person's service manager. Used by one thread.
final class HookTalk: BusTalk {
    typealias Mail = HookCall

    private struct Running {
        var call: HookCall
        var unit: String
        var ending = HookEnding()
        var subscriptions: [Bus.Subscription] = []
        /// By the boot clock: when it is given up, because nothing was heard of its end.
        var giveUpAt: Double
    }

    private let dependencies: HookRunner.Dependencies
    private var waiting: HookCall?
    private var running: Running?
    private var count = 0
    /// Said once until it works again.
    private var saidTrouble: String?

    static let manager = "org.freedesktop.systemd1"
    private static let managerPath = "/org/freedesktop/systemd1"
    private static let managerInterface = "org.freedesktop.systemd1.Manager"
    private static let patience = 8.0

    init(_ dependencies: HookRunner.Dependencies) { self.dependencies = dependencies }

    var wantsBus: Bool { waiting != nil || running != nil }
    var due: Double? { running?.giveUpAt }

    func take(_ mail: [HookCall]) {
        for call in mail {
            if let running, waiting == nil {
                dependencies.log.note("\(running.call.name) still runs; the next one waits for its end")
            }
            waiting = call
        }
    }

    func begin(on bus: Bus) throws(BusError) {
        bus.setPatience(Self.patience)
        // One that was started over a bus that was lost since.
        guard let unit = running?.unit else { return }
        running?.subscriptions = try listen(to: unit, on: bus)
        do throws(BusError) {
            _ = try bus.ask(
                "GetUnit", of: Self.managerInterface, at: Self.managerPath, on: Self.manager, [.text(unit)]
            ) { _ in true }
        } catch {
            if error.name == Self.manager + ".NoSuchUnit" { running?.ending.takeRemoval() }
        }
    }

    func work(on bus: Bus?, trouble: BusError?) async {
        if let ended = running, ended.ending.isOver || dependencies.boot() >= ended.giveUpAt {
            finish(ended, on: bus)
        }
        guard running == nil, let call = waiting else { return }
        waiting = nil
        guard let bus else { return refuse(call, "there is no session bus (\(trouble?.cause ?? "not connected"))") }
        do throws(BusError) {
            try start(call, on: bus)
            saidTrouble = nil
        } catch {
            for subscription in running?.subscriptions ?? [] { bus.cancel(subscription) }
            running = nil
            refuse(call, error.isAbsence ? "no service manager of yours is on the session bus" : error.cause)
        }
    }

    private func refuse(_ call: HookCall, _ reason: String) {
        guard reason != saidTrouble else { return }
        saidTrouble = reason
        dependencies.log.trouble(
            "\(call.name) was not run: \(reason); hooks need systemd's user manager, which the command "
                + "systemctl --user status shows")
    }

    private func start(_ call: HookCall, on bus: Bus) throws(BusError) {
        // Not left to the call, by which a bus would look for a program that it could start in the manager's place.
        guard bus.owner(of: Self.manager) != nil else {
            throw BusError(code: -ESRCH, what: Self.manager, name: BusError.noOwner)
        }
        count += 1
        let unit = "\(dependencies.prefix)-\(count).service"
        running = Running(
            call: call, unit: unit, giveUpAt: dependencies.boot() + call.limit + HookCall.grace + Self.patience * 2)
        // Listened to before it is started: it may be over at once.
        running?.subscriptions = try listen(to: unit, on: bus)
        _ = try bus.ask(
            "StartTransientUnit", of: Self.managerInterface, at: Self.managerPath, on: Self.manager,
            [
                .text(unit), .text("fail"),
                .list(of: "(sv)", call.properties.map { .structure([.text($0), .variant($1)]) }),
                .list(of: "(sa(sv))", []),
            ]
        ) { MessageReader($0).text("o") }
        dependencies.log.detail("\(call.name) runs as \(unit)")
    }

    private func listen(to unit: String, on bus: Bus) throws(BusError) -> [Bus.Subscription] {
        let path = Self.path(of: unit)
        let subscriptions = [
            try bus.listen(
                "type='signal',sender='\(Self.manager)',interface='org.freedesktop.DBus.Properties',"
                    + "member='PropertiesChanged',path='\(path)'"
            ) { [unowned self] signal in
                guard signal.reader.text() != nil, let changes = signal.reader.properties() else { return }
                running?.ending.take(changes)
            },
            try bus.listen(
                "type='signal',sender='\(Self.manager)',interface='\(Self.managerInterface)',member='UnitRemoved',"
                    + "path='\(Self.managerPath)',arg0='\(unit)'"
            ) { [unowned self] _ in running?.ending.takeRemoval() },
        ]
        // Without it the manager sends no signals; that another connection of ours did so already is no mistake.
        _ = try? bus.ask("Subscribe", of: Self.managerInterface, at: Self.managerPath, on: Self.manager) { _ in true }
        return subscriptions
    }

    private func finish(_ ended: Running, on bus: Bus?) {
        running = nil
        if let bus {
            for subscription in ended.subscriptions { bus.cancel(subscription) }
            _ = try? bus.ask("Unsubscribe", of: Self.managerInterface, at: Self.managerPath, on: Self.manager) { _ in
                true
            }
        }
        if !ended.ending.isOver {
            dependencies.log.trouble(
                "nothing was heard of the end of \(ended.call.name); the command systemctl --user status \(ended.unit) "
                    + "may say more")
        } else if let trouble = ended.ending.trouble(ended.call) {
            dependencies.log.trouble(trouble)
        }
    }

    /// Where the manager keeps a unit, by its name.
    private static func path(of unit: String) -> String {
        var path: UnsafeMutablePointer<CChar>?
        guard sd_bus_path_encode(managerPath + "/unit", unit, &path) >= 0, let path else { return managerPath }
        defer { free(path) }
        return String(cString: path)
    }

    func end(on bus: Bus?) {
        // What runs goes on without us, within its limit; until then no other is started beside it.
        running?.subscriptions = []
    }
}
