import Foundation
import Rendering
import Testing

private let evidence = ["anchors.csv", "calibration.csv"]
private let pins = ["Lambda@2025-04-16", "Lambda@2026-09-20"]

extension TemporaryFolder {
  fileprivate func replace(_ old: String, by new: String, in name: String) throws {
    let text = try text(name)
    try #require(text.contains(old))
    try write(text.replacing(old, with: new), to: name)
  }

  /// - Returns: what git writes.
  @discardableResult
  func git(_ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/git")
    process.arguments = ["-c", "user.name=T", "-c", "user.email=t@example.org"] + arguments
    process.currentDirectoryURL = url
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let written = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: written, as: UTF8.self)
  }
}

@Suite struct DiffCommandTests {
  @Test func theVerdictComesFirst() throws {
    let outcome = try Frontier.run(["diff"] + pins)
    #expect(outcome.status == 1)
    // Prices that nobody read around these days.
    #expect(outcome.errorLines.allSatisfy { $0.hasPrefix("warning: Lambda's price of A100") })
    #expect(
      outcome.output.hasPrefix(
        "Lambda@2025-04-16 → Lambda@2026-09-20: H100 +33.4 %, A100 +55.9 %; "
          + "every CPM +33.4 % on H100, +55.9 % on A100; no flip\n"))
  }

  @Test func whatIsTheSameIsNoDifference() throws {
    for (from, to) in [
      ("2026-05-01", "CoreWeave@2026-05-01"), ("Lambda@2024-09-24", "Lambda@2024-10-19"),
      (".", "2026-05-01"), ("./,Lambda@2026-09-20", "Lambda@2026-09-20"),
    ] {
      let folder = try TemporaryFolder(copying: evidence)
      let outcome = try Frontier.run(["diff", from, to, "--out", "out"], in: folder.url)
      #expect(outcome.status == 0, "\(from) \(to): \(outcome.errors)")
      #expect(outcome.output.split(separator: "\n").first?.hasSuffix(": no difference") == true)
      #expect(try Set(folder.contents().keys) == Set(evidence))
    }
  }

  @Test func editionsComeFromDirectoriesAndRevisions() throws {
    let folder = try TemporaryFolder(copying: evidence)
    try folder.git("init", "--quiet")
    try folder.git("add", ".")
    try folder.git("commit", "--quiet", "-m", "one")
    try folder.replace("H100,prefill_mfu,0.43", by: "H100,prefill_mfu,0.46", in: "calibration.csv")
    let revision = try Frontier.run(["diff", "HEAD:", "."], in: folder.url)
    #expect(revision.status == 1)
    #expect(revision.output.contains("accelerator/H100.prefill_mfu"))
    #expect(try Frontier.run(["diff", "HEAD:", "HEAD:"], in: folder.url).status == 0)
    // A pin on either side of an edition.
    let pinned = try Frontier.run(
      ["diff", "HEAD:,\(pins[0])", ".,\(pins[1])"], in: folder.url)
    #expect(pinned.status == 1)
    #expect(pinned.output.hasPrefix("HEAD:,\(pins[0]) → .,\(pins[1]): H100 +33.4 %"))
    // From below the repository's root, paths are the folder's own.
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "sub"), withIntermediateDirectories: true)
    let below = try Frontier.run(["diff", "HEAD:", ".."], in: folder.url.appending(path: "sub"))
    #expect(below.errorLines == ["error: git revision 'HEAD' has no ./anchors.csv"])
  }

  struct Document: Decodable {
    struct Entry: Decodable {
      let kind: String
      let id: String
      let category: String
      let change: Double?
      let causes: [String: Double]?
    }
    let verdict: String
    let notes: [String]
    let changes: [Entry]
  }

  private func document(_ arguments: [String], in folder: TemporaryFolder? = nil) throws -> Document
  {
    let outcome = try Frontier.run(["diff", "--format", "json"] + arguments, in: folder?.url)
    return try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
  }

  @Test func partsInTheReportAddUp() throws {
    let folder = try TemporaryFolder(copying: evidence)
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "new"), withIntermediateDirectories: true)
    for name in evidence { try folder.write(folder.text(name), to: "new/\(name)") }
    try folder.replace(
      "deployment,hbm_usable,0.9", by: "deployment,hbm_usable,0.86", in: "new/calibration.csv")
    try folder.replace(
      "H100,hbm_bytes_per_s,3.35e12", by: "H100,hbm_bytes_per_s,3.2e12", in: "new/calibration.csv")
    try folder.replace(",1.08,1.07,", by: ",1.1,1.07,", in: "new/anchors.csv")
    let changes = try document([".", "new,Lambda@2026-09-20"], in: folder).changes
    let points = changes.filter { $0.kind == "point" && $0.category == "moved" }
    #expect(points.count == 26)
    for point in points {
      let change = try #require(point.change)
      let parts = try #require(point.causes)
      #expect(Set(parts.keys) == ["price", "hardware", "anchor", "model"])
      let sum = parts.values.reduce(0, +)
      #expect(abs(sum - change) < 1e-8 * parts.values.reduce(0) { $0 + abs($1) }, "\(point.id)")
    }
  }

  @Test func componentAgainstBundledIsSaid() throws {
    let mixed = ["CoreWeave-component@2023-05-24", "CoreWeave@2026-05-01"]
    #expect(try document(mixed).notes.count == 1)
    #expect(try document(mixed.reversed()).notes.count == 1)
    #expect(try document(pins).notes.isEmpty)
    let text = try Frontier.run(["diff"] + mixed).output.split(separator: "\n")
    #expect(text[1].hasPrefix("note: CoreWeave-component@2023-05-24 has component prices"))
  }

  @Test func verdictsOnTheStatementsAreCompared() throws {
    let folder = try TemporaryFolder(copying: evidence + ["claims.csv"])
    try folder.git("init", "--quiet")
    try folder.git("add", ".")
    try folder.git("commit", "--quiet", "-m", "one")
    try folder.replace(
      "azure-conversation,prompt_tokens,1154.7", by: "azure-conversation,prompt_tokens,400",
      in: "calibration.csv")
    let changes = try document(["HEAD:", "."], in: folder).changes.filter { $0.kind == "claim" }
    #expect(changes.contains { $0.category == "flipped" })
    #expect(changes.contains { $0.category == "unchanged" })
    // An anchor that a statement is about is gone: that is said, and the rest compared.
    let anchors = try folder.text("anchors.csv").split(separator: "\n")
    try folder.write(
      anchors.filter { !$0.hasPrefix("vllm-sharegpt4,") }.joined(separator: "\n") + "\n",
      to: "anchors.csv")
    let without = try document(["HEAD:", "."], in: folder)
    #expect(without.notes.count == 1 && without.notes[0].contains("not checkable there"))
    let verdicts = without.changes.filter { $0.kind == "claim" }
    #expect(verdicts.contains { $0.category == "flipped" })
    #expect(verdicts.contains { $0.category == "unchanged" })
    #expect(without.changes.contains { $0.kind == "anchor" && $0.category == "removed" })
  }

  @Test func everyFormHasEveryResult() throws {
    let csv = try Frontier.run(["diff", "--format", "csv"] + pins)
    let rows = csv.output.split(separator: "\n")
    #expect(
      rows.first.map(String.init)
        == "kind,id,category,unit,from,to,change,relative,part_price,part_hardware,part_anchor,"
        + "part_model")
    #expect(rows.filter { $0.hasPrefix("point,") }.count == 26)
    #expect(rows.filter { $0.hasPrefix("break_even,") }.count >= 9)
    let markdown = try Frontier.run(["diff", "--format", "markdown"] + pins).output
    #expect(markdown.hasPrefix("**Lambda@2025-04-16 → Lambda@2026-09-20:"))
    #expect(markdown.contains("| H100 | moved | 2.99 | 3.99 | +1 | +33.4 % |"))
  }

  /// A copy of the evidence in `new`, with some text of calibration.csv replaced.
  private func edited(_ old: String, by new: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder(copying: evidence)
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "new"), withIntermediateDirectories: true)
    for name in evidence { try folder.write(folder.text(name), to: "new/\(name)") }
    try folder.replace(old, by: new, in: "new/calibration.csv")
    return folder
  }

  @Test func theVerdictNamesWhatMovedWithoutACost() throws {
    let folder = try edited("contract/tight,ttft_ms,200", by: "contract/tight,ttft_ms,100")
    let there = try Frontier.run(["diff", ".", "new"], in: folder.url).output
    #expect(
      there.hasPrefix(
        ". → new: 1 constant changed; no CPM moved; "
          + "3 contracts lost their cheapest architecture\n"))
    let back = try Frontier.run(["diff", "new", "."], in: folder.url).output
    #expect(back.contains("; 3 contracts gained a cheapest architecture\n"))
  }

  @Test func filesThatDifferInNothingReadAreSaid() throws {
    let folder = try edited(
      "H100,hbm_bytes_per_s,3.35e12,B/s", by: "H100,hbm_bytes_per_s,3350,GB/s")
    let outcome = try Frontier.run(["diff", ".", "new"], in: folder.url)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("note: the files differ (SHA-256: calibration.csv "))
    #expect(outcome.output.contains(") in nothing that is read\n"))
    try folder.replace("3350,GB/s", by: "3300,GB/s", in: "new/calibration.csv")
    let other = try Frontier.run(["diff", ".", "new"], in: folder.url).output
    #expect(other.contains("3.35e12 B/s  3.3e12 B/s"))
    #expect(other.contains("compared in base units"))
  }

  @Test func aToleranceIsNamedInTheVerdict() throws {
    let wide = try Frontier.run(["diff", "--tolerance", "0.6"] + pins)
    #expect(wide.status == 0)
    #expect(wide.output.contains(": no difference beyond a relative 0.6\n"))
    let some = try Frontier.run(["diff", "--tolerance", "0.4"] + pins).output
    #expect(some.contains(": A100 +55.9 %; every CPM unchanged on H100, +55.9 % on A100;"))
    #expect(some.contains("note: changes of up to a relative 0.4 count as none"))
  }

  @Test func aChangeFitsOneScreen() throws {
    #expect(try Frontier.run(["diff"] + pins).output.split(separator: "\n").count <= 12)
    let folder = try edited("H100,prefill_mfu,0.43", by: "H100,prefill_mfu,0.36")
    let mixed = try Frontier.run(["diff", ".", "new,\(pins[1])"], in: folder.url).output
    #expect(mixed.split(separator: "\n", omittingEmptySubsequences: false).count <= 60)
  }

  @Test func theOutputDoesNotDependOnTheRun() throws {
    let arguments = ["diff", "--format", "json", "--set", "transfer.overlap=0.2"] + pins
    #expect(try Frontier.run(arguments).output == Frontier.run(arguments).output)
  }

  @Test func settingsHoldOnBothSides() throws {
    let outcome = try Frontier.run(["diff", "--set", "rate/Lambda/H100.usd_per_hour=5"] + pins)
    #expect(!outcome.output.contains("H100 +"))
    #expect(outcome.output.contains("A100 +55.9 %"))
  }

  @Test func picturesAreDrawnOnOneFrame() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let outcome = try Frontier.run(
      ["diff", "--out", "out", "--dpi", "40"] + pins, in: folder.url)
    #expect(outcome.status == 1, "\(outcome.errors)")
    let written = outcome.errorLines.filter { !$0.hasPrefix("warning: ") }
    #expect(written.count == 9)
    #expect(written.first == "out/difference-figure-1.png")
    let files = try folder.contents()
    let figures = (1...3).map { "figure-\($0)" }
    #expect(
      Set(files.keys)
        == Set(
          evidence
            + figures.flatMap {
              ["out/difference-\($0).png", "out/difference-\($0).svg", "out/strip-\($0).png"]
            }))
    for figure in figures {
      let overlay = try decodePNG([UInt8](files["out/difference-\(figure).png"] ?? Data())).image
      let strip = try decodePNG([UInt8](files["out/strip-\(figure).png"] ?? Data())).image
      #expect(strip.width == 3 * overlay.width + 16)
      // Its three pages stand under their names.
      #expect(strip.height > overlay.height && strip.height < overlay.height + 60)
      // A price moves the points of Figures 1 and 3, and nothing of Figure 2.
      var middle = 0
      for y in 0..<strip.height {
        for x in overlay.width + 8..<2 * overlay.width + 8 where strip[x, y] == [220, 0, 0] {
          middle += 1
        }
      }
      #expect((middle > 0) == (figure != "figure-2"), "\(figure): \(middle) pixels")
    }
  }

  @Test func badInputIsOneLineAndNothingIsWritten() throws {
    let folder = try TemporaryFolder(copying: evidence)
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "empty"), withIntermediateDirectories: true)
    for (sides, complaint) in [
      (["Lambda@2020-01-01", "."], "Lambda has no price for H100 at or before 2020-01-01"),
      ([".", "Lamda@2026-01-01"], "there are no prices of 'Lamda'; did you mean 'Lambda'?"),
      (["empty", "."], "empty has no anchors.csv"), (["nowhere", "."], "neither a pin nor"),
      (["Lambda@2026-02-30", "."], "is not a pin"), (["HEAD:", "."], "no git repository"),
      (["", "."], "names nothing"), ([",2026-01-01", "."], "names nothing"),
      ([".", ".", "--tolerance=-1"], "--tolerance"), ([".", ".", "--dpi=1"], "--dpi"),
      ([".", ".", "--pictures", "gif"], "--pictures: 'gif' is not one of png, svg, pdf"),
    ] {
      let outcome = try Frontier.run(
        ["diff", "--out", "out"] + sides, in: folder.url,
        environment: ["GIT_CEILING_DIRECTORIES": folder.url.deletingLastPathComponent().path])
      #expect(outcome.status == 2, "\(sides)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
    }
    #expect(try Set(folder.contents().keys) == Set(evidence))
    let unknown = try Frontier.run(["diff", "no-such-revision:", "."])
    #expect(unknown.status == 2)
  }

  @Test func aRevisionThatIsAnOptionIsRefused() throws {
    let outcome = try Frontier.run(["diff", "--", "--output=x:", "."])
    #expect(outcome.status == 2)
    #expect(
      outcome.errorLines == [
        "error: '--output=x:' names no git revision; write REV:, like HEAD~1:"
      ])
  }
}
