import CostModel
import Tables

/// One published operating point: a row of anchors.csv.
public struct Anchor: Equatable, Sendable {
  /// What the published throughput counts; tokens are prompt + output tokens.
  public enum ThroughputUnit: String, CaseIterable, Sendable {
    case requestsPerSecond = "req/s"
    case requestsPerSecondPerAccelerator = "req/s/gpu"
    case tokensPerSecond = "tok/s"
    case tokensPerSecondPerAccelerator = "tok/s/gpu"
  }

  /// A limit of the time to first token.
  public struct TTFTLimit: Equatable, Sendable {
    public enum Statistic: String, CaseIterable, Sendable {
      case p99, p90
      /// The source states no percentile.
      case slo
      /// Of the wait before prefill begins, not of TTFT.
      case schedulingDelay = "median-scheduling-delay"
    }

    public let milliseconds: Double
    public let statistic: Statistic
  }

  /// A measured time to first token.
  public struct TTFTMeasurement: Equatable, Sendable {
    public enum Statistic: String, CaseIterable, Sendable {
      case median, mean, p90, p99
    }

    public let milliseconds: Double
    public let statistic: Statistic
  }

  public let id: String
  public let system: String
  /// The text drawn beside the point.
  public let label: String
  /// The section of the paper that names the row: `5.1`.
  public let section: String?
  public let architecture: Architecture
  /// A model of the calibration, without `model/`.
  public let model: String
  /// An accelerator of the calibration, without `accelerator/`.
  public let accelerator: String
  /// How many accelerators the throughput was measured on; a multiple of `tensorParallel`.
  public let accelerators: Int
  public let tensorParallel: Int
  public let workload: String
  /// Mean prompt tokens of a request.
  public let promptTokens: Double
  /// Mean output tokens of a request.
  public let outputTokens: Double
  /// As published, in `throughputUnit`.
  public let throughput: Double
  /// How far `throughput` may be off, in `throughputUnit`; nil where it is printed exactly.
  public let throughputRange: ClosedRange<Double>?
  public let throughputUnit: ThroughputUnit
  /// The limit under which the throughput was published; nil where the source sets none.
  public let ttftLimit: TTFTLimit?
  /// What the source reports for the point. Every row has this or a limit.
  public let ttftMeasured: TTFTMeasurement?
  /// Time per output token that the throughput was reported under, ms.
  public let tpotMilliseconds: Double
  /// What `tpotMilliseconds` is: `p99-slo`, `mean` …
  public let tpotStatistic: String
  /// Realised point-to-point bandwidth, B/s; of disaggregated rows, and only of those.
  public let bandwidthBytesPerSecond: Double?
  /// Share of the transfer hidden behind decode, η_pub; of disaggregated rows, and only of those.
  public let overlap: Double?
  /// Published or stated relative error of the cost.
  public let relativeBand: Double?
  public let citation: Citation
  /// The line of anchors.csv, from 1.
  public let line: Int
  /// Each cell's text, by the column's name in anchors.csv.
  public let printed: RowTexts
}

extension Anchor {
  /// α = P / (P + D) (Eq. 3).
  public var prefillShare: Double { promptTokens / (promptTokens + outputTokens) }

  /// Served (prompt + output) tokens per second of one accelerator.
  ///
  /// Of the row's prompt tokens, those that came from a prefix cache count as served.
  public var tokensPerSecondPerAccelerator: Double {
    let tokensPerRequest = promptTokens + outputTokens
    return switch throughputUnit {
    case .requestsPerSecond: throughput * tokensPerRequest / Double(accelerators)
    case .requestsPerSecondPerAccelerator: throughput * tokensPerRequest
    case .tokensPerSecond: throughput / Double(accelerators)
    case .tokensPerSecondPerAccelerator: throughput
    }
  }
}
