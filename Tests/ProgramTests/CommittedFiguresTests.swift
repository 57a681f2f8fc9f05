import Foundation
import Rendering
import Testing

/// figures/ is what today's code and files produce.
@Suite struct CommittedFiguresTests {
  /// Largest difference of a pixel's component that another version of the libraries may cause.
  private let tolerance = 0

  @Test func figuresAreCurrent() throws {
    let fresh = try TemporaryFolder()
    let committed = Frontier.repository.appending(path: "figures")
    let listed = try figures(in: committed.appending(path: "SHA256SUMS"))
    #expect(listed.starts(with: ["figure-1", "figure-2", "figure-3"]))
    let outcome = try Frontier.run(["figures", "--out", fresh.path] + listed)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    let files = try fresh.contents()
    #expect(files.count == 4 * listed.count + 1)
    #expect(
      Set(try FileManager.default.subpathsOfDirectory(atPath: committed.path))
        == Set(
          files.keys + ["data"]))
    for (name, actual) in files.sorted(by: { $0.key < $1.key }) {
      let expected = try Data(contentsOf: committed.appending(path: name))
      guard expected != actual else { continue }
      if name.hasSuffix(".png"), try pixelsAgree([UInt8](expected), [UInt8](actual)) { continue }
      Issue.record("\(name) differs; see \(try report(name, expected, actual))")
    }
  }

  /// The figures whose files a list of sums has, sorted.
  private func figures(in sums: URL) throws -> [String] {
    let names = try String(contentsOf: sums, encoding: .utf8).matches(of: /figure-[a-z0-9]+/)
    return Set(names.map { String($0.output) }).sorted()
  }

  private func pixelsAgree(_ expected: [UInt8], _ actual: [UInt8]) throws -> Bool {
    let (before, after) = (try decodePNG(expected).image, try decodePNG(actual).image)
    guard before.width == after.width, before.height == after.height else { return false }
    return try comparePixels(before, after).maximumDifference <= tolerance
  }

  /// Writes both files, and for pictures the difference, where a person can look at them.
  /// - Returns: their paths.
  private func report(_ name: String, _ expected: Data, _ actual: Data) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "frontier-differences-\(ProcessInfo.processInfo.processIdentifier)")
    let stem = name.replacing("/", with: "-")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var files = [("expected-\(stem)", expected), ("actual-\(stem)", actual)]
    if name.hasSuffix(".png"),
      let difference = try? differencePicture(
        decodePNG([UInt8](expected)).image, decodePNG([UInt8](actual)).image)
    {
      files.append(("difference-\(stem)", Data(try encodePNG(difference))))
    }
    return try files.map { name, bytes in
      let file = folder.appending(path: name)
      try bytes.write(to: file)
      return file.path
    }.joined(separator: ", ")
  }
}
