import Testing

@testable import EmotunesDaemon

@Suite struct TurnstileTests {
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

    @Test func oneAtATime() async {
        let turnstile = Turnstile(), room = Room()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    await turnstile.enter()
                    await room.enter()
                    await Task.yield()
                    await room.leave()
                    turnstile.leave()
                }
            }
        }
        #expect(await room.most == 1)
        #expect(await room.total == 50)
    }
}
