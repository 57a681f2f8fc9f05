import Foundation
import Testing

/// The repository's evidence in a folder of its own.
private let evidence = ["anchors.csv", "calibration.csv"]

/// `frontier figures --accelerators`, and what does not go with it or with `--list`.
@Suite struct FigureAcceleratorsTests {
  /// `verify` finds in the pictures which accelerators were asked for.
  @Test(arguments: ["svg", "png", "pdf"]) func figure3ComparesWhatIsAskedFor(_ format: String)
    throws
  {
    let folder = try TemporaryFolder(copying: evidence)
    let asked = ["figures", "3", "--format", format, "--dpi", "50", "--accelerators", "H200,A100"]
    let outcome = try Frontier.run(asked, in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try folder.text("figures-custom/data/figure-3.csv").split(separator: "\n")
    let places = rows.dropFirst().map { $0.prefix { $0 != "," } }
    #expect(places.count > 20 && places.first == "H200" && Set(places) == ["H200", "A100"])
    #expect(
      try folder.text("figures-custom/figure-3.txt").contains("frontier on H200 and A100"))
    #expect(try Frontier.run(["verify", "figures-custom"], in: folder.url).status == 0)
  }

  @Test(arguments: [
    (["1", "--accelerators", "H200"], "only Figure 3 compares some"),
    (["--accelerators", "H200,B200"], "CoreWeave has no price for 'B200' on any date"),
    (["--accelerators", "H200,"], "'H200,' is not one to four different accelerators"),
    (["--accelerators", "H200,H200"], "is not one to four different accelerators"),
    (["--list", "--accelerators", "H200"], "--accelerators: --list draws nothing"),
    (["--list", "--out", "x"], "--out: --list writes nothing"),
    (["--list", "--pin", "yesterday"], "'yesterday' is not a pin"),
    (["--list", "--dpi", "abc"], "--dpi: "), (["--list", "--width", "abc"], "--width: "),
  ])
  func whatCannotBeComparedIsSaid(_ arguments: [String], _ message: String) throws {
    let folder = try TemporaryFolder(copying: evidence)
    let outcome = try Frontier.run(["figures"] + arguments, in: folder.url)
    #expect(outcome.status == 2 && outcome.errorLines.count == 1)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(Set(try folder.contents().keys) == Set(evidence))
  }
}
