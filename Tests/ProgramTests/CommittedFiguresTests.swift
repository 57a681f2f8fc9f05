import Foundation
import Rendering
import Testing

/// figures/ is what today's code and files produce.
@Suite struct CommittedFiguresTests {
  /// Largest difference of a pixel's component that another version of the libraries may cause.
  private let tolerance = 0

  @Test func figuresAreCurrent() throws {
    let fresh = try TemporaryFolder()
    let outcome = try Frontier.run(["figures", "--out", fresh.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let committed = Frontier.repository.appending(path: "figures")
    let files = try fresh.contents()
    #expect(files.count == 10)
    for (name, actual) in files.sorted(by: { $0.key < $1.key }) where name != "SHA256SUMS" {
      let expected = try Data(contentsOf: committed.appending(path: name))
      guard expected != actual else { continue }
      if name.hasSuffix(".png"), try pixelsAgree([UInt8](expected), [UInt8](actual)) { continue }
      Issue.record("\(name) differs; see \(try report(name, expected, actual))")
    }
    let listed = try String(
      contentsOf: committed.appending(path: "SHA256SUMS"), encoding: .utf8)
    #expect(listed.split(separator: "\n").count == 9)
  }

  private func pixelsAgree(_ expected: [UInt8], _ actual: [UInt8]) throws -> Bool {
    let (before, after) = (try decodePNG(expected).image, try decodePNG(actual).image)
    guard before.width == after.width, before.height == after.height else { return false }
    return try comparePixels(before, after).maximumDifference <= tolerance
  }

  /// Writes both files, and for pictures the difference, where a person can look at them.
  private func report(_ name: String, _ expected: Data, _ actual: Data) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "frontier-differences")
    let stem = name.replacing("/", with: "-")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try expected.write(to: folder.appending(path: "expected-\(stem)"))
    try actual.write(to: folder.appending(path: "actual-\(stem)"))
    if name.hasSuffix(".png") {
      let (before, after) = (
        try decodePNG([UInt8](expected)).image, try decodePNG([UInt8](actual)).image
      )
      if let difference = try? differencePicture(before, after) {
        try Data(
          encodePNG(difference, dotsPerInch: 300, metadata: Metadata(title: name, description: ""))
        ).write(to: folder.appending(path: "difference-\(stem)"))
      }
    }
    return folder.appending(path: "actual-\(stem)").path
  }
}
