import Testing

@testable import EmotunesDaemon

@Suite struct AsyncMutexTests {
    private actor Room {
        private var inside = 0
        private(set) var most = 0, total = 0

        func enter() {
            inside += 1
            total += 1
            most = max(most, inside)
        }

        func leave() { inside -= 1 }
    }

    @Test func onlyOneTaskIsInsideAtATime() async {
        let mutex = AsyncMutex(), room = Room()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    await mutex.withLock {
                        await room.enter()
                        await Task.yield()
                        await room.leave()
                    }
                }
            }
        }
        #expect(await room.most == 1)
        #expect(await room.total == 50)
    }
}
