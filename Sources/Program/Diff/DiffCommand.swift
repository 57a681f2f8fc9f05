import ArgumentParser
import Claims
import Evidence
import Figures
import Frontier
import Rendering

/// `frontier diff`: what two price sheets or two editions of the evidence make different.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two pins or two editions of the evidence: what moved, how much, and why.",
    discussion: """
      FROM and TO are each one of
        DATE, PROVIDER@DATE   a pin, read with the files of --anchors and --calibration
        DIR                   a directory with anchors.csv and calibration.csv, read at --pin
        REV:                  the two files of the working directory as git revision REV has them
        DIR,PIN  REV:,PIN     either of these, read at PIN
      What reads as a pin is a pin: write a directory of such a name as ./DIR.
      Text and markdown put rows that say the same into one; csv and json have every row. The files
      that --out writes are listed on standard error.

      Exit status: 0 no difference, 1 differences, 2 trouble.
      """)

  @OptionGroup var evidence: EvidenceOptions

  @Argument(help: "The pin, directory or revision to compare from.")
  var from: String

  @Argument(help: "The pin, directory or revision to compare to.")
  var to: String

  @Option(help: "How to print: text, csv, json or markdown.")
  var format = ReportFormat.text

  @Option(help: "The largest change of a number, relative to FROM, that counts as none.")
  var tolerance = 1e-9

  @Option(
    help: ArgumentHelp(
      "The statements whose verdicts to compare (default: claims.csv, if it is there).",
      valueName: "file"))
  var claims: String?

  @Option(help: ArgumentHelp("Also draw the difference into this directory.", valueName: "dir"))
  var out: String?

  @Option(help: "Picture formats for --out, separated by commas: png, svg, pdf.")
  var pictures = "png,svg"

  @Option(help: "Resolution of PNG files, dots per inch.")
  var dpi = 150.0

  func run() throws {
    guard tolerance.isFinite, tolerance >= 0 else {
      throw Failure("--tolerance: \(tolerance) is not a number from 0 on")
    }
    let formats = try PictureFormat.list(pictures, option: "--pictures")
    try PictureFormat.check(dpi: dpi)
    let directory = try out.map { try OutputDirectory($0).path }
    let sides = DiffSides(from: try load(from), to: try load(to))
    let comparison = try sides.difference(tolerance: tolerance, claims: try statements())
    let difference = comparison.difference
    let report = DiffReport(comparison, sides: sides, tolerance: tolerance)
    let text = try report.text(as: format)
    var written: [String] = []
    if let directory, !difference.isEmpty {
      let files = try DiffPictures(sides: sides, formats: formats, dpi: dpi).files()
      try Files.writeAll(files.map { (path: "\(directory)/\($0.path)", bytes: $0.bytes) })
      written = files.map { "\(directory)/\($0.path)" }.sorted()
    }
    Console.print(text)
    // Beside the report, which may be data.
    for path in written { Console.complain(path) }
    if !difference.isEmpty { throw Failure([], status: Failure.difference) }
  }

  /// The same statements are held against both sides. Other projects' editions may have none.
  private func statements() throws -> DiffSides.Statements? {
    guard let path = claims ?? (Files.exists("claims.csv") ? "claims.csv" : nil) else { return nil }
    return (path, try Files.read(path))
  }

  private func load(_ text: String) throws -> LoadedSide {
    do {
      return try DiffSide(parsing: text).load(evidence, named: text)
    } catch let error as EvidenceError {
      throw Failure(error.description)
    }
  }
}

/// Both sides of a comparison, loaded.
struct DiffSides: Sendable {
  let from: LoadedSide
  let to: LoadedSide

  /// claims.csv by its name.
  typealias Statements = (name: String, bytes: [UInt8])

  /// - Parameter claims: nil compares no verdicts.
  /// - Throws: a `Failure` saying what is missing.
  func difference(tolerance: Double, claims: Statements?) throws -> Comparison {
    do {
      let found = try claims.map { try verdicts($0) } ?? ComparedClaims()
      let difference = try FrontierDifference(
        from: from.evidence, to: to.evidence, tolerance: tolerance, also: found.changes)
      return Comparison(
        difference: difference, claims: found,
        notes: basisNotes + missingEvidenceNotes(found)
          + DiffNotes(sides: self, difference: difference, tolerance: tolerance).all)
    } catch let error as EvidenceError {
      throw Failure(error.description)
    }
  }

  /// The verdicts of both sides. An edition may lack an anchor that a statement is about; that
  /// statement is not checkable there.
  /// - Throws: a `Failure` when claims.csv itself is faulty.
  private func verdicts(_ claims: Statements) throws -> ComparedClaims {
    func book(_ side: LoadedSide) throws -> ClaimBook {
      try ClaimBook(
        claims: claims, dataset: side.context.dataset, pin: side.context.pin, allowingGaps: true)
    }
    do {
      return ComparedClaims(from: try book(from), to: try book(to))
    } catch let error as IngestError {
      throw Failure(error.complaints.map(\.description))
    }
  }

  /// How many statements a side lacks the evidence for.
  private func missingEvidenceNotes(_ claims: ComparedClaims) -> [String] {
    [(from, claims.from), (to, claims.to)].compactMap { side, entries in
      let count = entries.values.count(where: \.lacksEvidence)
      return count == 0
        ? nil
        : "note: \(count) statement\(count == 1 ? " is" : "s are") about what \(side.name) lacks, "
          + "and not checkable there"
    }
  }

  /// What keeps the two sides from being compared like with like.
  private var basisNotes: [String] {
    let pins = [from.context.pin, to.context.pin].sorted {
      $0.basis == .component && $1.basis == .bundled
    }
    guard let part = pins.first, let whole = pins.last, part.basis != whole.basis else { return [] }
    return [
      "note: \(part) has component prices (the accelerator alone, processors and memory billed "
        + "apart), \(whole) bundled ones: part of the change is in what is billed, not in its price"
    ]
  }
}

/// What was found, and what is to be said of it.
struct Comparison {
  let difference: FrontierDifference
  let claims: ComparedClaims
  let notes: [String]
}

/// What either side finds of the statements, by id.
struct ComparedClaims {
  var from: [String: ClaimBook.Entry] = [:]
  var to: [String: ClaimBook.Entry] = [:]
  var changes: [Change] = []
}

extension ComparedClaims {
  fileprivate init(from: ClaimBook, to: ClaimBook) {
    func byID(_ book: ClaimBook) -> [String: ClaimBook.Entry] {
      book.entries.reduce(into: [:]) { $0[$1.claim.id] = $1 }
    }
    self.init(from: byID(from), to: byID(to), changes: from.changes(to: to))
  }
}
