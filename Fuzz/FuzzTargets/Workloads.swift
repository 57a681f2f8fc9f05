import CostModel
import Evidence
import Glibc
import Tables
import Workloads

extension FuzzTarget {
  /// The files that `frontier locate` reads.
  static let workloads = [
    FuzzTarget("config", readConfig),
    FuzzTarget("cases", readCases),
    FuzzTarget("trace", readTrace),
  ]

  private static func readConfig(_ bytes: [UInt8]) throws {
    do {
      let config = try ModelConfig(bytes: bytes, file: "config.json")
      for note in config.notes + [config.summary] { try requireOneLine(note) }
      var plan = DeploymentPlan()
      let edition: Edition
      (edition, plan.model) = try Committed.edition.get().adding(config)
      try requireFinite(
        Deployment(plan, in: edition).costs(Mix(promptTokens: 1000, outputTokens: 200)),
        of: config.name)
    } catch {
      try requireTold(error, about: bytes)
    }
  }

  private static func requireFinite(_ costs: ArchitectureCosts, of name: String) throws {
    try FuzzTargets.requireFinite(
      costs.continuous, costs.chunked, costs.disaggregated, costs.margin, of: name)
  }

  /// Every row is answered or skipped, and the answers are CSV.
  private static func readCases(_ bytes: [UInt8]) throws {
    do {
      let edition = try Committed.edition.get()
      let file = try CaseFile(
        bytes, file: "cases.csv", plan: DeploymentPlan(), mix: nil, in: edition)
      for warning in file.warnings { try requireOneLine(warning) }
      let answers = try file.answers(as: .csv, keepGoing: true)
      try requirePlaced(answers.complaints, in: bytes)
      try require(answers.complaints.isEmpty == (answers.skipped == 0), "skipped without a word")
      let lines = try file.answers(as: .jsonLines, keepGoing: true).parts.joined()
      try require(!String(decoding: lines, as: UTF8.self).contains(":nan"), "a NaN")
      try require(!String(decoding: lines, as: UTF8.self).contains(":inf,"), "an infinite number")
      // What is passed through may be faulty where the row above all is not.
      guard answers.skipped == 0 else { return }
      let written = CSVReader.read(Array(answers.parts.joined()), file: "answers.csv")
      let widths = Set(written.records.map(\.count))
      try require(widths.count == 1, "rows of \(widths.sorted()) cells")
    } catch {
      try requireTold(error, about: bytes)
    }
  }

  /// A trace is read the same whether lines may be skipped or not, if none is.
  private static func readTrace(_ bytes: [UInt8]) throws {
    let file = try NamelessFile(bytes)
    defer { withExtendedLifetime(file) {} }
    let isPacked = bytes.starts(with: [0x1F, 0x8B])
    do {
      let lenient = try Trace.read(path: file.path, keepGoing: true)
      for complaint in lenient.complaints { try requireOneLine(complaint.description) }
      if !isPacked { try requirePlaced(lenient.complaints, in: bytes) }
      try FuzzTargets.requireFinite(
        lenient.promptTokens.mean, lenient.outputTokens.p99, lenient.requestsPerSecond,
        lenient.prefillShare, of: "a trace")
      if lenient.skippedLines == 0 {
        try require(Trace.read(path: file.path) == lenient, "read otherwise")
      }
      let edition = try Committed.edition.get()
      let result = try TraceResult(lenient, Deployment(DeploymentPlan(), in: edition), in: edition)
      try FuzzTargets.requireFinite(result.switchingUSD, result.servedTokens, of: "a trace")
      for window in result.windows { try requireFinite(window.costs, of: "a window") }
    } catch let error as StreamError {
      try requireOneLine(error.description)
    } catch let error as IngestError where isPacked {
      for complaint in error.complaints { try requireOneLine(complaint.description) }
    } catch {
      try requireTold(error, about: bytes)
    }
  }
}

/// A file without a name, gone with the value.
private final class NamelessFile {
  private let file: UnsafeMutablePointer<FILE>

  init(_ bytes: [UInt8]) throws {
    guard let file = tmpfile() else { throw Broken("no temporary file") }
    self.file = file
    let count = fwrite(bytes, 1, bytes.count, file)
    try require(count == bytes.count && fflush(file) == 0, "a temporary file is not written")
  }

  deinit { fclose(file) }

  var path: String { "/proc/self/fd/\(fileno(file))" }
}
