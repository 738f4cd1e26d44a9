import FoundationEssentials
import Glibc

/// Starts a daemon and reads from /proc what it costs once it has settled.
struct DaemonWatch {
    /// What a watched daemon used.
    struct Figures: Encodable {
        var seconds: Int
        var percentOfOneCore: Double
        var residentMegabytes: Double, peakMegabytes: Double
        var threads: Int
    }

    let path: String
    let dataFolder: String?
    /// What it watches.
    let source: String
    /// Start-up (loading models, the first playlist) is not what a day costs.
    let settleSeconds: UInt32

    /// - Throws: `EvaluationError` if the daemon cannot be started or ends early.
    func run(seconds: Int) throws(EvaluationError) -> Figures {
        let daemon = try RunningDaemon(path, source: source, dataFolder: dataFolder)
        defer { daemon.stop() }
        let process = daemon.process
        sleep(settleSeconds)
        let before = try cpuSeconds(process)
        sleep(UInt32(seconds))
        let used = try cpuSeconds(process) - before
        let status = try text("/proc/\(process)/status")
        return Figures(
            seconds: seconds, percentOfOneCore: 100 * used / Double(seconds),
            residentMegabytes: megabytes("VmRSS:", in: status), peakMegabytes: megabytes("VmHWM:", in: status),
            threads: Int(field("Threads:", in: status)) ?? 0)
    }

    private func cpuSeconds(_ process: pid_t) throws(EvaluationError) -> Double {
        // The command's name may hold spaces; the fields after its bracket do not.
        let fields = try text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw EvaluationError("the daemon ended while it was being watched; its lines above say why")
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func text(_ path: String) throws(EvaluationError) -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw EvaluationError("the daemon ended while it was being watched; its lines above say why")
        }
        return text
    }

    private func field(_ name: String, in status: String) -> String {
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.map(String.init) ?? ""
    }

    private func megabytes(_ name: String, in status: String) -> Double {
        (Double(field(name, in: status)) ?? 0) / 1024
    }
}
