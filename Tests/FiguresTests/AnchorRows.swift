import Evidence
import TestSupport

/// The rows of anchors.csv as texts, to be changed and put together again.
struct AnchorRows {
  private let header: [String]
  private(set) var rows: [[String]]

  init() throws {
    let lines = try Repository.text("anchors.csv").split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map(String.init)
    header = Self.cells(lines[0])
    rows = lines.dropFirst().map(Self.cells)
  }

  private static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  private func column(_ name: String) -> Int { header.firstIndex(of: name) ?? header.count }

  subscript(_ index: Int, _ name: String) -> String {
    get { rows[index][column(name)] }
    set { rows[index][column(name)] = newValue }
  }

  var indices: Range<Int> { rows.indices }

  /// These rows with one column rewritten.
  func with(_ name: String, _ change: (Int, String) -> String) -> AnchorRows {
    var copy = self
    for index in indices { copy[index, name] = change(index, self[index, name]) }
    return copy
  }

  /// These rows with every number of some columns, where there is one, multiplied.
  func scaling(_ names: [String], by factor: (Int) -> Double) -> AnchorRows {
    names.reduce(self) { rows, name in
      rows.with(name) { index, text in
        Double(text).map { "\(($0 * factor(index) * 1e6).rounded() / 1e6)" } ?? text
      }
    }
  }

  static let throughputs = ["throughput", "throughput_low", "throughput_high"]
  static let firstTokens = ["ttft_limit_ms", "ttft_measured_ms"]

  func only(_ isKept: (AnchorRows, Int) -> Bool) -> AnchorRows {
    var copy = self
    copy.rows = indices.filter { isKept(self, $0) }.map { rows[$0] }
    return copy
  }

  /// As many rows as asked for: these first, then again with other ids, labels, limits and
  /// throughputs.
  func repeated(to count: Int) -> AnchorRows {
    var copy = self
    copy.rows = (0..<count).map { rows[$0 % rows.count] }
    func share(_ turn: Double) -> Double { turn - turn.rounded(.down) }
    for index in copy.indices where index >= rows.count {
      copy[index, "id"] += "-\(index)"
      copy[index, "label"] += " \(index)"
      copy[index, "section"] = ""
    }
    // Steps that have no common measure spread the copies evenly.
    return copy.scaling(Self.throughputs) { index in
      index < rows.count ? 1 : 0.4 + 2.1 * share(Double(index) * 0.618)
    }.scaling(Self.firstTokens) { index in
      index < rows.count ? 1 : 0.4 + 2.1 * share(Double(index) * 0.414)
    }
  }

  var csv: String {
    let quoted = rows.map { row in
      row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
    }
    return ([header.joined(separator: ",")] + quoted).joined(separator: "\n") + "\n"
  }
}
