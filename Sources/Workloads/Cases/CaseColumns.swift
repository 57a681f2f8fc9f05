import Evidence
import Tables

/// Which column of a file of cases says what; nil for one that it leaves to the options.
struct CaseColumns: Sendable {
  private(set) var prompt: Int?
  private(set) var output: Int?
  private(set) var accelerator: Int?
  private(set) var usd: Int?
  private(set) var bandwidth: Int?
  private(set) var contract: Int?
  /// All, in file order.
  let names: [String]

  /// What is passed through and may have been meant.
  let warnings: [Complaint]

  /// Those that are read.
  private static let read = ["prompt", "output", "accelerator", "usd", "bandwidth", "contract"]
  /// Options of `frontier locate` that hold for all rows.
  private static let options = [
    "alpha", "tokens", "model", "weights", "kv", "overlap", "instances", "arrival-rate", "hybrid",
  ]

  /// Those that hold numbers only.
  var numbers: [Int] { [prompt, output, usd].compactMap { $0 } }

  /// What a row gains.
  static let added = [
    "cheapest", "verdict", "margin", "cpm_continuous", "cpm_chunked", "cpm_disaggregated",
    "meets_continuous", "meets_chunked", "meets_disaggregated", "b_star_gb_s", "alpha_star",
  ]
  /// What it gains besides where draws are asked for.
  static let addedByDraws = ["support", "support_sum"]

  /// - Parameter hasRequest: whether the options describe a request, so that the columns may be left
  ///   out.
  /// - Throws: a column that is there twice, is one that is added, or is missing.
  init(_ records: CaseRecords, hasRequest: Bool, hasDraws: Bool) throws(IngestError) {
    let cells = try records.cells(records.header)
    let names = cells.texts
    self.names = names
    guard names.count <= ReadingLimits.mostCells else {
      throw IngestError([
        records.complaint(
          cells, at: ReadingLimits.mostCells, nil,
          "the header has more than \(ReadingLimits.mostCells) columns; remove those from here on")
      ])
    }
    var complaints: [Complaint] = []
    func complain(_ place: Int?, _ field: String?, _ message: String) {
      complaints.append(records.complaint(cells, at: place, field, message))
    }
    let taken = Self.added + (hasDraws ? Self.addedByDraws : [])
    for (place, name) in names.enumerated() {
      if names[..<place].contains(name) {
        complain(place, nil, "the column \(quoted(name)) is there twice; remove one")
      }
      if taken.contains(name) {
        complain(place, nil, "\(quoted(name)) is a column that is added; rename it")
      }
      switch name {
      case "prompt": prompt = place
      case "output": output = place
      case "accelerator": accelerator = place
      case "usd": usd = place
      case "bandwidth": bandwidth = place
      case "contract": contract = place
      default: break
      }
    }
    if !hasRequest {
      for (name, place) in [("prompt", prompt), ("output", output)] where place == nil {
        complain(nil, name, "the column is missing; add it, or give --prompt and --output")
      }
    }
    let warnings = names.enumerated().compactMap { place, name in
      Self.remark(on: name, beside: names).map {
        records.complaint(
          cells, at: place, nil, "the column \(quoted(name)) is passed through\($0)")
      }
    }
    self.warnings = warnings
    guard complaints.isEmpty else { throw IngestError(complaints) }
  }

  /// What may have been meant by a column that is not read.
  private static func remark(on name: String, beside names: [String]) -> String? {
    guard !read.contains(name) else { return nil }
    let plain = name.lowercased().replacing("_", with: "-")
    if options.contains(plain) { return " and not read; the option --\(plain) holds for all rows" }
    let missing = read.filter { !names.contains($0) }
    let near = Spelling.suggestion(for: plain, among: missing)
    return near.isEmpty ? nil : " and not read\(near)"
  }
}
