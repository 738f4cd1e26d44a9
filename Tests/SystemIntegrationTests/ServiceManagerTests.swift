import Synchronization
import Testing

@testable import SystemIntegration

@Suite struct ServiceManagerTests {
    private final class Sent: Sendable {
        let lines = Mutex<[String]>([])
    }

    @Test func saysWhatTheManagerUnderstands() {
        let sent = Sent()
        let manager = ServiceManager(
            send: { line in sent.lines.withLock { $0.append(line) } }, monotonicMicroseconds: { 42 })
        manager.status("starting\nREADY=1")
        manager.ready()
        manager.feedWatchdog()
        manager.reloading()
        manager.ready()
        manager.stopping()
        #expect(
            sent.lines.withLock(\.self) == [
                "STATUS=starting READY=1", "READY=1", "WATCHDOG=1", "RELOADING=1\nMONOTONIC_USEC=42", "READY=1",
                "STOPPING=1",
            ])
    }

    @Test func withoutAManagerNothingHappens() {
        ServiceManager().ready()
        #expect(ServiceManager.watchdogInterval == nil)
        #expect(PassedDescriptor.take().isEmpty)
    }
}
