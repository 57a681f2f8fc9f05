import Foundation
import Rendering
import Testing

private let evidence = ["anchors.csv", "calibration.csv"]

/// Figures in a folder with their evidence.
private func figures(_ options: [String] = []) throws -> TemporaryFolder {
  let folder = try TemporaryFolder(copying: evidence)
  let outcome = try Frontier.run(["figures", "--dpi", "40"] + options, in: folder.url)
  try #require(outcome.status == 0, "\(outcome.errors)")
  return folder
}

extension TemporaryFolder {
  fileprivate func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url.appending(path: name)))
  }

  fileprivate func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: url.appending(path: name))
  }

  fileprivate func verify(_ options: String...) throws -> (status: Int32, levels: [String: String])
  {
    struct Document: Decodable {
      struct File: Decodable {
        let path: String
        let level: String
      }
      let files: [File]
    }
    let outcome = try Frontier.run(
      ["verify", "--format", "json", "--report", "report"] + options, in: url)
    let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
    return (
      outcome.status, document.files.reduce(into: [:]) { $0[$1.path] = $1.level }
    )
  }
}

@Suite struct VerifyCommandTests {
  @Test func whatWasJustWrittenHoldsByBytes() throws {
    let folder = try figures(["--format", "png,svg,pdf"])
    let (status, levels) = try folder.verify()
    #expect(status == 0)
    #expect(levels.count == 16)
    #expect(Set(levels.values) == ["bytes"])
    #expect(try folder.contents().keys.allSatisfy { !$0.hasPrefix("report/") })
  }

  @Test(arguments: ["png,svg,pdf", "svg"]) func picturesWithoutABackgroundHoldToo(formats: String)
    throws
  {
    let folder = try figures(["1", "--format", formats, "--background", "none"])
    let bare = try folder.verify()
    #expect(bare.status == 0 && Set(bare.levels.values) == ["bytes"])
    // A picture with a background among them is found out.
    try Frontier.run(
      ["figures", "1", "--dpi", "40", "--format", "svg", "--out", "white"], in: folder.url)
    try folder.write(folder.bytes("white/figure-1.svg"), to: "figures/figure-1.svg")
    let mixed = try folder.verify()
    #expect(formats == "svg" || mixed.levels["figure-1.svg"] == "differs")
  }

  /// What SHA256SUMS lists is rebuilt: a directory may hold supplementary figures, or them alone.
  @Test func supplementaryFiguresAreVerifiedWhereTheyAre() throws {
    let folder = try figures(["--format", "svg"])
    try Frontier.run(["figures", "support", "s8", "--format", "svg"], in: folder.url)
    let (status, levels) = try folder.verify()
    #expect(status == 0)
    #expect(levels.count == 16 && Set(levels.values) == ["bytes"])
    try folder.write(
      folder.text("figures/data/figure-s2.csv").replacing(",64,", with: ",65,"),
      to: "figures/data/figure-s2.csv")
    try FileManager.default.removeItem(at: folder.url.appending(path: "figures/figure-s8.svg"))
    let changed = try folder.verify()
    #expect(changed.status == 1)
    #expect(changed.levels["data/figure-s2.csv"] == "differs")
    #expect(changed.levels["figure-s8.svg"] == "missing")
    #expect(changed.levels["figure-1.svg"] == "bytes")

    try Frontier.run(["figures", "readings", "--format", "svg", "--out", "own"], in: folder.url)
    let own = try folder.verify("own")
    #expect(own.status == 0)
    #expect(
      own.levels.keys.sorted() == [
        "SHA256SUMS", "data/figure-s1.csv", "figure-s1.svg", "figure-s1.txt",
      ])
  }

  @Test func everyLevelIsTold() throws {
    let folder = try figures()
    // The same picture, written again.
    let first = try decodePNG(folder.bytes("figures/figure-1.png"))
    try folder.write(
      encodePNG(first.image, dotsPerInch: 40, metadata: metadata(first)),
      to: "figures/figure-1.png")
    let third = try decodePNG(folder.bytes("figures/figure-3.png"))
    var pixels = third.image.pixels
    pixels[3000] = pixels[3000] > 100 ? pixels[3000] - 5 : pixels[3000] + 5
    try folder.write(
      encodePNG(
        PixelImage(width: third.image.width, height: third.image.height, pixels: pixels),
        dotsPerInch: 40, metadata: metadata(third)), to: "figures/figure-3.png")
    try folder.write(
      folder.text("figures/figure-1.svg").replacing("figure-1-", with: "other-"),
      to: "figures/figure-1.svg")
    try folder.write(
      folder.text("figures/figure-3.svg").replacing("cheapest", with: "dearest"),
      to: "figures/figure-3.svg")
    try folder.write(
      folder.text("figures/data/figure-3.csv").replacing("A100,", with: "A101,"),
      to: "figures/data/figure-3.csv")
    try FileManager.default.removeItem(at: folder.url.appending(path: "figures/figure-2.svg"))
    try folder.write("?", to: "figures/stray.txt")

    let (status, levels) = try folder.verify()
    #expect(status == 1)
    #expect(levels["figure-1.png"] == "bytes")
    #expect(levels["figure-3.png"] == "close")
    #expect(levels["figure-1.svg"] == "canonical")
    #expect(levels["figure-3.svg"] == "differs")
    #expect(levels["data/figure-3.csv"] == "differs")
    #expect(levels["figure-2.svg"] == "missing")
    #expect(levels["stray.txt"] == "unexpected")
    #expect(levels["SHA256SUMS"] == "differs")
    #expect(levels["figure-2.png"] == "bytes")
    let report = Set(try folder.contents().keys.filter { $0.hasPrefix("report/") })
    #expect(
      report.isSuperset(of: [
        "report/expected/data/figure-3.csv", "report/actual/data/figure-3.csv",
        "report/difference/data/figure-3.csv.txt", "report/expected/figure-2.svg",
        "report/actual/stray.txt",
      ]))
  }

  private func metadata(_ png: DecodedPNG) -> Metadata {
    Metadata(
      title: png.text[0].value, description: png.text[1].value, software: png.text[2].value,
      entries: Array(png.text.dropFirst(3)))
  }

  @Test func aPictureThatDiffersGetsAStrip() throws {
    let folder = try figures()
    let first = try decodePNG(folder.bytes("figures/figure-1.png"))
    var pixels = first.image.pixels
    for index in 30_000..<30_300 { pixels[index] = 0 }
    try folder.write(
      encodePNG(
        PixelImage(width: first.image.width, height: first.image.height, pixels: pixels),
        dotsPerInch: 40, metadata: metadata(first)), to: "figures/figure-1.png")
    let (status, levels) = try folder.verify()
    #expect(status == 1)
    #expect(levels["figure-1.png"] == "differs")
    let strip = try decodePNG(folder.bytes("report/difference/figure-1.png")).image
    #expect(strip.width == 3 * first.image.width + 16)
  }

  @Test func anotherPinIsNamedFromTheFiles() throws {
    let folder = try figures(["--pin", "Lambda@2026-09-20", "--out", "figures"])
    let outcome = try Frontier.run(["verify", "--report", "report"], in: folder.url)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("give --pin Lambda@2026-09-20 to compare with that"))
    let pinned = try Frontier.run(
      ["verify", "figures", "--pin", "Lambda@2026-09-20"], in: folder.url)
    #expect(pinned.status == 0, "\(pinned.output)")
    #expect(pinned.output.contains("with cairo "))
  }

  @Test func onlyTheFormatsWrittenAreExpected() throws {
    let folder = try figures(["--format", "png"])
    #expect(try folder.verify().status == 0)
    try FileManager.default.removeItem(at: folder.url.appending(path: "figures/figure-2.png"))
    let (status, levels) = try folder.verify()
    #expect(status == 1)
    #expect(levels["figure-2.png"] == "missing")
    #expect(levels["figure-2.svg"] == nil)
  }

  @Test func aReportInsideWhatIsVerifiedIsRefused() throws {
    let folder = try figures(["--format", "png"])
    for report in ["figures", "figures/report", "./figures/../figures/new", "x/../figures"] {
      let outcome = try Frontier.run(["verify", "--report", report], in: folder.url)
      #expect(outcome.status == 2, "\(report)")
      #expect(outcome.errorLines.count == 1 && outcome.output.isEmpty)
    }
    #expect(
      try Frontier.run(["verify", "--report", "figures2"], in: folder.url).status == 0)
  }

  @Test func aPipeIsUnexpectedAndNotRead() throws {
    let folder = try figures(["--format", "png"])
    try #require(mkfifo(folder.url.appending(path: "figures/pipe").path, 0o600) == 0)
    let (status, levels) = try folder.verify()
    #expect(status == 1)
    #expect(levels["pipe"] == "unexpected")
  }

  @Test func withoutFiguresThereIsTrouble() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let outcome = try Frontier.run(["verify", "nowhere"], in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorLines.count == 1)
    #expect(try Set(folder.contents().keys) == Set(evidence))
  }
}
