import Evidence
import Tables

/// How requests and deployments are written, in a command's options and in a file of cases.
public enum PlanFormat {
  /// P: a request may come without a prompt.
  public static let promptTokens = CellFormat.number(in: .tokens, Limits(0...mostTokens))
  /// D: without output there is nothing to decode, and nothing to compare.
  public static let outputTokens = CellFormat.number(in: .tokens, Limits(1e-3...mostTokens))
  /// S.
  public static let tokens = outputTokens
  /// α; at 1 there is nothing to decode.
  public static let prefillShare = CellFormat.number(.properShare)
  /// c_H, USD/h.
  public static let usdPerHour = CellFormat.number(.hourlyPrice)
  /// η.
  public static let overlap = CellFormat.number(.share)
  /// λ, requests/s.
  public static let arrivalRate = CellFormat.number(.requestRate)
  /// f.
  public static let fraction = CellFormat.number(.share)

  /// Of a trace's windows.
  public static let window = CellFormat<WindowLength>(expected: "a length of time, like 1h") {
    text throws(CellFault) in try WindowLength(parsing: text)
  }

  /// More than any context window there is.
  public static let mostTokens = 1e8

  /// B: GB/s, or an interconnect's calibration id.
  public static let link = CellFormat<KVLink>(
    expected: "a bandwidth in GB/s, like 50, or an interconnect, like nvlink4"
  ) { text throws(CellFault) in
    guard text.utf8.first.map({ isLetter($0) }) ?? false else {
      return .bandwidth(try bandwidth.parse(text))
    }
    return .interconnect(try name.parse(text))
  }

  /// `TTFT/TPOT` in ms, or a contract's calibration id.
  public static let contract = CellFormat<ServiceContract>(
    expected: "TTFT/TPOT in ms, like 500/50, or a contract, like standard"
  ) { text throws(CellFault) in
    guard !(text.utf8.first.map({ isLetter($0) }) ?? false) else {
      return .named(try name.parse(text))
    }
    let limits = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard limits.count == 2 else {
      throw CellFault("\(quoted(text)) is not a contract; write TTFT/TPOT in ms, like 500/50")
    }
    return .limits(
      ContractLimits(
        ttftMs: try milliseconds.parse(limits[0]), tpotMs: try milliseconds.parse(limits[1])))
  }

  private static let bandwidth = CellFormat.number(in: .gigabytesPerSecond, .linkBandwidth)
  private static let milliseconds = CellFormat.number(in: .milliseconds, .milliseconds)
  private static let name = CellFormat.key(expected: "a name", allowingCapitals: true)

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
