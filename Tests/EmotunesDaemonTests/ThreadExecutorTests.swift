import Foundation
import Testing

@testable import EmotunesDaemon

@Suite struct ThreadExecutorTests {
    private actor Counter {
        var count = 0

        func next() -> (number: Int, thread: pthread_t) {
            count += 1
            return (count, pthread_self())
        }
    }

    @Test func whatATaskCallsRunsOnTheThreadItPrefers() async {
        let executor = ThreadExecutor(name: "preferred")
        let counter = Counter()
        let outside = pthread_self()
        await withTaskExecutorPreference(executor) {
            let inside = pthread_self()
            #expect(inside != outside)
            for number in 1...100 {
                let (counted, thread) = await counter.next()
                #expect(counted == number && thread == inside)
            }
        }
    }
}
