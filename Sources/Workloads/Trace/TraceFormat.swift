import Tables

/// A request of a trace.
struct TraceRow {
  /// Ticks of 100 ns, from a beginning that is the trace's own.
  let time: Int
  let promptTokens: Int
  let outputTokens: Int

  /// Azure's finest.
  static let ticksPerSecond = 10_000_000
}

/// The public formats of traces.
public enum TraceFormat: String, Sendable, CaseIterable {
  case azure, mooncake

  /// What it is called in a sentence.
  public var name: String {
    switch self {
    case .azure: "Azure's CSV"
    case .mooncake: "Mooncake's JSON lines"
    }
  }

  /// What the first lines of a trace look like.
  var example: String {
    switch self {
    case .azure: AzureRows.columns.joined(separator: ",")
    case .mooncake: #"{"timestamp": 27482, "input_length": 6955, "output_length": 52}"#
    }
  }
}

/// Reads the lines of one format.
protocol TraceRows {
  static var format: TraceFormat { get }

  mutating func row(_ line: LineReader.Line) throws(LineFault) -> TraceRow
}

extension LineFault {
  /// A first line that neither format begins with.
  init(neitherFormat line: LineReader.Line) {
    let start = quoted(String(decoding: line.prefix(240), as: UTF8.self))
    let (azure, mooncake) = (TraceFormat.azure, TraceFormat.mooncake)
    self.init(
      at: 0,
      "\(start) is the first line of no known format; \(azure.name) begins with the line "
        + "\(azure.example), and each line of \(mooncake.name) is like \(mooncake.example)")
  }
}
