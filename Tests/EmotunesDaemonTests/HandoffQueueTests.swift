import Synchronization
import Testing

@testable import EmotunesDaemon

@Suite struct HandoffQueueTests {
    @Test func valuesAreWorkedOnInOrderAndNoneIsLostAtTheEnd() async {
        let queue = HandoffQueue<Int>()
        let seen = Mutex<[Int]>([])
        for number in 0..<50 { queue.put(number) }
        queue.finish()
        // Even what comes after that, as long as the consumer has not returned.
        queue.put(50)
        await queue.consume { number in seen.withLock { $0.append(number) } }
        #expect(seen.withLock { $0 } == Array(0...50))
    }

    @Test func drainedWaitsForTheValueThatIsBeingWorkedOn() async {
        let queue = HandoffQueue<Int>()
        let seen = Mutex(0)
        let consumer = Task {
            await queue.consume { _ in
                await Task.yield()
                seen.withLock { $0 += 1 }
            }
        }
        for number in 0..<20 {
            queue.put(number)
            await queue.drained()
            #expect(seen.withLock { $0 } == number + 1)
        }
        consumer.cancel()
        await consumer.value
    }

    @Test func drainedReturnsWhereTheConsumerWasCancelled() async {
        let queue = HandoffQueue<Int>()
        let consumer = Task { await queue.consume { _ in } }
        consumer.cancel()
        await consumer.value
        queue.put(1)
        await queue.drained()
        #expect(queue.takeAll() == [1])
    }
}
