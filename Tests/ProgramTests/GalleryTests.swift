import Foundation
import Testing

/// docs/gallery.md and `frontier figures --list`.
@Suite struct GalleryTests {
  /// Record with `frontier figures --list --format markdown > docs/gallery.md`.
  @Test func thePageIsWhatTheProgramPrints() throws {
    let page = try String(
      contentsOf: Frontier.repository.appending(path: "docs/gallery.md"), encoding: .utf8)
    #expect(try Frontier.run(["figures", "--list", "--format", "markdown"]).output == page)
  }

  @Test func everyFileOfThePageIsThere() throws {
    let docs = Frontier.repository.appending(path: "docs")
    let page = try String(contentsOf: docs.appending(path: "gallery.md"), encoding: .utf8)
    let links = page.components(separatedBy: "](").dropFirst().compactMap {
      $0.components(separatedBy: ")").first
    }
    #expect(links.count >= 3 * 11)
    for link in links {
      #expect(FileManager.default.fileExists(atPath: docs.appending(path: link).path), "\(link)")
    }
  }

  @Test func theListNamesFilesThatTheCommandWrites() throws {
    struct Entry: Decodable {
      let id: String
      let caption: String?
      let picture: String
      let data: String
      let command: String
    }
    let outcome = try Frontier.run(["figures", "--list", "s6", "prices", "--format", "json"])
    let entries = try JSONDecoder().decode([Entry].self, from: Data(outcome.output.utf8))
    #expect(entries.map(\.id) == ["figure-s6", "figure-s7"])
    let folder = try TemporaryFolder(copying: ["anchors.csv", "calibration.csv"])
    for entry in entries {
      #expect((entry.caption ?? "").count > 100)
      let arguments = entry.command.split(separator: " ").dropFirst().map(String.init)
      let drawn = try Frontier.run(arguments + ["--dpi", "40"], in: folder.url)
      #expect(drawn.status == 0, "\(drawn.errors)")
      let files = try folder.contents()
      #expect(files[entry.picture] != nil && files[entry.data] != nil)
    }
  }

  @Test func aListDrawsNothingAndNeedsNoEvidence() throws {
    let folder = try TemporaryFolder()
    let outcome = try Frontier.run(["figures", "--list"], in: folder.url)
    #expect(outcome.status == 0 && outcome.output.contains("transfer"))
    #expect(try folder.contents().isEmpty)
    let wrong = try Frontier.run(["figures", "--list", "--format", "gif"], in: folder.url)
    #expect(wrong.status == 2 && wrong.errorLines.count == 1)
    #expect(wrong.errors.contains("--list prints text, csv, json or markdown, not 'gif'"))
  }
}
