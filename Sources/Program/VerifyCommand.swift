import ArgumentParser
import Disk
import Figures
import Frontier
import Glibc
import Publishing
import Rendering
import Reports

/// `frontier verify`: whether the files on disk are what the evidence gives.
struct VerifyCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Rebuild the figures in memory and compare them with the files on disk.",
    discussion: """
      For each file the strictest level that holds is named:
        bytes      the same file, byte by byte
        canonical  SVG: the same but for ids, order of attributes and white space
        pixels     PNG: the same pixels and statements, other compression
        close      PNG: no component off by more than \(PixelTolerance.levels) of 255, and at most \
      \(PixelTolerance.percent) % of the pixels off at all
        consistent SHA256SUMS: right for the files beside it, of which not all hold by bytes
      Data files must hold by bytes. A missing file, and one that should not be there, fails. The \
      figures are those in SHA256SUMS or on disk (without any: the paper's), the resolution, the \
      background and Figure 3's accelerators are those found on disk, the formats those in SHA256SUMS (without one: on disk).

      Exit status: 0 all hold, 1 a file fails, 2 trouble.
      """)

  @OptionGroup var place: WorkingDirectory
  @OptionGroup var evidence: EvidenceOptions
  @OptionGroup var runs: MeasurementOptions

  @Argument(
    help: "Directory of figures (default: figures, or as `frontier figures` names it).",
    completion: .directory)
  var directory: String?

  @Option(
    help: ArgumentHelp(
      "Where to write expected, actual and difference of files that fail (default: a new "
        + "temporary directory).", valueName: "dir"), completion: .directory)
  var report: String?

  @Option(help: "How to print: text, csv, json or markdown.")
  var format = ReportFormat.text

  func run() throws {
    let report = try report.map { try OutputDirectory($0, option: "--report").path }
    let path = try OutputDirectory(
      directory ?? evidence.defaultDirectory(runs, at: evidence.onlyPin())
    ).path
    if case .running(let process) = FileSet(path).interruption {
      throw Failure("\(path): \(process) is writing there; verify it when that is done")
    }
    let disk = try FigureFiles(path)
    if let report { try Self.check(report: report, outside: path) }
    let figures = FigureChoice.comparing(disk.accelerators, disk.figures ?? Figure.paper)
    let edition = try evidence.load(measurements: runs.needed(by: figures), priced: [])
    let published = try Publication(
      figures: figures, formats: disk.formats ?? [.png, .svg], dpi: disk.dotsPerInch ?? 300,
      size: disk.size() ?? .page, background: disk.background
    ).files(for: edition)
    let checks = try Verification(expected: published.files, disk: disk).checks()
    let failed = checks.filter { !$0.level.holds }

    try EvidenceOptions.warn(ofPricesIn: [edition], priced: published.pricedAccelerators)
    var notes = try libraries()
    notes += disk.statements(unlike: try Assumptions(edition).statements)
    guard !failed.isEmpty else { return try answer(checks, notes, of: path) }
    let directory = try report ?? Self.temporaryDirectory()
    notes.append("expected, actual and difference: \(directory)")
    // What is verified may be nobody else's business.
    try FileSet(directory, isPrivate: true).write(failed.flatMap(\.evidence)) { _ in
      try answer(checks, notes, of: path)
    }
    throw Failure([], status: Failure.difference)
  }

  private func answer(_ checks: [FileCheck], _ notes: [String], of path: String) throws {
    try Console.print(
      VerifyReport(checks: checks, notes: notes, path: path).text(as: format, within: Console.width)
    )
  }

  private func libraries() throws -> [String] {
    let versions = RenderingVersions(fonts: try FontSet())
    return [
      "with cairo \(versions.cairo), FreeType \(versions.freeType), libpng \(versions.libpng), "
        + "zlib \(versions.zlib), DejaVu Sans \(versions.fonts.joined(separator: " and "))"
    ]
  }

  /// What is verified must stay as it is.
  /// - Throws: a `Failure` for a report that would change it.
  private static func check(report: String, outside directory: String) throws {
    guard !report.isEmpty else { throw Failure("--report: the directory's name is empty") }
    let (inner, outer) = (Files.absolute(report), Files.absolute(directory))
    guard inner != outer, !inner.hasPrefix(outer == "/" ? outer : outer + "/") else {
      throw Failure("--report: \(report) is in \(directory), which is verified; name another")
    }
  }

  /// A new one.
  private static func temporaryDirectory() throws -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/frontier-verify.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Failure("cannot make a directory in \(parent): \(String(cString: strerror(errno)))")
    }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
