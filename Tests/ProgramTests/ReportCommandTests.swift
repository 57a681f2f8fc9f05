import Foundation
import TestSupport
import Testing

@Suite struct ReportCommandTests {
  @Test func hasEveryPart() throws {
    let page = try ReportPages.text(ReportPages.own)
    for id in ["figure-1", "figure-2", "figure-3", "explorer", "figure-s1", "figure-s8"]
      + ["statements", "sure", "readings", "validation", "prices", "audits", "reproduce"]
    {
      #expect(page.contains("id=\"\(id)\""), "\(id)")
    }
    let rows = try Repository.dataset.get().anchors
    for row in rows {
      #expect(page.contains("<section id=\"audit-\(row.id)\""), "\(row.id)")
      #expect(page.contains("href=\"#audit-\(row.id)\""), "\(row.id)")
    }
    for name in ["anchors.csv", "calibration.csv", "measurements.csv", "claims.csv"] {
      let digest = try Witness.run(["sha256sum", Frontier.repository.appending(path: name).path])
      #expect(page.contains(String(decoding: digest, as: UTF8.self).prefix(64)), "\(name)")
    }
  }

  /// Every mark of a picture has a title, and is a link: to an audit, or to the figure's data.
  @Test func everyMarkLeadsToWhereItComesFrom() throws {
    let page = try ReportPages.text(ReportPages.own)
    for part in page.components(separatedBy: "<g id=\"f").dropFirst() {
      #expect(part.prefixMatch(of: /[^>]*><title>/) == nil)
    }
    // Three megabytes are cut up before patterns look at the parts.
    let ids = Set(page.components(separatedBy: " id=\"").map { $0.prefix { $0 != "\"" } })
    var figures: [Substring: Int] = [:]
    var marks = 0
    for part in page.components(separatedBy: "<a id=\"f").dropFirst() {
      guard let mark = part.prefixMatch(of: /(s?[0-9])-[^"]*" href="#([^"]*)"[^>]*><title>/) else {
        continue
      }
      marks += 1
      figures[mark.1, default: 0] += 1
      let isOwn = mark.2 == "figure-\(mark.1)-data" || mark.2.hasPrefix("audit-")
      #expect(isOwn && ids.contains(mark.2), "\(mark.0)")
    }
    #expect(figures.count == 11, "\(figures)")
    #expect(marks > 500)
  }

  /// The summary's sentences, and beside each statement its support.
  @Test func saysHowSureItIs() throws {
    let page = try ReportPages.text(ReportPages.own)
    #expect(page.contains("At least 95 % of 20,000 draws (seed 1)"))
    let shares = try Frontier.run([
      "claims", "--support", "--format", "json", "crossover-shifts-a100", "partition-prefill-heavy",
      "partition-decode-heavy",
    ])
    struct Row: Decodable {
      let id: String
      let support: Double?
      let combinations: Int?
    }
    let rows = try JSONDecoder().decode([Row].self, from: Data(shares.output.utf8))
    #expect(rows.count == 3)
    for row in rows {
      let (support, combinations) = (try #require(row.support), try #require(row.combinations))
      let start = try #require(page.range(of: "<th scope=row>\(row.id)<"), "\(row.id)")
      let line = page[start.lowerBound...].prefix { $0 != "\n" }
      let percent = Int((100 * support).rounded(.toNearestOrEven))
      let near = (percent - 1)...(percent + 1)
      let told = line.firstMatch(of: /([0-9]+) % of ([0-9]+) combinations/)
      #expect(told.flatMap { Int($0.1) }.map(near.contains) == true, "\(row.id): \(line)")
      #expect(told.flatMap { Int($0.2) } == combinations, "\(row.id)")
    }
  }

  @Test func isOneFileThatNeedsNothing() throws {
    let page = try ReportPages.text(ReportPages.own)
    #expect(page.utf8.count < 3_000_000)
    // What a page would load: anything but links to read further, and what stands in it.
    for attribute in ["src", "srcset", "data", "action", "poster", "background"] {
      #expect(!page.contains(" \(attribute)=\""), "\(attribute)")
    }
    #expect(!page.contains("<link"))
    #expect(!page.contains("@import"))
    #expect(!page.contains("url(http"))
  }

  /// The policy names the hash of the script and of the style that stand in the page.
  @Test func policyAllowsItsOwnScriptAlone() throws {
    let page = try ReportPages.text(ReportPages.own)
    let policy = try #require(
      page.firstMatch(of: /http-equiv="Content-Security-Policy" content="([^"]*)"/)?.1
    ).replacing("&#39;", with: "'")
    #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
    #expect(!policy.contains("unsafe-inline"))
    #expect(!policy.contains("'unsafe-eval'"))
    for (start, end) in [("<style>", "</style>"), ("\n<script>", "</script>")] {
      let parts = page.components(separatedBy: start)
      #expect(parts.count == 2, "\(start)")
      let text = try #require(parts.last?.components(separatedBy: end).first)
      let digest = try Python.run(
        "import base64, hashlib, sys; "
          + "print(base64.b64encode(hashlib.sha256(sys.stdin.buffer.read()).digest()).decode())",
        input: Data(text.utf8))
      let hash = String(decoding: digest, as: UTF8.self).filter { !$0.isNewline }
      #expect(policy.contains("'sha256-\(hash)'"), "\(start)")
    }
    #expect(!page.contains(" style=\""))
    #expect(page.firstMatch(of: /\ on[a-z]+="/) == nil)
  }

  @Test func sameInputsGiveTheSameBytes() throws {
    let again = try ReportPages.write(named: "again")
    #expect(try Data(contentsOf: again) == Data(contentsOf: ReportPages.own.get()))
  }

  @Test func takesAnotherPin() throws {
    let folder = try TemporaryFolder(copying: ["anchors.csv", "calibration.csv"])
    let other = try ReportPages.write(
      named: "other", ["--pin", "Lambda@2025-04-16"], in: folder)
    let text = try String(contentsOf: other, encoding: .utf8)
    #expect(text.contains("frontier report --pin Lambda@2025-04-16 --out report.html"))
    #expect(text.contains("The prices behind Lambda@2025-04-16"))
  }

  @Test func tellsADifferenceWhereOneIsAskedFor() throws {
    let compared = try ReportPages.text(ReportPages.compared)
    #expect(compared.contains("What changed since Lambda@2025-04-16"))
    #expect(compared.contains("Price in force ($/h)"))
    #expect(!(try ReportPages.text(ReportPages.own)).contains("id=\"difference\""))
  }

  /// Files of their own, readings and settings are told, and put into the command that makes it again.
  @Test func saysWhatItWasMadeFrom() throws {
    let folder = try TemporaryFolder(copying: ["anchors.csv", "calibration.csv"])
    let outcome = try Frontier.run(
      [
        "report", "--out", "page.html", "--reading", "decode=memory-bound", "--set",
        "transfer.overlap=0.25",
      ], in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "page.html\n")
    let page = try String(contentsOf: folder.url.appending(path: "page.html"), encoding: .utf8)
    #expect(page.contains("under decode=memory-bound"))
    #expect(page.contains("transfer.overlap = 0.25"))
    #expect(
      page.contains(
        "frontier report --reading decode=memory-bound --set transfer.overlap=0.25 "
          + "--out report.html"))
    // Without statements and runs there is no part about them.
    #expect(!page.contains("id=\"statements\""))
    #expect(!page.contains("id=\"validation\""))
    #expect(!page.contains("id=\"figure-s3\""))
  }

  /// A page lasts longer than what a branch is called: the command names the commit.
  @Test func theCommandNamesACommit() throws {
    let folder = try TemporaryFolder(copying: ["anchors.csv", "calibration.csv"])
    try folder.git("init", "--quiet")
    try folder.git("add", ".")
    try folder.git("commit", "--quiet", "-m", "one")
    let commit = try folder.git("rev-parse", "HEAD").filter { !$0.isWhitespace }
    let outcome = try Frontier.run(
      ["report", "--out", "page.html", "--against", "HEAD:,Lambda@2025-04-16+decode=memory-bound"],
      in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let page = try folder.text("page.html")
    let lasting = "\(commit):,Lambda@2025-04-16+decode=memory-bound"
    #expect(page.contains("frontier report --against \(lasting) --out report.html"))
    let again = try Frontier.run(
      ["report", "--out", "again.html", "--against", lasting], in: folder.url)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try folder.text("again.html").contains("--against \(lasting)"))
  }

  @Test(arguments: [
    (["report"], "--out"), (["report", "--out", ""], "end it in .html"),
    (["report", "--out", "anchors.csv"], "end it in .html"),
    (["report", "--out", "/nowhere/report.html", "--pin", "Nobody@2026-01-01"], "Nobody"),
    (["report", "--out", "x/", "--pin", "Lambda@2025-04-16"], "end it in .html"),
    (["report", "--out", "a.html", "--against", "Lambda@1999-01-01"], "1999"),
    (["report", "--out", "a.html", "--claims", "nothing.csv"], "nothing.csv"),
  ])
  func refuses(_ arguments: [String], _ word: String) throws {
    let folder = try TemporaryFolder(copying: ["anchors.csv", "calibration.csv"])
    let outcome = try Frontier.run(arguments, in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(word), "\(outcome.errors)")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    #expect(left == ["anchors.csv", "calibration.csv"])
    for name in left {
      let places = [Frontier.repository, folder.url].map { $0.appending(path: name) }
      #expect(try Data(contentsOf: places[0]) == Data(contentsOf: places[1]))
    }
  }

  /// Markup in cells stays text: the page has as many elements of each kind as with harmless words.
  @Test func textsFromFilesStayTexts() throws {
    let (own, hostile) = (
      try ReportPages.text(ReportPages.own), try ReportPages.text(ReportPages.hostile)
    )
    for tag in ["script", "style", "img", "svg", "section", "iframe", "b"] {
      func count(_ page: String) -> Int {
        page.components(separatedBy: "<\(tag)>").count
          + page.components(separatedBy: "<\(tag) ").count
      }
      #expect(count(hostile) == count(own), "<\(tag)>")
    }
    #expect(hostile.contains("&lt;script&gt;window.attacked=1"))
    #expect(!hostile.contains("<script>window.attacked"))
  }
}
