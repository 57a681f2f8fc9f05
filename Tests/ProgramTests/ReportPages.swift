import Foundation
import Testing

/// Reports that the program wrote, each once.
enum ReportPages {
  /// Of the committed files.
  static let own = Result { try write(named: "own") }

  /// With the difference to another price sheet; without statements, whose support takes long.
  static let compared = Result { () throws -> URL in
    let place = try TemporaryFolder(copying: ["anchors.csv", "calibration.csv"])
    return try write(named: "compared", ["--against", "Lambda@2025-04-16"], in: place)
  }

  /// Of files whose texts would be markup, if anything let them.
  static let hostile = Result { () throws -> URL in
    let place = try TemporaryFolder()
    for name in ["anchors.csv", "calibration.csv", "measurements.csv"] {
      let text = try String(contentsOf: Frontier.repository.appending(path: name), encoding: .utf8)
      // Quotes are doubled in a quoted cell.
      try text.replacing("vLLM Team", with: attack.replacing("\"", with: "\"\""))
        .replacing("aiconfigurator", with: "<b>&amp;'")
        .write(to: place.url.appending(path: name), atomically: true, encoding: .utf8)
    }
    let claims = try String(
      contentsOf: Frontier.repository.appending(path: "claims.csv"), encoding: .utf8)
    let rows = claims.split(separator: "\n", omittingEmptySubsequences: false)
    let few = rows.filter { $0.hasPrefix("id,") || $0.hasPrefix("sarathi-") }.joined(
      separator: "\n")
    try few.replacing("Sarathi-Serve", with: "<script>window.attacked=1</script>")
      .write(to: place.url.appending(path: "claims.csv"), atomically: true, encoding: .utf8)
    return try write(named: "hostile", in: place)
  }

  /// Ends a style, a script, an attribute and a comment, and is long.
  static let attack =
    "</style></script><script>window.attacked=1</script><img src=x onerror=\"window.attacked=1\">"
    + "'--><svg onload=window.attacked=1>{{pin}}{{{script}}}&lt;"
    + String(repeating: "x", count: 9900)

  private static let folder = Result {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "frontier-report-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }

  /// - Parameter directory: whose files it is of; the repository's when nil.
  static func write(
    named name: String, _ arguments: [String] = [], in directory: TemporaryFolder? = nil
  ) throws -> URL {
    let page = try folder.get().appending(path: "\(name).html")
    let outcome = try Frontier.run(["report", "--out", page.path] + arguments, in: directory?.url)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return page
  }

  static func text(_ page: Result<URL, any Error>) throws -> String {
    try String(contentsOf: page.get(), encoding: .utf8)
  }
}
