import Glibc

/// Seconds on `CLOCK_MONOTONIC`, which stands still while the machine sleeps: time-outs, and the clock that V4L2 drivers
/// stamp their frames with.
package func monotonicSeconds() -> Double { seconds(of: CLOCK_MONOTONIC) }

/// Microseconds on `CLOCK_MONOTONIC`, as systemd counts them.
package func monotonicMicroseconds() -> UInt64 {
    let time = reading(of: CLOCK_MONOTONIC)
    return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
}

/// Seconds on `CLOCK_BOOTTIME`, which runs on while the machine sleeps: a camera's media time, pauses and idleness. A
/// night's sleep is a long absence, not a blink.
package func bootSeconds() -> Double { seconds(of: CLOCK_BOOTTIME) }

/// For how many seconds the machine has slept since it was booted: what the monotonic clock lacks on the boot clock.
package func sleptSeconds() -> Double {
    while true {
        let before = monotonicSeconds(), boot = bootSeconds(), after = monotonicSeconds()
        // A thread suspended between two readings cannot compare them.
        if after - before < 0.01 { return boot - (before + after) / 2 }
    }
}

private func seconds(of clock: clockid_t) -> Double {
    let time = reading(of: clock)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

private func reading(of clock: clockid_t) -> timespec {
    var time = timespec()
    clock_gettime(clock, &time)
    return time
}
