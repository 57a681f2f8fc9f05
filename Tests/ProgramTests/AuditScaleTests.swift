import Foundation
import TestSupport
import Testing

/// Many rows: an audit is a hundred times as large as its row, and only one is there at a time.
@Suite struct AuditScaleTests {
  @Test(
    .enabled(if: Python.isInstalled, "python3 is not installed"),
    arguments: ["text", "csv", "json", "markdown"])
  func memoryGrowsWithTheRowsAndNotWithTheirAudits(_ format: String) throws {
    let folder = try TemporaryFolder()
    let (few, many) = (13, 195)
    func peak(_ count: Int) throws -> Int {
      try folder.write(try anchors(count), to: "anchors-\(count).csv")
      return try peakBytes(
        ["audit", "--anchors", "\(folder.path)/anchors-\(count).csv", "--format", format])
    }
    // What a process takes by itself varies by about a megabyte; kept audits took 60.
    #expect(try peak(many) - peak(few) < 6_000_000)
  }

  /// The rows of anchors.csv over and over, each time under other ids.
  private func anchors(_ count: Int) throws -> String {
    let lines = try Repository.text("anchors.csv").split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
    let rows = lines.dropFirst()
    let copies = (0..<count).map { number in
      let row = rows[rows.startIndex + number % rows.count]
      let id = row.prefix { $0 != "," }
      return "\(id)-\(number / rows.count)\(row.dropFirst(id.count))"
    }
    return ([String(lines[0])] + copies).joined(separator: "\n") + "\n"
  }

  /// The largest resident size of a run that ends well.
  private func peakBytes(_ arguments: [String]) throws -> Int {
    let script = """
      import resource, subprocess, sys
      with open("/dev/null", "wb") as null:
          subprocess.run(sys.argv[1:], stdout=null, stderr=null, check=True)
      print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
      """
    let outcome = try Frontier.run(
      ["python3", "-c", script, Frontier.program.path] + arguments,
      program: URL(filePath: "/usr/bin/env"))
    return try #require(Int(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)))
  }
}
