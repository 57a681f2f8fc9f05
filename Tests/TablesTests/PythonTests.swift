import Foundation
import TestSupport
import Testing

@testable import Tables

/// The reader against Python's `csv` module, on fixed pseudo-random texts.
@Suite struct PythonTests {
  private static let script = """
    import csv, io, json, sys
    def records(text):
        try:
            return list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error:
            return None
    json.dump([records(text) for text in json.load(sys.stdin)], sys.stdout)
    """

  /// `scripts/fuzz csv-python` asks for more texts than are worth the time on every run.
  private static let count =
    ProcessInfo.processInfo.environment["CSV_TEXTS"].flatMap(Int.init) ?? 600

  @Test(.enabled(if: Python.isInstalled, "python3 is not installed"))
  func readsWhatPythonReads() throws {
    var random = SeededNumbers(seed: 4180)
    let pieces = ["a", "b", ",", ",", "\"", "\"", "\n", "\r\n", " ", "é", "😀", "\"\"", "\",\""]
    let texts = (0..<Self.count).map { _ in random.text(of: pieces, upTo: 14) }
    let output = try Python.run(Self.script, input: JSONEncoder().encode(texts))
    let expected = try JSONDecoder().decode([[[String]]?].self, from: output)
    #expect(expected.count == texts.count)
    // The comparison says something only if both kinds of text are there.
    #expect(expected.count { $0 == nil } > texts.count / 12)
    #expect(expected.count { $0 != nil } > texts.count / 12)
    // Gathered: an expectation for each of very many texts takes longer than reading them.
    let differing = zip(texts, expected).filter { !agrees($0, with: $1) }
    #expect(differing.isEmpty)
  }

  /// - Parameter expected: Python's records; nil where it refuses the text.
  private func agrees(_ text: String, with expected: [[String]]?) -> Bool {
    let ours = CSVReader.read(Array(text.utf8), file: "f.csv")
    guard let expected else { return !ours.complaints.isEmpty }
    // Python gives an empty list for an empty line. RFC 4180 forbids a quote in an unquoted cell,
    // which Python lets pass.
    return ours.records.map { $0.map(\.text) } == expected.filter { !$0.isEmpty }
      && ours.complaints.allSatisfy { $0.message.hasPrefix("a quote in a cell without") }
  }
}
