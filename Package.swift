// swift-tools-version: 6.0
import PackageDescription

// One target per room; a room may import only those listed with it (see README, "The rooms").
let package = Package(
  name: "costfrontier",
  products: [.executable(name: "frontier", targets: ["Program"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    // Fills the report's page, a template that a web developer can edit.
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
  ],
  targets: [
    .systemLibrary(name: "CCairo", pkgConfig: "cairo-ft", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    // libpng compresses with zlib, and its development package brings it.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["libpng-dev"])]),
    // GLib comes with libcairo2-dev; only its SHA-256 is used.
    .systemLibrary(name: "CGLib", pkgConfig: "glib-2.0", providers: [.apt(["libcairo2-dev"])]),

    .target(name: "Disk", dependencies: ["CGLib"]),
    .target(name: "Tables"),
    .target(name: "Evidence", dependencies: ["Tables", "CostModel"]),
    .target(name: "CostModel"),
    .target(name: "Normalization", dependencies: ["Tables", "Evidence", "CostModel"]),
    .target(name: "Frontier", dependencies: ["Tables", "Evidence", "CostModel", "Normalization"]),
    .target(
      name: "Workloads",
      dependencies: [
        "CZlib", "Disk", "Tables", "Evidence", "CostModel", "Normalization", "Frontier",
        "Plotting",
      ]),
    .target(
      name: "Claims",
      dependencies: ["Tables", "Evidence", "CostModel", "Normalization", "Frontier"],
      // Compiled in, so that the program needs no files of its own where it is installed.
      resources: [.embedInCode("findings.csv")]),
    .target(name: "Plotting"),
    .target(
      name: "Rendering", dependencies: ["Plotting", "CCairo", "CPNG"]),
    .target(
      name: "Figures",
      dependencies: [
        "Tables", "Evidence", "CostModel", "Normalization", "Frontier", "Workloads", "Plotting",
      ]),
    .target(
      name: "Reports",
      dependencies: [
        "Tables", "Evidence", "CostModel", "Normalization", "Frontier", "Workloads", "Claims",
        "Plotting",
      ]),
    .target(
      name: "Publishing",
      dependencies: [
        "Disk", "Tables", "Evidence", "Frontier", "Plotting", "Rendering", "Figures", "Reports",
      ]),
    // What the page's WebAssembly is asked and answers; scripts/explorer compiles it with CostModel.
    .target(
      name: "Explorer", dependencies: ["CostModel"], path: "Explorer/Sources",
      exclude: ["Exports.swift", "memory.c"]),
    .target(
      name: "WebPage",
      dependencies: [
        "CZlib", "Disk", "Tables", "Evidence", "CostModel", "Normalization", "Frontier",
        "Workloads", "Claims", "Plotting", "Rendering", "Figures", "Reports", "Explorer",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      // Compiled in, as findings.csv.
      resources: [
        .embedInCode("page.mustache"), .embedInCode("figure.mustache"), .embedInCode("page.css"),
        .embedInCode("page.js"), .embedInCode("explorer.wasm"),
      ]),
    // Not named after its product: "frontier" and the room "Frontier" are one folder on a
    // case-insensitive disk.
    .executableTarget(
      name: "Program",
      dependencies: [
        "Disk", "Tables", "Evidence", "CostModel", "Normalization", "Frontier", "Workloads",
        "Claims", "Plotting", "Rendering", "Figures", "Reports", "Publishing", "WebPage",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // What the tests of several rooms use.
    .target(
      name: "TestSupport", dependencies: ["Evidence", "Plotting"], path: "Tests/TestSupport"),
    // What has to hold of every reader of input, whatever it is given: for the fuzzer, a package of
    // its own, and for the test that gives them the inputs that it found.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "CZlib", "Disk", "Tables", "Evidence", "CostModel", "Normalization", "Frontier",
        "Workloads", "Claims", "Rendering", "TestSupport",
      ], path: "Fuzz/FuzzTargets"),
    .testTarget(name: "DiskTests", dependencies: ["Disk"]),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"]),
    .testTarget(name: "TablesTests", dependencies: ["Tables", "TestSupport"]),
    .testTarget(name: "EvidenceTests", dependencies: ["Tables", "Evidence"]),
    .testTarget(
      name: "CostModelTests", dependencies: ["CostModel", "TestSupport"],
      resources: [.copy("vectors.csv")]),
    .testTarget(
      name: "NormalizationTests",
      dependencies: ["Evidence", "CostModel", "Normalization", "TestSupport"],
      resources: [.copy("anchors_vectors.csv")]),
    .testTarget(
      name: "FrontierTests", dependencies: ["Evidence", "Normalization", "Frontier", "TestSupport"]),
    .testTarget(
      name: "WorkloadsTests",
      dependencies: [
        "CZlib", "Disk", "Tables", "Evidence", "CostModel", "Normalization", "Frontier",
        "Workloads", "TestSupport",
      ]),
    .testTarget(
      name: "ClaimsTests",
      dependencies: ["Tables", "Evidence", "Frontier", "Claims", "TestSupport"]),
    .testTarget(name: "PlottingTests", dependencies: ["Plotting", "TestSupport"]),
    .testTarget(
      name: "RenderingTests", dependencies: ["Plotting", "Rendering", "TestSupport"]),
    .testTarget(
      name: "FiguresTests",
      dependencies: [
        "CostModel", "Evidence", "Figures", "Frontier", "Plotting", "Publishing", "Rendering",
        "TestSupport", "Workloads",
      ]),
    .testTarget(
      name: "ProgramTests",
      dependencies: [
        "Program", "Evidence", "CostModel", "Explorer", "Normalization", "Frontier", "Workloads",
        "Rendering", "Reports", "Tables", "WebPage", "TestSupport",
      ], exclude: ["browser.py"]),
  ],
  swiftLanguageModes: [.v6]
)

// Tests run on a release build, so that what was built for the figures does for them too. They look
// inside the rooms, and are not worth optimising themselves; nor are the rooms that put words
// together once for each run: that would take the compiler longer than all their runs.
let plainRooms = ["Disk", "Figures", "Reports", "Publishing", "WebPage", "Program"]
for target in package.targets where target.type != .system {
  let isRoom = target.type != .test && target.path == nil
  let isPlain = !isRoom || plainRooms.contains(target.name)
  let flags = (isRoom ? ["-enable-testing"] : []) + (isPlain ? ["-Onone"] : [])
  target.swiftSettings = [.unsafeFlags(flags, .when(configuration: .release))]
  if isRoom { target.exclude = ["README.md"] }
}
