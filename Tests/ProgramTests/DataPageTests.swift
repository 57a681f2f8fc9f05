import Foundation
import Testing

private let evidence = ["anchors.csv", "calibration.csv", "measurements.csv"]

@Suite struct DataPageTests {
  /// The rows to copy under each title of docs/data.md that names a file.
  private static func examples() throws -> [(file: String, rows: String)] {
    let page = try String(
      contentsOf: Frontier.repository.appending(path: "docs/data.md"), encoding: .utf8)
    return page.components(separatedBy: "\n### ").compactMap { section in
      let parts = section.components(separatedBy: "```")
      guard parts.count == 3, let file = evidence.first(where: { parts[0].contains("(\($0))") })
      else { return nil }
      return (file, String(parts[1].dropFirst("csv\n".count)))
    }
  }

  @Test func everyRowToCopyIsAccepted() throws {
    let examples = try Self.examples()
    #expect(examples.count == 6)
    for (file, rows) in examples {
      let folder = try TemporaryFolder(copying: evidence)
      try folder.write(folder.text(file) + rows, to: file)
      let command = file == "measurements.csv" ? "validate" : "audit"
      let outcome = try Frontier.run([command], in: folder.url)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(rows): \(outcome.errors)")
    }
  }

  @Test func whatTheRowsAddCanBeAskedFor() throws {
    let folder = try TemporaryFolder(copying: evidence)
    for (file, rows) in try Self.examples() { try folder.write(folder.text(file) + rows, to: file) }
    for arguments in [
      ["audit", "my-service"], ["audit", "--reading", "request-length=my-chat"], ["validate"],
      ["pins", "--provider", "MyCloud"], ["audit", "1", "--pin", "MyCloud@2026-11-01"],
    ] {
      let outcome = try Frontier.run(arguments, in: folder.url)
      #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    }
  }

  @Test func everyColumnAndConstantIsDescribed() throws {
    struct Entry: Decodable {
      let file: String
      let entity: String?
      let name: String
      let meaning: String
      let allowed: String
    }
    let outcome = try Frontier.run(["audit", "--columns", "--format", "json"])
    let entries = try JSONDecoder().decode([Entry].self, from: Data(outcome.output.utf8))
    for entry in entries {
      #expect(!entry.meaning.isEmpty && !entry.allowed.isEmpty, "\(entry)")
    }
    for file in evidence + ["claims.csv"] {
      let text = try String(contentsOf: Frontier.repository.appending(path: file), encoding: .utf8)
      let header = try #require(text.split(separator: "\n").first { !$0.hasPrefix("#") })
      let columns = entries.filter { $0.file == file && $0.entity == nil }.map(\.name)
      #expect(Set(columns) == Set(header.split(separator: ",").map(String.init)), "\(file)")
    }
  }
}
