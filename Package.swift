// swift-tools-version: 6.2
import PackageDescription

/// The same strict settings for every target: see Decisions/0001-strict-manifest.md.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .treatWarning("DeprecatedDeclaration", as: .warning),
]

let package = Package(
    name: "bando",
    products: [
        .executable(name: "bando", targets: ["bando"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CGDAL", pkgConfig: "gdal", providers: [.apt(["libgdal-dev"])]),
        .systemLibrary(name: "CPROJ", pkgConfig: "proj", providers: [.apt(["libproj-dev"])]),
        .systemLibrary(name: "CGEOS", pkgConfig: "geos", providers: [.apt(["libgeos-dev"])]),
        .systemLibrary(name: "CSpatiaLite", pkgConfig: "spatialite", providers: [.apt(["libspatialite-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CFreeType", pkgConfig: "freetype2", providers: [.apt(["libfreetype-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(name: "CCairo", pkgConfig: "librsvg-2.0", providers: [.apt(["librsvg2-dev"])]),

        .target(name: "GeoCore", swiftSettings: strict),
        .target(name: "Tiling", dependencies: ["GeoCore", "CDeflate"], swiftSettings: strict),
        .target(name: "LiveMap", dependencies: ["GeoCore"], swiftSettings: strict),
        .target(
            name: "LiveFeeds",
            dependencies: [
                "LiveMap", "GeoCore", "CMosquitto",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "GeoNative",
            dependencies: ["GeoCore", "CGDAL", "CPROJ", "CGEOS"],
            swiftSettings: strict
        ),
        .target(
            name: "GeoStorage",
            dependencies: [
                "GeoCore", "Tiling", "CSpatiaLite",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "MapDrawing",
            dependencies: ["GeoCore", "CFreeType", "CCairo"],
            swiftSettings: strict
        ),
        .target(
            name: "MapEngine",
            dependencies: [
                "GeoCore", "Tiling", "GeoNative", "GeoStorage", "MapDrawing", "LiveMap", "LiveFeeds", "Yams",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "SampleProvince",
            dependencies: ["GeoCore", "GeoNative", "LiveMap"],
            swiftSettings: strict
        ),
        .target(
            name: "MapHTTP",
            dependencies: [
                "MapEngine", "GeoCore", "Tiling", "LiveMap", "CZlib",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "bando",
            dependencies: [
                "MapHTTP", "MapEngine", "SampleProvince", "GeoCore", "Tiling", "LiveMap", "CMalloc",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        .target(
            name: "MapTesting",
            dependencies: ["MapEngine", .product(name: "Logging", package: "swift-log")],
            path: "Tests/MapTesting",
            swiftSettings: strict
        ),
        .testTarget(name: "GeoCoreTests", dependencies: ["GeoCore"], swiftSettings: strict),
        .testTarget(name: "TilingTests", dependencies: ["Tiling", "GeoCore"], swiftSettings: strict),
        .testTarget(name: "GeoNativeTests", dependencies: ["GeoNative", "GeoCore"], swiftSettings: strict),
        .testTarget(name: "LiveMapTests", dependencies: ["LiveMap", "GeoCore"], swiftSettings: strict),
        .testTarget(
            name: "LiveFeedsTests",
            dependencies: [
                "LiveFeeds", "LiveMap", "GeoCore",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "GeoStorageTests", dependencies: ["GeoStorage", "GeoCore", "Tiling"], swiftSettings: strict),
        .testTarget(name: "MapDrawingTests", dependencies: ["MapDrawing", "GeoCore"], swiftSettings: strict),
        .testTarget(
            name: "SampleProvinceTests", dependencies: ["SampleProvince", "GeoCore", "GeoNative", "LiveMap"],
            swiftSettings: strict),
        .testTarget(
            name: "MapEngineTests",
            dependencies: ["MapEngine", "MapTesting", "SampleProvince", "GeoCore", "Tiling", "LiveMap"],
            swiftSettings: strict),
        .testTarget(
            name: "MapHTTPTests",
            dependencies: [
                "MapHTTP", "MapEngine", "MapTesting", "GeoCore", "GeoStorage", "Tiling", "LiveMap",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: ["MapTesting", "GeoCore", "Tiling"], swiftSettings: strict),
    ]
)
