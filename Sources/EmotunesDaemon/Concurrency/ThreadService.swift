import ServiceLifecycle

/// What blocks for as long as the daemon runs, on a thread of its own: what hangs there holds up nothing else.
struct ThreadService: Service {
    private let executor: ThreadExecutor
    private let body: @Sendable () async -> Void
    private let stop: @Sendable () -> Void

    /// - Parameters:
    ///   - name: of the thread, 15 bytes at most.
    ///   - stop: has `body` return soon; called from another thread.
    init(_ name: String, run body: @escaping @Sendable () async -> Void, stop: @escaping @Sendable () -> Void) {
        executor = ThreadExecutor(name: name)
        (self.body, self.stop) = (body, stop)
    }

    func run() async throws {
        await withTaskExecutorPreference(executor) {
            await withGracefulShutdownHandler {
                await body()
            } onGracefulShutdown: {
                stop()
            }
        }
    }
}
