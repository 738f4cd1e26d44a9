import Testing

@testable import Configuration

@Suite struct TextRulesTests {
    @Test(arguments: [
        "https://api.spotify.com/v1", "HTTPS://example.org", "https://example.org:8443/a/b", "https://[2001:db8::1]/x",
        "http://localhost:1", "http://127.0.0.1", "http://127.9.9.9:65535/v1", "http://[::1]:80",
    ])
    func goodAddressIsKept(_ address: String) {
        #expect(TextRules.webAddress(address) == address)
    }

    @Test func slashAtTheEndIsDropped() {
        #expect(TextRules.webAddress("https://example.org/v1/") == "https://example.org/v1")
        #expect(TextRules.webAddress("https://example.org/") == "https://example.org")
    }

    @Test(arguments: [
        "", "example.org", "https://", "https:///v1", "http://example.org", "http://localhost.example.org",
        "http://127.0.0.1.example.org", "http://127.0.0.256", "http://localhost:80@example.org",
        "https://user@example.org", "https://example.org?x=1", "https://example.org/#x", "https://exa mple.org",
        "https://example.org:0", "https://example.org:99999", "https://example.org:+1", "https://example.org:",
        "https://.example.org", "file:///etc/passwd", "https://example.org/\n", "http://[::2]", "https://[x]",
        "https://ex\u{e4}mple.org", "javascript:alert(1)",
    ])
    func badAddressIsRefused(_ address: String) {
        #expect(TextRules.webAddress(address) == nil)
    }

    @Test func sourcesNeedAScheme() {
        for good in [
            "v4l2:auto", "v4l2:/dev/v4l/by-id/x", "pipewire:", "pipewire:usb", "video:a b.mp4", "images:/x",
            "demo:happy=3",
        ] {
            #expect(TextRules.sourceURI(good) == good)
        }
        for bad in [
            "", "auto", "v4l2:", "pipewire:a\nb", "V4L2:auto", "video:a\nb", "http://x",
            "video:" + String(repeating: "a", count: 5000),
        ] {
            #expect(TextRules.sourceURI(bad) == nil)
        }
    }

    @Test func foldersAreAbsoluteOrBelowHome() {
        for good in ["", "/", "/srv/music", "~/Music"] {
            #expect(TextRules.folder(good) == good)
        }
        for bad in ["Music", "~other/Music", "./x", "/a\u{0}b"] {
            #expect(TextRules.folder(bad) == nil)
        }
    }
}
