import Sampling
import Testing

@Suite struct YieldPolicyTests {
    @Test func cameraIsTakenBackAPauseAfterOthersClosed() {
        var policy = YieldPolicy()
        policy.yielded(at: 100)
        policy.heard(at: 140, somebodyLeft: true)
        #expect(policy.wait(othersInside: 0, now: 141) == 2)
        #expect(policy.wait(othersInside: 0, now: 143) == 0)
    }

    @Test func cameraIsTriedAgainWithoutEvents() {
        var policy = YieldPolicy()
        policy.yielded(at: 100)
        #expect(policy.wait(othersInside: 1, now: 130) == 30)
        #expect(policy.wait(othersInside: 1, now: 160) == 0)
    }

    @Test func cameraIsTriedSoonerAfterAClose() {
        var policy = YieldPolicy()
        policy.yielded(at: 100)
        policy.heard(at: 140, somebodyLeft: true)
        #expect(policy.wait(othersInside: 1, now: 141) == 9)
        policy.heard(at: 150, somebodyLeft: false)
        #expect(policy.wait(othersInside: 1, now: 150) == 60)
    }

    @Test func repeatedYieldsDoubleThePause() {
        var policy = YieldPolicy()
        var now = 0.0
        var pauses: [Double] = []
        for _ in 0..<7 {
            policy.yielded(at: now)
            let pause = policy.wait(othersInside: 0, now: now)
            pauses.append(pause)
            now += pause
            policy.cameBack(at: now)
            now += 1
        }
        #expect(pauses == [3, 6, 12, 24, 48, 60, 60])
    }

    @Test func calmMinuteResetsThePause() {
        var policy = YieldPolicy()
        policy.yielded(at: 0)
        policy.cameBack(at: 3)
        policy.yielded(at: 4)
        policy.cameBack(at: 10)
        policy.yielded(at: 71)
        #expect(policy.wait(othersInside: 0, now: 71) == 3)
    }
}

@Suite struct IdleReleaseTests {
    @Test func idleCameraIsReleasedAfterTenMinutes() {
        var idle = IdleRelease(now: 0)
        idle.opened(at: 0)
        idle.looked(sawSomebody: true, at: 100)
        idle.looked(sawSomebody: false, at: 699)
        #expect(idle.closedFor(now: 699) == nil)
        idle.looked(sawSomebody: false, at: 700)
        #expect(idle.closedFor(now: 700) == 300)
        #expect(idle.closedFor(now: 999) == 1)
    }

    @Test func releasedCameraLooksEveryFiveMinutes() {
        var idle = IdleRelease(now: 0)
        idle.opened(at: 0)
        idle.looked(sawSomebody: false, at: 600)
        #expect(idle.closedFor(now: 900) == nil)
        #expect(idle.isShortLook)
        idle.looked(sawSomebody: false, at: 903)
        idle.looked(sawSomebody: false, at: 907)
        #expect(idle.closedFor(now: 907) == nil)
        idle.looked(sawSomebody: false, at: 908)
        #expect(idle.closedFor(now: 908) == 300)
        #expect(!idle.isShortLook)
    }

    @Test func personSeenEndsTheShortLook() {
        var idle = IdleRelease(now: 0)
        idle.opened(at: 0)
        idle.looked(sawSomebody: false, at: 600)
        _ = idle.closedFor(now: 900)
        idle.looked(sawSomebody: true, at: 902)
        #expect(!idle.isShortLook)
        idle.looked(sawSomebody: false, at: 1500)
        #expect(idle.closedFor(now: 1500) == nil)
    }

    @Test func activityReopensAReleasedCamera() {
        var idle = IdleRelease(now: 0)
        idle.opened(at: 0)
        idle.looked(sawSomebody: false, at: 600)
        #expect(idle.closedFor(now: 601) == 299)
        idle.noticedActivity(at: 602)
        #expect(idle.closedFor(now: 602) == nil)
        #expect(!idle.isShortLook)
    }

    @Test func closedTimeIsNotCountedAsAbsence() {
        var idle = IdleRelease(now: 0)
        // No camera for an hour, then one, whose first look finds no person yet.
        idle.opened(at: 3600)
        idle.looked(sawSomebody: false, at: 3600)
        #expect(idle.closedFor(now: 3600) == nil)
        idle.looked(sawSomebody: false, at: 3700)
        // The half hour for which another program had it is not counted, only the 100 seconds before it.
        idle.closed(at: 3700)
        idle.closed(at: 3800)
        idle.opened(at: 5500)
        idle.looked(sawSomebody: false, at: 5999)
        #expect(idle.closedFor(now: 5999) == nil)
        idle.looked(sawSomebody: false, at: 6000)
        #expect(idle.closedFor(now: 6000) == 300)
    }
}
