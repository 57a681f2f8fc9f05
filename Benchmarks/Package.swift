// swift-tools-version: 6.0
import PackageDescription

// The rooms are compiled once more, through the link `Sources`: they are no products that a package
// could depend on, and so the program's own package need not know of this one.
let package = Package(
  name: "benchmarks",
  dependencies: [
    .package(url: "https://github.com/google/swift-benchmark", exact: "0.1.2")
  ],
  targets: [
    .systemLibrary(name: "CCairo", pkgConfig: "cairo-ft"),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CGLib", pkgConfig: "glib-2.0"),
    .target(name: "Disk", dependencies: ["CGLib"]),
    .target(name: "Tables"),
    .target(name: "CostModel"),
    .target(name: "Evidence", dependencies: ["Tables", "CostModel"]),
    .target(name: "Normalization", dependencies: ["Tables", "Evidence", "CostModel"]),
    .target(name: "Frontier", dependencies: ["Tables", "Evidence", "CostModel", "Normalization"]),
    .target(name: "Plotting"),
    .target(
      name: "Workloads",
      dependencies: [
        "CZlib", "Disk", "Tables", "Evidence", "CostModel", "Normalization", "Frontier",
        "Plotting",
      ]),
    .target(name: "Rendering", dependencies: ["Plotting", "CCairo", "CPNG"]),
    .target(
      name: "Figures",
      dependencies: [
        "Tables", "Evidence", "CostModel", "Normalization", "Frontier", "Workloads", "Plotting",
      ]),
    .executableTarget(
      name: "Kernels",
      dependencies: [
        "Tables", "Evidence", "CostModel", "Normalization", "Frontier", "Plotting", "Rendering",
        "Figures", .product(name: "Benchmark", package: "swift-benchmark"),
      ],
      path: "Kernels"),
  ],
  swiftLanguageModes: [.v6]
)

// As in the program's package: what is measured here is what runs there.
for target in package.targets where target.type == .regular {
  let flags = ["-enable-testing"] + (target.name == "Figures" ? ["-Onone"] : [])
  target.swiftSettings = [.unsafeFlags(flags, .when(configuration: .release))]
  target.exclude = ["README.md"]
}
