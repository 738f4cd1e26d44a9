// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func shim(
    _ name: String, cxx: [CXXSetting] = [], libraries: [String] = [], linker: [LinkerSetting] = []
) -> Target {
    .target(name: name, cxxSettings: cxx, linkerSettings: libraries.map { .linkedLibrary($0) } + linker)
}

func executable(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

// Debian keeps OpenCV's headers in a folder of their own; pkg-config would link all 55 of its modules.
let openCVHeaders: [CXXSetting] = [.unsafeFlags(["-isystem", "/usr/include/opencv4"])]

let package = Package(
    name: "emotunes",
    products: [
        .executable(name: "emotunesd", targets: ["emotunesd"]),
        .executable(name: "emotunesctl", targets: ["emotunesctl"]),
        .executable(name: "emotunes-evaluate", targets: ["emotunes-evaluate"]),
        // Opened on demand by video replay, so that the daemon itself never loads ffmpeg.
        .library(name: "EmotunesVideoFile", type: .dynamic, targets: ["COpenCVVideo"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // Tests only: reads Spotify's OpenAPI document.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // Shims over C and C++ libraries.
        shim(
            "COpenCV", cxx: openCVHeaders,
            libraries: ["opencv_core", "opencv_imgproc", "opencv_objdetect", "opencv_dnn"]),
        shim(
            "COpenCVVideo", cxx: openCVHeaders,
            libraries: ["opencv_core", "opencv_imgproc", "opencv_imgcodecs", "opencv_videoio"],
            // No Swift is in it, so it must load where no Swift is installed.
            linker: [.unsafeFlags(["-static-stdlib", "-nostartfiles", "-no-toolchain-stdlib-rpath"])]),
        shim("CV4L2", libraries: ["v4l2"]),
        shim("CJPEG", libraries: ["jpeg"]),
        shim("CSystemd", libraries: ["systemd"]),
        shim("CTomlPlusPlus"),
        shim("CLinux"),
        shim("CCurl", libraries: ["curl"]),
        shim("COpenSSL", libraries: ["crypto"]),

        // The pipe, left to right.
        module("CameraDevices", ["CV4L2"]),
        module("VideoCapture", ["CameraDevices", "CJPEG", "CV4L2", "Mood"]),
        module("FaceAnalysis", ["COpenCV", "Mood", "VideoCapture"]),
        module("Mood"),
        module("Storage", [grdb, sqlite]),
        module("Music", ["Mood", "Storage", grdb, sqlite]),
        module("Curation", ["Mood", "Music"]),
        module("Charts"),
        module("Covers", ["Mood"]),
        module("CatalogueReport", ["Charts", "Mood", "Music"]),
        module("PlaylistFiles", ["Music", "Storage"]),
        module("StateStore", ["Mood", "Music", "Storage", grdb]),
        module("SpotifyWebAPI", ["CCurl", "COpenSSL", "CLinux", "Music", "Storage"]),

        // Around the pipe.
        .target(
            name: "ControlProtocol", resources: [.embedInCode("org.emotunes.Control.varlink")], swiftSettings: strict),
        module("ControlSocket", ["ControlProtocol", "CLinux"]),
        module("DaemonConfiguration", ["CTomlPlusPlus", "Mood"]),
        module("SystemIntegration", ["CSystemd", logging]),

        // Composition.
        module(
            "EmotunesDaemon",
            [
                "CameraDevices", "VideoCapture", "FaceAnalysis", "Mood", "Music", "Curation", "Covers", "PlaylistFiles",
                "StateStore", "Storage", "SpotifyWebAPI", "CLinux", "ControlProtocol", "ControlSocket",
                "DaemonConfiguration", "SystemIntegration", logging, lifecycle, signals,
            ]),
        module(
            "EmotunesControl",
            [
                "CameraDevices", "VideoCapture", "Music", "CatalogueReport", "Storage", "DaemonConfiguration",
                "ControlProtocol", "ControlSocket", "CLinux", argumentParser,
            ]),
        module(
            "Evaluation",
            [
                "VideoCapture", "FaceAnalysis", "Mood", "Music", "Curation", "Charts", "Storage", "DaemonConfiguration",
                "ControlProtocol", "ControlSocket", argumentParser,
            ]),
        executable("emotunesd", ["EmotunesDaemon", "ControlProtocol", argumentParser]),
        executable("emotunesctl", ["EmotunesControl", argumentParser]),
        executable("emotunes-evaluate", ["Evaluation", argumentParser]),
        // Makes the manual pages when the rest is built.
        executable("emotunes-manual", ["ControlProtocol"]),

        // The system test's camera and its look at a camera's formats; built only where that test runs.
        .executableTarget(
            name: "CameraFormats", dependencies: ["VideoCapture", "CameraDevices", "CV4L2"],
            path: "Tests/System/CameraFormats", swiftSettings: strict),
        .executableTarget(
            name: "DemoCamera", dependencies: ["VideoCapture", "CV4L2"], path: "Tests/System/DemoCamera",
            swiftSettings: strict),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        tests("MoodTests", ["Mood"]),
        tests("CameraDevicesTests", ["CameraDevices", "TestSupport"]),
        tests("VideoCaptureTests", ["VideoCapture", "CameraDevices", "Covers", "TestSupport"]),
        tests("FaceAnalysisTests", ["FaceAnalysis", "VideoCapture", "Mood", "TestSupport"]),
        tests("StorageTests", ["Storage", "TestSupport", grdb]),
        tests("MusicTests", ["Music", "Mood", "Storage", "TestSupport", grdb]),
        tests("CurationTests", ["Curation", "Music", "Mood", "TestSupport"]),
        tests("ChartsTests", ["Charts"]),
        tests("CoversTests", ["Covers", "Mood", "VideoCapture"]),
        tests("CatalogueReportTests", ["CatalogueReport", "Charts", "Mood", "Music"]),
        tests("PlaylistFilesTests", ["PlaylistFiles", "Music", "Mood", "Storage", "TestSupport"]),
        tests("StateStoreTests", ["StateStore", "Mood", "Music", "Storage", "TestSupport", grdb]),
        .target(
            name: "ControlTestSupport", dependencies: ["ControlProtocol", "ControlSocket", "TestSupport"],
            path: "Tests/ControlTestSupport", swiftSettings: strict),
        tests("ControlProtocolTests", ["ControlProtocol", "ControlTestSupport", "TestSupport"]),
        tests("ControlSocketTests", ["ControlSocket", "ControlProtocol", "ControlTestSupport", "TestSupport"]),
        tests(
            "EmotunesControlTests",
            [
                "EmotunesControl", "CameraDevices", "VideoCapture", "Mood", "ControlProtocol", "ControlSocket",
                "ControlTestSupport", "TestSupport",
            ]),
        .target(
            name: "SpotifyTestSupport",
            dependencies: ["SpotifyWebAPI", "TestSupport", .product(name: "Yams", package: "Yams")],
            path: "Tests/SpotifyTestSupport", swiftSettings: strict),
        tests(
            "SpotifyWebAPITests", ["SpotifyWebAPI", "SpotifyTestSupport", "Music", "Mood", "Storage", "TestSupport"]),
        tests("DaemonConfigurationTests", ["DaemonConfiguration", "Mood"]),
        tests("SystemIntegrationTests", ["SystemIntegration", "CSystemd", logging]),
        tests(
            "EmotunesDaemonTests",
            [
                "EmotunesDaemon", "CameraDevices", "ControlProtocol", "ControlSocket", "Covers", "Curation",
                "DaemonConfiguration", "VideoCapture", "FaceAnalysis", "Mood", "Music", "StateStore",
                "SystemIntegration", "SpotifyWebAPI", "SpotifyTestSupport", "TestSupport", logging,
            ]),
        tests("ManualTests", ["emotunes-manual"]),
        tests("IntegrationTests", ["SpotifyTestSupport", "StateStore", "TestSupport"]),
        tests(
            "EvaluationTests",
            ["Evaluation", "Curation", "FaceAnalysis", "VideoCapture", "Mood", "Music", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu11,
    cxxLanguageStandard: .cxx17
)
