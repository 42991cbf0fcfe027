// swift-tools-version: 6.2
import PackageDescription

// `make test` sets COUNTERSIGN_STRICT: a warning is an error for us, never for those who only want to build.
let strict: [SwiftSetting] =
  Context.environment["COUNTERSIGN_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

// Tests read ten million members: without optimising, the readers take minutes for what takes seconds.
let readers: [SwiftSetting] =
  strict.isEmpty ? [] : strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

// The arrows of the design: a target names exactly what it may import, and the build checks it.
let package = Package(
  name: "countersign",
  products: [
    .library(name: "SCIM", targets: ["SCIM"]),
    .executable(name: "countersign", targets: ["countersign"]),
    .executable(name: "countersign-sandbox", targets: ["countersign-sandbox"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "CNcurses", providers: [.apt(["libncurses-dev"])]),

    .systemLibrary(name: "CMemory"),
    .target(name: "CTerminalGuard"),
    .target(name: "SCIM", swiftSettings: readers),
    .target(
      name: "Governance",
      dependencies: [.product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .target(name: "HTTP", dependencies: ["CCurl"], swiftSettings: strict),
    .target(
      name: "Store",
      dependencies: [
        "SCIM", "Governance", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "Sync",
      dependencies: [
        "HTTP", "Store", "SCIM", "Governance", .product(name: "Logging", package: "swift-log"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "Terminal",
      dependencies: ["CNcurses", "CTerminalGuard", .product(name: "TOMLKit", package: "TOMLKit")],
      resources: [
        "dark", "light", "mono", "high-contrast", "safe", "dracula", "gruvbox", "catppuccin",
      ].map { .embedInCode("../../themes/\($0).toml") },
      swiftSettings: strict),
    .target(name: "Screens", dependencies: ["Terminal", "Governance"], swiftSettings: strict),
    .target(
      name: "Sandbox",
      dependencies: [
        "SCIM", .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ],
      swiftSettings: strict),

    .executableTarget(
      name: "countersign",
      dependencies: [
        "CMemory", "SCIM", "Governance", "HTTP", "Store", "Sync", "Terminal", "Screens",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "countersign-sandbox",
      dependencies: [
        "Sandbox", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .testTarget(
      name: "SCIMTests", dependencies: ["SCIM"], resources: [.copy("Fixtures")],
      swiftSettings: strict),
    .testTarget(name: "GovernanceTests", dependencies: ["Governance"], swiftSettings: strict),
    .target(name: "Loopback", path: "Tests/Loopback", swiftSettings: strict),
    .target(name: "LoopbackTLS", path: "Tests/LoopbackTLS", swiftSettings: strict),
    .testTarget(
      name: "HTTPTests", dependencies: ["HTTP", "Loopback", "LoopbackTLS"], swiftSettings: strict),
    .testTarget(
      name: "StoreTests",
      dependencies: ["Store", "SCIM", "Governance", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "SyncTests",
      dependencies: [
        "Sync", "HTTP", "Store", "SCIM", "Governance", "Sandbox", "Loopback",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .systemLibrary(
      name: "CVTerm", path: "Tests/CVTerm", pkgConfig: "vterm",
      providers: [.apt(["libvterm-dev"])]),
    .target(
      name: "PseudoTerminal", dependencies: ["CVTerm"], path: "Tests/PseudoTerminal",
      swiftSettings: strict),
    .executableTarget(
      name: "terminal-probe", dependencies: ["Terminal"], path: "Tests/TerminalProbe",
      swiftSettings: strict),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "PseudoTerminal", "terminal-probe"],
      swiftSettings: strict),
    .target(
      name: "Fuzzing", dependencies: ["Screens", "Terminal", "Governance"],
      path: "Tests/Fuzzing", swiftSettings: strict),
    .testTarget(
      name: "ScreensTests", dependencies: ["Screens", "Terminal", "Governance", "Fuzzing"],
      exclude: ["Goldens"], swiftSettings: strict),
    .testTarget(name: "SandboxTests", dependencies: ["Sandbox", "SCIM"], swiftSettings: strict),
    .testTarget(
      name: "InteropTests", dependencies: ["countersign", "HTTP", "SCIM", "Store"],
      swiftSettings: strict),
    .testTarget(
      name: "CountersignTests",
      dependencies: [
        "countersign", "SCIM", "Governance", "Store", "Sync", "HTTP", "Sandbox", "Screens",
        "Terminal", "Fuzzing",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ProgramTests",
      dependencies: [
        "PseudoTerminal", "Loopback", "LoopbackTLS", "countersign", "countersign-sandbox",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Journeys"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// `make sanitize` builds the tests that it runs and what these need: a sanitizer makes builds slow.
if let wanted = Context.environment["COUNTERSIGN_TESTS"] {
  var names = Set(wanted.split(separator: ",").map(String.init))
  // Each target stands below those that it needs.
  for target in package.targets.reversed() where names.contains(target.name) {
    for case .byNameItem(let name, _) in target.dependencies { names.insert(name) }
  }
  package.targets.removeAll { !names.contains($0.name) }
  package.products = []
}
