import Glibc
import Platform
import Testing

@Suite struct ErrnoTests {
    @Test func hasTheWordsOfTheCLibrary() {
        #expect(Errno(ENOENT).description == "No such file or directory")
    }

    @Test func interruptedCallIsMadeAgain() {
        var calls = 0
        let result = retrying { () -> Int32 in
            calls += 1
            errno = EINTR
            return calls < 3 ? -1 : 7
        }
        #expect(result == .success(7) && calls == 3)
    }

    @Test func failedCallIsMadeOnce() {
        var calls = 0
        let result = retrying { () -> Int in
            calls += 1
            errno = EACCES
            return -1
        }
        #expect(result == .failure(Errno(EACCES)) && calls == 1)
    }
}

@Suite struct DescriptorTests {
    /// A file without a name, closed at the end of `body`.
    private func withFile(_ body: (Int32) throws -> Void) throws {
        var template = Array("/tmp/emotunes-platform-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        unlink(template)
        try body(descriptor)
    }

    private func content(of descriptor: Int32) throws -> [UInt8] {
        lseek(descriptor, 0, SEEK_SET)
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = try buffer.withUnsafeMutableBytes { read(from: descriptor, into: $0) }.get()
        return Array(buffer[..<count])
    }

    @Test func writesAllAndReadsBack() throws {
        try withFile { descriptor in
            try Array("abcdef".utf8).withUnsafeBytes { writeAll($0, to: descriptor) }.get()
            try Array("XY".utf8).withUnsafeBytes { writeAll($0, to: descriptor, at: 2) }.get()
            #expect(try content(of: descriptor) == Array("abXYef".utf8))
        }
    }

    @Test func writingNothingIsNoError() throws {
        try withFile { descriptor in
            try writeAll(UnsafeRawBufferPointer(start: nil, count: 0), to: descriptor).get()
            #expect(try content(of: descriptor).isEmpty)
        }
    }

    @Test func writeToClosedDescriptorThrowsItsError() {
        #expect(throws: Errno(EBADF)) { try [UInt8(1)].withUnsafeBytes { writeAll($0, to: -1) }.get() }
        #expect(throws: Errno(EBADF)) { try [UInt8(1)].withUnsafeBytes { writeAll($0, to: -1, at: 0) }.get() }
    }
}

@Suite struct WakerTests {
    private func isReadable(_ waker: Waker) -> Bool {
        var entries = [pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0)]
        return poll(&entries, seconds: 0) == 1
    }

    @Test func isReadableFromWakeUntilClear() throws {
        let waker = try Waker()
        #expect(!isReadable(waker))
        #expect(!waker.clear())
        waker.wake()
        waker.wake()
        #expect(isReadable(waker))
        #expect(waker.clear())
        #expect(!isReadable(waker))
        #expect(!waker.clear())
    }

    @Test func wakeBeforeTheWaitEndsIt() throws {
        let waker = try Waker()
        waker.wake()
        var entries = [pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0)]
        #expect(poll(&entries, seconds: nil) == 1)
    }

    @Test func waitThatTheKernelRefusesReturns() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        getrlimit(resource, &limit)
        var lower = rlimit(rlim_cur: min(limit.rlim_cur, 1024), rlim_max: limit.rlim_max)
        setrlimit(resource, &lower)
        defer { setrlimit(resource, &limit) }
        // More than files may be open: EINVAL, which no second try mends.
        var entries = [pollfd](repeating: pollfd(fd: -1, events: 0, revents: 1), count: Int(lower.rlim_cur) + 1)
        #expect(poll(&entries, seconds: nil) == 0)
        #expect(entries.allSatisfy { $0.revents == 0 })
    }
}

@Suite struct ClockTests {
    @Test func bootClockIsAheadByTheTimeAsleep() {
        let (slept, monotonic, boot) = (sleptSeconds(), monotonicSeconds(), bootSeconds())
        #expect(slept > -0.01)
        #expect(boot - monotonic >= slept - 0.02)
        #expect(Double(monotonicMicroseconds()) / 1e6 >= monotonic - 1e-6)
    }
}
