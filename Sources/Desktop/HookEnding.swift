import MessageBus

/// How a hook ended, as the service manager told it bit by bit.
struct HookEnding {
    private var told: [String: BusValue] = [:]
    /// Something that it started was still there when it had ended itself.
    private(set) var leftSomething = false

    /// A unit is said to be inactive before it begins too.
    private var hasBegun = false
    private var isGone = false

    /// Takes in what has changed of the unit.
    mutating func take(_ changes: [String: BusValue]) {
        told.merge(changes) { $1 }
        if let state = changes["ActiveState"], state != .text("inactive") { hasBegun = true }
        let isEnding = changes["SubState"] == .text("stop-sigterm")
        if isEnding, result == "success", told["MainPID"] == .number(0) { leftSomething = true }
    }

    /// The manager has forgotten the unit.
    mutating func takeRemoval() { isGone = true }

    var isOver: Bool {
        let state = told["ActiveState"]
        return isGone || state == .text("failed") || hasBegun && state == .text("inactive")
    }

    private var result: String? {
        guard case .text(let word) = told["Result"] else { return nil }
        return word
    }

    private var status: Int64? {
        guard case .number(let number) = told["ExecMainStatus"] else { return nil }
        return number
    }

    /// What a person should read of it; nil where all went well.
    func trouble(_ call: HookCall) -> String? {
        switch result {
        case "success", nil:
            leftSomething
                ? "\(call.name) ended and left something running, which was ended with it; what is to live on needs a "
                    + "unit of its own: systemd-run --user PROGRAM"
                : nil
        case "timeout":
            "\(call.name) took longer than \(Int(call.limit)) s (hooks.time_limit_seconds) and was ended, with all it "
                + "started"
        case "exit-code" where status == 203:
            "\(call.name) could not be started: there is no such program, or it may not be executed"
        case "exit-code": "\(call.name) failed with exit status \(status ?? 1); \(Self.remedy)"
        case "signal", "core-dump": "\(call.name) was ended by signal \(status ?? 0); \(Self.remedy)"
        case let other?: "\(call.name) failed (\(other)); \(Self.remedy)"
        }
    }

    private static let remedy = "what it said: journalctl --user -t emotunes-hook"
}
