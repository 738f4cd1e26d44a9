import Testing

@testable import SystemIntegration

@Suite struct LockStateTests {
    @Test func requestsLockAndUnlock() {
        var lock = LockState()
        lock.request(lock: true)
        #expect(lock.isLocked)
        lock.read(lockedHint: false, idleHint: false)
        #expect(lock.isLocked)
        lock.request(lock: false)
        #expect(!lock.isLocked)
    }

    @Test func lockEndsWhenTheLockedHintGoes() {
        var lock = LockState()
        lock.request(lock: true)
        lock.read(lockedHint: true, idleHint: false)
        lock.read(lockedHint: false, idleHint: false)
        #expect(!lock.isLocked)
    }

    @Test func lockWithoutHintEndsWhenTheSessionIsUsed() {
        var lock = LockState()
        lock.request(lock: true)
        lock.read(lockedHint: false, idleHint: true)
        #expect(lock.isLocked)
        lock.read(lockedHint: false, idleHint: false)
        #expect(!lock.isLocked)
    }

    @Test func aCommandEndsARequestButNotAHint() {
        var lock = LockState()
        lock.request(lock: true)
        lock.noticedActivity()
        #expect(!lock.isLocked)
        lock.read(lockedHint: true, idleHint: false)
        lock.noticedActivity()
        #expect(lock.isLocked)
    }
}
