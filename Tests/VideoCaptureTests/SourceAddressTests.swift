import Testing
import VideoCapture

@Suite struct SourceAddressTests {
    @Test func readsEveryKind() throws {
        #expect(try SourceAddress(parsing: "v4l2:auto").kind == .camera(path: nil))
        #expect(
            try SourceAddress(parsing: "v4l2:/dev/v4l/by-id/usb-x?y").kind == .camera(path: "/dev/v4l/by-id/usb-x?y"))
        #expect(try SourceAddress(parsing: "pipewire:").kind == .pipeWire(camera: nil))
        let shared = try SourceAddress(parsing: "pipewire:usb?x")
        #expect(shared.kind == .pipeWire(camera: "usb?x") && shared.isCamera)
        let video = try SourceAddress(parsing: "video:/a/b?.mp4?speed=max&repeat=forever")
        #expect(video.kind == .video(path: "/a/b?.mp4"))
        #expect(video.atFullSpeed && video.repeats && !video.isCamera)
        #expect(try SourceAddress(parsing: "images:/faces").kind == .images(folder: "/faces"))
        #expect(try SourceAddress(parsing: "demo:happy=30,sad=30").kind == .demo(script: "happy=30,sad=30"))
    }

    @Test(arguments: [
        "v4l2:auto", "pipewire:", "pipewire:usb", "video:a.mp4?speed=max&repeat=forever", "demo:happy=3?repeat=forever",
    ])
    func addressIsWrittenAsItWasRead(text: String) throws {
        #expect(try SourceAddress(parsing: text).description == text)
    }

    @Test(arguments: ["", "auto", "v4l2:", "webcam:0", "video:a.mp4?speed=2", "demo:?speed=max"])
    func unknownAddressIsRefusedWithTheKindsThereAre(text: String) {
        #expect {
            try SourceAddress(parsing: text)
        } throws: { error in
            String(describing: error).contains("source \"\(text)\"")
        }
    }

    @Test(arguments: [
        ("/dev/video9", "v4l2:/dev/video9"), ("/home/ada/day.mp4", "video:/home/ada/day.mp4"),
        ("./faces", "images:./faces"),
        ("/dev/v4l/by-path/pci-0000:00:14.0-usb", "v4l2:/dev/v4l/by-path/pci-0000:00:14.0-usb"),
    ])
    func pathWithoutItsKindIsGivenBackWithOne(text: String, advice: String) {
        #expect {
            try SourceAddress(parsing: text)
        } throws: { error in
            String(describing: error).contains(advice)
        }
    }
}
