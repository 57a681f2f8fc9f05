import Foundation
import Rendering
import Testing

/// The repository's evidence in a folder of its own.
private let evidence = ["anchors.csv", "calibration.csv"]

@Suite struct FiguresCommandTests {
  @Test func writesEveryFileAndTheirSums() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let outcome = try Frontier.run(["figures", "--dpi", "50", "--out", "out"], in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let expected = (1...3).flatMap {
      [
        "out/data/figure-\($0).csv", "out/figure-\($0).png", "out/figure-\($0).svg",
        "out/figure-\($0).txt",
      ]
    }
    #expect(
      Set(try folder.contents().keys) == Set(expected + ["out/SHA256SUMS"] + evidence))
    #expect(
      Set(outcome.output.split(separator: "\n").map(String.init))
        == Set(expected + ["out/SHA256SUMS"]))
    #expect(try checksums(in: folder.url.appending(path: "out")) == 0)
  }

  @Test func figuresAreChosenAndJoinTheSumsOfOthers() throws {
    let folder = try TemporaryFolder(copying: evidence)
    #expect(try Frontier.run(["figures", "2", "--format", "svg"], in: folder.url).status == 0)
    #expect(
      Set(try folder.contents().keys)
        == Set(
          evidence + [
            "figures/figure-2.svg", "figures/figure-2.txt", "figures/data/figure-2.csv",
            "figures/SHA256SUMS",
          ]))
    // A further figure joins the sums of the first.
    #expect(
      try Frontier.run(["figures", "figure-1", "--format", "svg,pdf"], in: folder.url).status == 0)
    #expect(try folder.text("figures/SHA256SUMS").split(separator: "\n").count == 7)
    #expect(try checksums(in: folder.url.appending(path: "figures")) == 0)
  }

  /// A supplementary figure goes by its name, its number or its file's.
  @Test(arguments: ["readings", "s1", "S1", "figure-s1"])
  func supplementaryFiguresGoBySeveralNames(_ name: String) throws {
    let folder = try TemporaryFolder(copying: evidence)
    let outcome = try Frontier.run(["figures", name, "--format", "svg"], in: folder.url)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(
      outcome.output.split(separator: "\n") == [
        "figures/data/figure-s1.csv", "figures/figure-s1.svg", "figures/figure-s1.txt",
        "figures/SHA256SUMS",
      ])
  }

  @Test func allAreTheSameByNameAndAtOnce() throws {
    let (one, other) = (
      try TemporaryFolder(copying: evidence + ["measurements.csv"]),
      try TemporaryFolder(copying: evidence + ["measurements.csv"])
    )
    try Frontier.run(["figures", "--all", "--format", "svg"], in: one.url)
    try Frontier.run(["figures", "--format", "svg"], in: other.url)
    #expect(try other.contents().keys.allSatisfy { !$0.contains("figure-s") })
    try Frontier.run(
      ["figures", "contracts", "readings", "support", "validation", "--format", "svg"],
      in: other.url)
    let files = try other.contents()
    for number in ["s1", "s2", "s3", "s8"] {
      let svg = try #require(files["figures/figure-\(number).svg"])
      #expect(try svg == one.contents()["figures/figure-\(number).svg"])
    }
    #expect(try checksums(in: one.url.appending(path: "figures")) == 0)
    #expect(try checksums(in: other.url.appending(path: "figures")) == 0)
  }

  @Test func anotherPinOrSettingKeepsOutOfFigures() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let options = ["figures", "2", "--format", "svg", "--pin", "Lambda@2026-09-20"]
    #expect(try Frontier.run(options, in: folder.url).status == 0)
    #expect(
      try Frontier.run(
        ["figures", "2", "--format", "svg", "--set", "transfer.overlap=0.2"], in: folder.url
      ).status == 0)
    #expect(
      try Frontier.run(
        ["figures", "2", "--format", "svg", "--anchors", "./anchors.csv"], in: folder.url
      ).status == 0)
    try FileManager.default.copyItem(
      at: Frontier.repository.appending(path: "measurements.csv"),
      to: folder.url.appending(path: "mine.csv"))
    #expect(
      try Frontier.run(
        ["figures", "validation", "--format", "svg", "--measurements", "mine.csv"],
        in: folder.url
      ).status == 0)
    let folders = Set(
      try folder.contents().keys.filter { $0.contains("/") }.compactMap {
        $0.split(separator: "/").first.map(String.init)
      })
    #expect(folders == ["figures-Lambda@2026-09-20", "figures-custom"])
  }

  @Test func badInputIsNamedAndNothingIsTouched() throws {
    let folder = try TemporaryFolder(copying: evidence)
    #expect(
      try Frontier.run(["figures", "2", "--format", "svg", "--out", "out"], in: folder.url).status
        == 0)
    let before = try folder.contents()
    let anchors = try folder.text("anchors.csv")
    try folder.write(
      anchors.replacing("1.14,req/s", with: "1.14,rps").replacing(
        "distserve-chat,DistServe,", with: "distserve-chat,,"), to: "anchors.csv")
    let outcome = try Frontier.run(
      ["figures", "2", "--format", "svg", "--out", "out"], in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorLines.count == 2)
    for line in outcome.errorLines { #expect(line.hasPrefix("anchors.csv:")) }
    #expect(outcome.errors.contains("throughput_unit: 'rps' is not one of"))
    var after = try folder.contents()
    after["anchors.csv"] = before["anchors.csv"]
    #expect(after == before)
  }

  @Test(arguments: [
    (["--pin", "CoreWeev@2026-05-01"], "did you mean 'CoreWeave'"),
    (["--pin", "CoreWeave@2020-01-01"], "earliest is of 2025-04-28"),
    (["--pin", "yesterday"], "yesterday"),
    (["--set", "accelerator/H100.prefill_mfv=0.4"], "did you mean 'prefill_mfu'"),
    (["--set", "transfer.overlap=2"], "transfer.overlap"),
    (["--format", "pgn"], "did you mean 'png'"),
    (["--dpi", "0"], "--dpi"), (["--out", ""], "--out"),
    (["--set", "transfer.overlap_low=0.9"], "exchange the two"), (["7"], "no figure '7'"),
    (["--anchors", "nowhere.csv"], "cannot read nowhere.csv"), (["--colour"], "--colour"),
    (["--dpi", "-3"], "--dpi=-3"), (["--background", "pink"], "'white' and 'none'"),
    (["--measurements", "nowhere.csv"], "ask for validation too"),
  ])
  func oneLineSaysWhatIsWrong(_ options: [String], _ complaint: String) throws {
    let folder = try TemporaryFolder(copying: evidence)
    let outcome = try Frontier.run(["figures"] + options, in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
    #expect(outcome.errorLines.count == 1 && outcome.errors.hasPrefix("error: "))
    #expect(Set(try folder.contents().keys) == Set(evidence))
  }

  @Test func aFileThatCannotBeReplacedStopsAllOthers() throws {
    let folder = try TemporaryFolder(copying: evidence)
    try Frontier.run(["figures", "1", "--format", "svg", "--out", "out"], in: folder.url)
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "out/figure-2.svg"), withIntermediateDirectories: false)
    let before = try folder.contents()
    let outcome = try Frontier.run(
      ["figures", "--format", "svg", "--set", "transfer.overlap=0.4", "--out", "out"],
      in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("out/figure-2.svg"))
    #expect(try folder.contents() == before)
  }

  /// Letters from right to left and those that the font lacks, in every row at once.
  @Test func namesThatCannotBeShownAreNamedTogether() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let rows = try folder.text("anchors.csv")
      .replacing("vLLM (ShareGPT4)", with: "שלום (ShareGPT4)")
      .replacing("DistServe (chat)", with: "分離 (chat)")
      .replacing("Splitwise (conversation)", with: "سيستم")
    try folder.write(rows, to: "anchors.csv")
    let before = try folder.contents()
    let outcome = try Frontier.run(["figures", "1", "--out", "out"], in: folder.url)
    #expect(outcome.status == 2 && outcome.errorLines.count == 1, "\(outcome.errors)")
    for part in ["line ", "שלום (ShareGPT4)", "分離 (chat)", "سيستم", "Latin, Greek or Cyrillic"] {
      #expect(outcome.errors.contains(part), "\(outcome.errors)")
    }
    #expect(try folder.contents() == before)
  }

  /// The width of a picture is what was asked for, and `verify` finds it again.
  @Test(arguments: [("column", 252.0), ("90mm", 255.118), ("5in", 360), ("slide", 960)])
  func figuresAreAsWideAsAskedFor(_ width: String, _ points: Double) throws {
    let folder = try TemporaryFolder(copying: evidence)
    let outcome = try Frontier.run(
      ["figures", "2", "--width", width, "--dpi", "72", "--out", "out"], in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let image = try decodePNG([UInt8](folder.contents()["out/figure-2.png"] ?? Data())).image
    #expect(abs(Double(image.width) - points) <= 1)
    #expect(try Frontier.run(["verify", "out"], in: folder.url).status == 0)
    try FileManager.default.removeItem(at: folder.url.appending(path: "out/figure-2.png"))
    let sums = try folder.text("out/SHA256SUMS").split(separator: "\n")
      .filter { !$0.hasSuffix(".png") }.joined(separator: "\n")
    try folder.write(sums + "\n", to: "out/SHA256SUMS")
    #expect(try Frontier.run(["verify", "out"], in: folder.url).status == 0, "from the SVG alone")
  }

  @Test(arguments: [
    ("wide", "'wide' is no width"), ("3in", ""), ("1in", "between 3in and 40in"),
    ("colum", "did you mean 'column'?"), ("0x50in", "is no width"), ("1e3pt", "is no width"),
  ])
  func badWidthsAreOneLine(_ width: String, _ complaint: String) throws {
    let folder = try TemporaryFolder(copying: evidence)
    let outcome = try Frontier.run(
      ["figures", "2", "--format", "svg", "--width", width, "--out", "out"], in: folder.url)
    #expect((outcome.status == 0) == complaint.isEmpty, "\(outcome.errors)")
    guard !complaint.isEmpty else { return }
    #expect(
      outcome.errorLines.count == 1 && outcome.errors.contains(complaint), "\(outcome.errors)")
    #expect(Set(try folder.contents().keys) == Set(evidence))
  }

  @Test func rowsThatCannotBeDrawnAreNamed() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let outcome = try Frontier.run(
      ["figures", "1", "--format", "svg", "--set", "contract/standard.tpot_ms=10", "--out", "out"],
      in: folder.url)
    #expect(outcome.status == 0)
    // One line for each row, what the figure itself says of them, and that no row has a cost.
    #expect(outcome.errorLines.count == 15)
    #expect(outcome.errors.contains("every row"), "\(outcome.errors)")
    #expect(
      outcome.errors.contains("warning: figure-1: distserve-chat is infeasible"),
      "\(outcome.errors)")
  }

  @Test func anUnwritableDirectoryIsNamed() throws {
    let folder = try TemporaryFolder(copying: evidence)
    try folder.write("in the way", to: "out")
    let outcome = try Frontier.run(
      ["figures", "2", "--format", "svg", "--out", "out/deep"], in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("out"), "\(outcome.errors)")
    #expect(Set(try folder.contents().keys) == Set(evidence + ["out"]))
  }

  /// The order of drawing, the folder, the locale and the time zone leave no trace.
  @Test func sameInputsGiveTheSameBytes() throws {
    let first = try TemporaryFolder(copying: evidence)
    let second = try TemporaryFolder(copying: evidence)
    let formats = ["--format", "png,svg,pdf", "--dpi", "72", "--out", "out"]
    try Frontier.run(["figures"] + formats, in: first.url, environment: ["TZ": "UTC"])
    for figure in ["3", "1", "2"] {
      try Frontier.run(
        ["figures", figure] + formats, in: second.url,
        environment: ["TZ": "Asia/Kathmandu", "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8"])
    }
    #expect(try first.contents() == second.contents())
  }

  @Test func helpIsThere() throws {
    for arguments in [["--help"], ["figures", "--help"]] {
      let outcome = try Frontier.run(arguments)
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("USAGE"))
    }
  }

  private func checksums(in folder: URL) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sha256sum", "-c", "--quiet", "SHA256SUMS"]
    process.currentDirectoryURL = folder
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
