// swift-tools-version: 6.2
import Foundation
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    // Not in a release, which a later compiler must still build for a person who only wants to use it.
    .treatAllWarnings(as: .error, .when(configuration: .debug)),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let nio = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { Target.Dependency.product(name: $0, package: "swift-nio") }

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func shim(
    _ name: String, c: [CSetting] = [], cxx: [CXXSetting] = [], libraries: [String] = [], linker: [LinkerSetting] = []
) -> Target {
    .target(name: name, cSettings: c, cxxSettings: cxx, linkerSettings: libraries.map { .linkedLibrary($0) } + linker)
}

// Nothing looks up symbols in a program, and its relocations are packed: a tenth of the file less, and 2 MB of memory. The
// toolchain's own linker can do that, and is the fastest.
let packed: [LinkerSetting] = [
    .unsafeFlags([
        "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "--no-export-dynamic",
    ])
]

// Swift never unwinds a stack, so a program in which no C++ that throws is called needs no tables for it: an eighth of the
// file.
let withoutUnwinding: [LinkerSetting] = [
    .unsafeFlags(["-Xlinker", "-T", "-Xlinker", "\(Context.packageDirectory)/Sources/emotunesctl/without-unwinding.ld"])
]

func executable(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], linker: [LinkerSetting] = []
) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict, linkerSettings: packed + linker
    )
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

// Debian keeps OpenCV's headers in a folder of their own; pkg-config would link all 55 of its modules.
let openCVHeaders: [CXXSetting] = [.unsafeFlags(["-isystem", "/usr/include/opencv4"])]
// XNNPACK runs the networks in half of OpenCV's time and less; without it OpenCV does. Its interface changes without a version:
// known are those of Debian 12 and Ubuntu 24.04, where an operator learns a picture's size and place at once, and of
// Debian 13, where it first says what room the size takes.
// Its header needs another package's, which it does not ask for.
let xnnpack: [CXXSetting]? = {
    guard FileManager.default.fileExists(atPath: "/usr/include/pthreadpool.h"),
        let header = try? String(contentsOfFile: "/usr/include/xnnpack.h", encoding: .utf8)
    else { return nil }
    guard header.contains("xnn_reshape_convolution2d_nhwc_f32") else { return [.define("EMOTUNES_XNNPACK")] }
    let arguments = header.components(separatedBy: "xnn_reshape_convolution2d_nhwc_f32(").last?.prefix { $0 != ";" }
    guard arguments?.contains("size_t* workspace_alignment") == true else { return nil }
    return [.define("EMOTUNES_XNNPACK"), .define("EMOTUNES_XNNPACK_RESHAPES")]
}()
let pipeWireHeaders: [CSetting] = [
    .unsafeFlags(["-isystem", "/usr/include/pipewire-0.3", "-isystem", "/usr/include/spa-0.2"])
]

let package = Package(
    name: "emotunes",
    products: [
        .executable(name: "emotunesd", targets: ["emotunesd"]),
        .executable(name: "emotunesctl", targets: ["emotunesctl"]),
        .executable(name: "emotunes-evaluate", targets: ["emotunes-evaluate"]),
        // The live page, which emotunesctl starts.
        .executable(name: "emotunes-page", targets: ["emotunes-page"]),
        // Opened on demand, by video replay and for sound that libsndfile does not know, so that the daemon itself never
        // loads ffmpeg.
        .library(name: "EmotunesVideoFile", type: .dynamic, targets: ["COpenCVVideo", "CSoundFile"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        // The live page's program only, which nothing else links.
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        // Tests only: reads Spotify's OpenAPI document.
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // Shims over C and C++ libraries.
        shim(
            "COpenCV", cxx: openCVHeaders + (xnnpack ?? []),
            libraries: ["opencv_core", "opencv_imgproc", "opencv_objdetect", "opencv_dnn"]
                + (xnnpack == nil ? [] : ["XNNPACK"])),
        shim(
            "COpenCVVideo", cxx: openCVHeaders,
            libraries: ["opencv_core", "opencv_imgproc", "opencv_imgcodecs", "opencv_videoio"],
            // No Swift is in it, so it must load where no Swift is installed.
            linker: [.unsafeFlags(["-static-stdlib", "-nostartfiles", "-no-toolchain-stdlib-rpath"])]),
        shim(
            "CSoundFile", libraries: ["avformat", "avcodec", "avutil", "swresample"],
            linker: [.unsafeFlags(["-static-stdlib", "-nostartfiles", "-no-toolchain-stdlib-rpath"])]),
        shim("CSound", libraries: ["sndfile", "mpg123", "ebur128", "SoundTouch"]),
        shim("CV4L2", libraries: ["v4l2"]),
        // Its library is opened by the first connection: most people's camera does without.
        shim("CPipeWire", c: pipeWireHeaders),
        shim("CSQLite", libraries: ["sqlite3"]),
        shim("CJPEG", libraries: ["jpeg"]),
        shim("CSystemd", libraries: ["systemd"]),
        shim("CUnistring", libraries: ["unistring"]),
        shim("CICU", libraries: ["icui18n", "icuuc"]),
        shim("CTomlPlusPlus"),
        shim("CTagLib", libraries: ["tag"]),
        shim("CLinux"),
        shim("CCurl", libraries: ["curl"]),
        shim("CMPDClient", libraries: ["mpdclient"]),
        shim("COpenSSL", libraries: ["crypto"]),

        module("Platform", ["CLinux"]),

        // Values that several stages share.
        module("Media"),
        module("Emotions"),
        module("Songs", ["CUnistring"]),

        // The pipe, left to right.
        module("CameraDevices", ["Platform", "CV4L2"]),
        module("DemoFace", ["Emotions"]),
        module("VideoCapture", ["Platform", "Media", "CameraDevices", "DemoFace", "CJPEG", "CPipeWire", "CV4L2"]),
        module("Sampling", ["Media", "Emotions"]),
        module("FaceAnalysis", ["Media", "Emotions", "COpenCV"]),
        module("MoodTracking", ["Media", "Emotions"]),
        module("Curation", ["Emotions", "Songs"]),

        // Songs and what is known of them.
        module("Storage", ["Platform"]),
        module("SQLiteStorage", ["Platform", "Storage", "CSQLite"]),
        module("Tables"),
        module("SongMoodModel", ["Songs"]),
        module("SoundAnalysis", ["Platform", "CSound"]),
        module("CatalogueSearch", ["Platform", "Songs", "Storage"]),
        module("Catalogue", ["Platform", "Songs", "Storage", "SQLiteStorage", "Tables", "CatalogueSearch"]),
        module("CatalogueImport", ["Platform", "Songs", "Storage", "SQLiteStorage", "Tables", "Catalogue"]),
        module("Charts"),
        module("Covers", ["Emotions", "CJPEG"]),
        module("CatalogueReport", ["Charts", "Songs", "SongMoodModel", "Catalogue"]),

        // What is kept, and where playlists go.
        module("StateStore", ["Platform", "Emotions", "Songs", "Storage", "SQLiteStorage"]),
        module("Publishing", ["Platform", "Songs", "StateStore", "Storage"]),
        module(
            "MusicLibrary",
            [
                "Platform", "Songs", "Storage", "SQLiteStorage", "SongMoodModel", "SoundAnalysis", "Catalogue",
                "CatalogueImport",
                "Publishing", "CTagLib", "CLinux",
            ]),
        module("SpotifyWebAPI", ["Platform", "CCurl", "CICU", "COpenSSL", "CLinux", "Songs", "Storage"]),
        module(
            "SpotifySync",
            ["Platform", "CLinux", "Covers", "Emotions", "Publishing", "Songs", "SpotifyWebAPI", "StateStore"]),
        module("MPDClient", ["Platform", "CMPDClient"]),
        module("MPDSync", ["Platform", "Emotions", "MPDClient", "Publishing", "Songs", "StateStore"]),
        module("PlayerSync", ["Platform", "MessageBus", "Publishing", "StateStore", "Storage"]),

        // Around the pipe.
        .target(
            name: "ControlProtocol", resources: [.embedInCode("org.emotunes.Control.varlink")], swiftSettings: strict),
        module("ControlSocket", ["Platform", "ControlProtocol", "CLinux"]),
        module("Configuration", ["Platform", "Emotions", "Songs", "ControlProtocol", "CTomlPlusPlus"]),
        module("MessageBus", ["Platform", "CSystemd"]),
        module("SystemIntegration", ["Platform", "MessageBus", "CSystemd", logging]),
        module("Desktop", ["Platform", "MessageBus", "CSystemd"]),
        module("CommandArguments", [argumentParser]),
        .target(
            name: "LivePage", dependencies: ["Platform", "ControlProtocol", "ControlSocket"] + nio,
            resources: [
                "page.html", "style.css", "basics.js", "connection.js", "mood.js", "day.js", "songs.js", "calendar.js",
                "plane.js", "main.js",
            ].map { .embedInCode("Page/\($0)") }, swiftSettings: strict),

        // Composition.
        module(
            "EmotunesDaemon",
            [
                "Platform", "Media", "Emotions", "Songs", "CameraDevices", "VideoCapture", "Sampling", "FaceAnalysis",
                "MoodTracking", "Curation", "Storage", "SongMoodModel", "CatalogueSearch", "Catalogue", "StateStore",
                "Publishing",
                "MusicLibrary", "SpotifyWebAPI", "SpotifySync", "MPDClient", "MPDSync", "PlayerSync",
                "ControlProtocol", "ControlSocket", "Configuration", "SystemIntegration", "Desktop", logging, lifecycle,
                signals,
            ]),
        module(
            "EmotunesControl",
            [
                "Platform", "Media", "CameraDevices", "VideoCapture", "Storage", "Configuration", "ControlProtocol",
                "ControlSocket", "CLinux", "CommandArguments", argumentParser,
            ]),
        module(
            "CatalogueCommands",
            [
                "Platform", "Songs", "SongMoodModel", "CatalogueSearch", "Catalogue", "CatalogueImport",
                "CatalogueReport",
                "Storage", "Configuration", "ControlProtocol", "EmotunesControl",
            ]),
        module(
            "SettingsCommands", ["Platform", "Storage", "Configuration", "ControlProtocol", "EmotunesControl"]),
        module(
            "Evaluation",
            [
                "Platform", "Media", "Emotions", "Songs", "VideoCapture", "Sampling", "FaceAnalysis", "MoodTracking",
                "Curation", "SongMoodModel", "SoundAnalysis", "CatalogueSearch", "Catalogue", "CatalogueImport",
                "Tables",
                "Charts",
                "Storage", "Configuration", "ControlProtocol", "ControlSocket", "CommandArguments", argumentParser,
            ]),
        executable(
            "emotunesd",
            [
                "EmotunesDaemon", "EmotunesControl", "CatalogueCommands", "SettingsCommands", "ControlProtocol",
                "Platform", "CLinux", argumentParser,
            ]),
        executable(
            "emotunesctl", ["EmotunesControl", argumentParser], exclude: ["without-unwinding.ld"],
            linker: withoutUnwinding),
        executable("emotunes-evaluate", ["Evaluation", argumentParser]),
        executable("emotunes-page", ["LivePage", "Platform"]),
        // Makes the manual pages when the rest is built.
        executable("emotunes-manual", ["ControlProtocol"]),

        // The system test's camera and its look at a camera's formats; built only where that test runs.
        .executableTarget(
            name: "CameraFormats", dependencies: ["Media", "VideoCapture", "CameraDevices", "CV4L2"],
            path: "Tests/System/CameraFormats", swiftSettings: strict),
        .executableTarget(
            name: "DemoCamera", dependencies: ["Media", "VideoCapture", "CV4L2"], path: "Tests/System/DemoCamera",
            swiftSettings: strict),
        .target(name: "TestSupport", dependencies: ["Emotions"], path: "Tests/TestSupport", swiftSettings: strict),
        // A camera in a PipeWire session of the test's own.
        .target(
            name: "CTestCamera", path: "Tests/TestCamera", cSettings: pipeWireHeaders,
            linkerSettings: [.linkedLibrary("pipewire-0.3")]),
        .target(
            name: "PipeWireTestSupport", dependencies: ["CTestCamera", "BusTestSupport", "TestSupport"],
            path: "Tests/PipeWireTestSupport", swiftSettings: strict),
        tests("ArchitectureTests", ["TestSupport"]),
        tests("PlatformTests", ["Platform"]),
        tests("MediaTests", ["Media", "VideoCapture"]),
        tests("EmotionsTests", ["Emotions", "TestSupport"]),
        tests("SongsTests", ["Songs", "TestSupport"]),
        tests("CameraDevicesTests", ["CameraDevices", "Platform", "TestSupport"]),
        tests("DemoFaceTests", ["DemoFace", "Emotions", "TestSupport"]),
        tests(
            "VideoCaptureTests",
            [
                "VideoCapture", "CV4L2", "CameraDevices", "Covers", "Emotions", "FaceAnalysis", "DemoFace", "Media",
                "PipeWireTestSupport", "Platform", "Sampling", "TestSupport",
            ]),
        tests("SamplingTests", ["Sampling", "Emotions", "Media"]),
        tests(
            "FaceAnalysisTests",
            ["FaceAnalysis", "COpenCV", "DemoFace", "Emotions", "Media", "MoodTracking", "TestSupport"]),
        tests("MoodTrackingTests", ["MoodTracking", "Emotions", "Media", "TestSupport"]),
        tests(
            "CurationTests",
            ["Curation", "Catalogue", "CatalogueImport", "CatalogueSearch", "Emotions", "Songs", "TestSupport"]),
        tests("StorageTests", ["Storage", "SQLiteStorage", "TestSupport"]),
        tests("TablesTests", ["Tables", "CatalogueImport", "Storage", "TestSupport"]),
        tests("SongMoodModelTests", ["SongMoodModel", "Songs", "TestSupport"]),
        tests("SoundAnalysisTests", ["SoundAnalysis", "CSound", "Platform", "TestSupport"]),
        .target(
            name: "CatalogueTestSupport", dependencies: ["Catalogue", "CatalogueImport", "CatalogueSearch", "Songs"],
            path: "Tests/CatalogueTestSupport", swiftSettings: strict),
        tests(
            "CatalogueSearchTests",
            ["CatalogueSearch", "Catalogue", "CatalogueTestSupport", "Songs", "Storage", "TestSupport"]),
        tests("CatalogueTests", ["Catalogue", "CatalogueImport", "Songs", "Storage", "TestSupport", "SQLiteStorage"]),
        tests(
            "CatalogueImportTests",
            [
                "CatalogueImport", "Catalogue", "CatalogueSearch", "CatalogueTestSupport", "Songs", "Storage",
                "Tables", "TestSupport", "SQLiteStorage",
            ]),
        tests("ChartsTests", ["Charts"]),
        tests("CoversTests", ["Covers", "Emotions", "Media", "VideoCapture"]),
        tests("CatalogueReportTests", ["CatalogueReport", "Charts", "Songs"]),
        tests(
            "PublishingTests", ["Publishing", "Emotions", "Platform", "Songs", "StateStore", "Storage", "TestSupport"]),
        tests(
            "MusicLibraryTests",
            [
                "MusicLibrary", "Catalogue", "CatalogueImport", "Platform", "Publishing", "SongMoodModel", "Songs",
                "SoundAnalysis", "Storage", "TestSupport",
            ]),
        tests("StateStoreTests", ["StateStore", "Emotions", "Songs", "Storage", "TestSupport", "SQLiteStorage"]),
        .target(
            name: "ControlTestSupport", dependencies: ["ControlProtocol", "ControlSocket", "TestSupport"],
            path: "Tests/ControlTestSupport", swiftSettings: strict),
        tests("ControlProtocolTests", ["ControlProtocol", "ControlTestSupport"]),
        tests(
            "ControlSocketTests",
            ["ControlSocket", "ControlProtocol", "ControlTestSupport", "Platform", "TestSupport"]),
        tests(
            "EmotunesControlTests",
            [
                "EmotunesControl", "CameraDevices", "CatalogueCommands", "CatalogueImport", "CommandArguments",
                "Configuration", "SettingsCommands",
                "ControlProtocol", "ControlSocket", "ControlTestSupport", "Media", "Platform", "TestSupport",
                "VideoCapture",
            ]),
        .target(
            name: "SpotifyTestSupport",
            dependencies: ["Platform", "SpotifyWebAPI", "TestSupport", .product(name: "Yams", package: "Yams")],
            path: "Tests/SpotifyTestSupport", swiftSettings: strict),
        tests("SpotifyWebAPITests", ["SpotifyWebAPI", "CICU", "Songs", "SpotifyTestSupport", "TestSupport"]),
        tests(
            "SpotifySyncTests",
            [
                "SpotifySync", "Catalogue", "CatalogueImport", "CatalogueTestSupport", "Covers", "Curation",
                "EmotunesDaemon", "Emotions", "Publishing", "SongMoodModel", "Songs", "SpotifyTestSupport",
                "SpotifyWebAPI", "StateStore", "TestSupport",
            ]),
        tests(
            "MPDSyncTests",
            ["MPDSync", "Emotions", "MPDClient", "Platform", "Publishing", "Songs", "StateStore", "TestSupport"]),
        tests(
            "ConfigurationTests", ["Configuration", "ControlProtocol", "Emotions", "Platform", "Songs", "TestSupport"]),
        .target(
            name: "BusTestSupport", dependencies: ["CSystemd", "MessageBus", "TestSupport"],
            path: "Tests/BusTestSupport", swiftSettings: strict),
        tests("MessageBusTests", ["MessageBus", "BusTestSupport", "TestSupport"]),
        tests(
            "SystemIntegrationTests",
            ["SystemIntegration", "CSystemd", "MessageBus", "BusTestSupport", "TestSupport", logging]),
        tests("DesktopTests", ["Desktop", "MessageBus", "BusTestSupport", "TestSupport"]),
        tests(
            "PlayerSyncTests",
            ["PlayerSync", "MessageBus", "BusTestSupport", "Publishing", "Songs", "StateStore", "TestSupport"]),
        tests(
            "EmotunesDaemonTests",
            [
                "EmotunesDaemon", "CameraDevices", "Catalogue", "CatalogueTestSupport", "Configuration",
                "ControlProtocol", "ControlSocket", "Curation", "Desktop", "Emotions", "EmotunesControl",
                "FaceAnalysis",
                "MPDSync", "Media", "MessageBus", "MoodTracking",
                "MusicLibrary", "Publishing", "Songs", "SpotifySync", "Platform", "SpotifyWebAPI", "StateStore",
                "Storage", "SystemIntegration", "TestSupport", "VideoCapture", logging, "SQLiteStorage",
            ]),
        tests(
            "LivePageTests",
            ["LivePage", "ControlProtocol", "ControlSocket", "ControlTestSupport", "TestSupport"] + nio),
        tests("ManualTests", ["emotunes-manual"]),
        tests(
            "IntegrationTests",
            [
                "BusTestSupport", "ControlProtocol", "ControlSocket", "ControlTestSupport", "DemoFace", "Emotions",
                "PipeWireTestSupport", "SpotifyTestSupport",
                "StateStore", "TestSupport",
            ]),
        tests(
            "EvaluationTests",
            [
                "Evaluation", "Media", "Catalogue", "CatalogueImport", "CatalogueSearch", "CommandArguments",
                "Curation",
                "Emotions",
                "FaceAnalysis", "MoodTracking", "SongMoodModel", "Songs", "TestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu11,
    cxxLanguageStandard: .cxx17
)
