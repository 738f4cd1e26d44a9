import Synchronization
import Testing

@testable import LivePage

/// The page's document, its events, and how long its program lives.
@Suite struct PagePartsTests {
    @Test func documentHoldsStyleAndScriptBehindTheNonce() {
        let text = String(decoding: LiveDocument.shipped.bytes(nonce: "abc"), as: UTF8.self)
        #expect(text.contains("<script nonce=\"abc\">"))
        #expect(text.contains("<style nonce=\"abc\">"))
        for left in ["NONCE", "STYLE", "SCRIPT"] { #expect(!text.contains(left)) }
        #expect(text.components(of: "<script").count == 2)
        #expect(text.utf8.count < 60_000)
    }

    /// Text from outside can become nothing but text.
    @Test(arguments: [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc",
        "DOMParser", "createContextualFragment", "setHTML", "javascript:",
    ])
    func scriptHasNoWayToMakeMarkupOfText(way: String) {
        #expect(!String(decoding: LiveDocument.shipped.bytes(nonce: "abc"), as: UTF8.self).contains(way))
    }

    @Test func documentAsksNobodyElse() {
        let text = String(decoding: LiveDocument.shipped.bytes(nonce: "abc"), as: UTF8.self)
        let addresses = text.components(of: "https://").dropFirst().map { $0.prefix { !"\" '<".contains($0) } }
        #expect(Set(addresses) == ["open.spotify.com"])
        #expect(!text.contains(" style="))
        #expect(!text.contains(" onclick="))
        let policy = LiveDocument.policy(nonce: "abc")
        #expect(policy.hasPrefix("default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc';"))
        #expect(!policy.contains("unsafe"))
    }

    @Test func changesAreToldOnce() {
        let one = PageHub.Present(status: "{\"a\":1}")
        #expect(PageEvents.text(from: nil, to: PageHub.Present()).isEmpty)
        #expect(PageEvents.text(from: nil, to: one) == "event: status\ndata: {\"a\":1}\n\n")
        #expect(PageEvents.text(from: one, to: one).isEmpty)
        let lost = PageHub.Present(status: one.status, trouble: "gone\nevent: status")
        #expect(PageEvents.text(from: one, to: lost) == "event: trouble\ndata: gone event: status\n\n")
        // The same status again says that the daemon is back.
        #expect(PageEvents.text(from: lost, to: one) == "event: status\ndata: {\"a\":1}\n\n")
    }

    @Test func hubTellsTheNewestOnly() async {
        let hub = PageHub()
        var ticks = hub.changes().makeAsyncIterator()
        await ticks.next()
        hub.take(status: "1")
        hub.take(status: "2")
        hub.lose("gone")
        await ticks.next()
        #expect(hub.present == PageHub.Present(status: "2", trouble: "gone"))
        hub.take(status: "3")
        await ticks.next()
        #expect(hub.present == PageHub.Present(status: "3"))
    }

    private final class Clock: Sendable {
        let seconds = Mutex(0.0)
        var now: ContinuousClock.Instant { Self.start.advanced(by: .seconds(seconds.withLock { $0 })) }
        private static let start = ContinuousClock.now
        func pass(_ duration: Duration) { seconds.withLock { $0 += duration / .seconds(1) } }
    }

    @Test func programWaitsForTheFirstPage() async throws {
        let clock = Clock()
        let life = PageLife(first: .seconds(600), linger: .seconds(60), now: { clock.now })
        #expect(life.rest == .seconds(60))
        try await life.wait { clock.pass($0) }
        #expect(clock.seconds.withLock { $0 } == 600)
    }

    @Test func pageThatWasOpenBrieflyAtFirstIsNotWaitedForAgain() async throws {
        let clock = Clock()
        let life = PageLife(first: .seconds(600), linger: .seconds(60), now: { clock.now })
        var wasOpened = false
        try await life.wait { duration in
            if !wasOpened {
                wasOpened = true
                clock.pass(.seconds(10))
                life.opened()
                life.closed()
                clock.pass(duration - .seconds(10))
            } else {
                clock.pass(duration)
            }
        }
        #expect(clock.seconds.withLock { $0 } == 70)
    }

    @Test func programEndsAMinuteAfterTheLastPageWasClosed() async throws {
        let clock = Clock()
        let life = PageLife(first: .seconds(600), linger: .seconds(60), now: { clock.now })
        life.opened()
        life.opened()
        clock.pass(.seconds(5000))
        life.closed()
        #expect(life.rest == .seconds(60))
        clock.pass(.seconds(100))
        #expect(life.rest == .seconds(60))
        life.closed()
        clock.pass(.seconds(59))
        #expect(life.rest == .seconds(1))
        // Loaded again.
        life.opened()
        life.closed()
        #expect(life.rest == .seconds(60))
        try await life.wait { clock.pass($0) }
        #expect(life.rest == nil)
    }

    @Test func programThatLingersForNoTimeLooksOnceASecond() async throws {
        let clock = Clock()
        let life = PageLife(first: .seconds(600), linger: .zero, now: { clock.now })
        life.opened()
        #expect(life.rest == .seconds(1))
        life.closed()
        #expect(life.rest == .seconds(1))
        try await life.wait { clock.pass($0) }
        #expect(clock.seconds.withLock { $0 } == 1)
    }

    @Test func commandLineIsUnderstood() {
        #expect(PageOptions([])?.linger == 60)
        #expect(PageOptions(["--open", "--socket", "/x", "--linger", "1"])?.socket == "/x")
        for wrong in [["--socket"], ["--linger", "-1"], ["--linger", "x"], ["more"]] {
            #expect(PageOptions(wrong) == nil)
        }
    }
}

extension String {
    fileprivate func components(of separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
