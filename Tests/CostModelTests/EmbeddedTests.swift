import Foundation
import TestSupport
import Testing

/// The toolchain's compiler, if it can compile Embedded Swift for WebAssembly.
private enum EmbeddedCompiler {
  static let target = "wasm32-unknown-none-wasm"

  /// - Returns: the exit status and what was printed to both streams.
  static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["swiftc"] + arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }

  /// Whether the toolchain brings the standard library of `target`.
  static let isThere: Bool = {
    struct Info: Decodable {
      struct Paths: Decodable { let runtimeResourcePath: String }
      let paths: Paths
    }
    guard let (status, output) = try? run(["-print-target-info"]), status == 0,
      let info = try? JSONDecoder().decode(Info.self, from: Data(output.utf8))
    else { return false }
    return FileManager.default.fileExists(
      atPath: info.paths.runtimeResourcePath + "/embedded/Swift.swiftmodule/\(target).swiftmodule")
  }()
}

@Suite struct EmbeddedTests {
  @Test(
    .enabled(
      if: EmbeddedCompiler.isThere,
      "swiftc has no Embedded Swift for \(EmbeddedCompiler.target); not checked"))
  func compilesForTheWeb() throws {
    let folder = Repository.root.appendingPathComponent("Sources/CostModel")
    let sources = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") }.sorted().map { folder.appendingPathComponent($0).path }
    #expect(!sources.isEmpty)
    let object = FileManager.default.temporaryDirectory
      .appendingPathComponent("CostModel-\(UUID().uuidString).o")
    defer { try? FileManager.default.removeItem(at: object) }
    let (status, output) = try EmbeddedCompiler.run(
      [
        "-enable-experimental-feature", "Embedded", "-wmo", "-parse-as-library", "-target",
        EmbeddedCompiler.target, "-c", "-o", object.path,
      ] + sources)
    #expect(status == 0, "\(output)")
    #expect(FileManager.default.fileExists(atPath: object.path))
  }

  /// An import that Embedded Swift could resolve would still bring input and output in.
  @Test func importsNothing() throws {
    let folder = Repository.root.appendingPathComponent("Sources/CostModel")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasSuffix(".swift") {
      let text = try Repository.text("Sources/CostModel/\(name)")
      #expect(!text.split(separator: "\n").contains { $0.hasPrefix("import ") }, "\(name)")
    }
  }
}
