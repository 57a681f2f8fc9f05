// swift-tools-version: 6.0
import PackageDescription

// The rooms are compiled once more, instrumented for coverage, through the link `Sources`: a package
// that depended on the one above would get what that builds.
let package = Package(
  name: "fuzz",
  targets: [
    .systemLibrary(name: "CCairo", pkgConfig: "cairo-ft"),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .target(name: "Tables"),
    .target(name: "CostModel"),
    .target(name: "Evidence", dependencies: ["Tables", "CostModel"]),
    .target(name: "Normalization", dependencies: ["Tables", "Evidence", "CostModel"]),
    .target(name: "Frontier", dependencies: ["Tables", "Evidence", "CostModel", "Normalization"]),
    .target(name: "Plotting"),
    .target(
      name: "Workloads",
      dependencies: [
        "CZlib", "Tables", "Evidence", "CostModel", "Normalization", "Frontier", "Plotting",
      ]),
    .target(
      name: "Claims",
      dependencies: ["Tables", "Evidence", "CostModel", "Normalization", "Frontier"],
      resources: [.embedInCode("findings.csv")]),
    .target(name: "Rendering", dependencies: ["Plotting", "CCairo", "CPNG"]),
    .target(
      name: "TestSupport", dependencies: ["Evidence", "Plotting"], path: "TestSupport"),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "CZlib", "Tables", "Evidence", "CostModel", "Normalization", "Frontier", "Workloads",
        "Claims", "Rendering", "TestSupport",
      ], path: "FuzzTargets"),
    .systemLibrary(name: "CFuzzer", path: "CFuzzer"),
    .executableTarget(name: "Fuzzer", dependencies: ["CFuzzer", "FuzzTargets"], path: "Fuzzer"),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.path == nil && target.type == .regular {
  target.exclude = ["README.md"]
}
