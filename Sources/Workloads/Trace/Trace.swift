import CostModel
import Tables

/// What a trace of requests comes to, as a whole and window by window.
public struct Trace: Equatable, Sendable {
  /// The path that it was read from, or `standard input`.
  public let name: String
  public let format: TraceFormat
  public let windowLength: WindowLength
  public let requests: Int
  public let promptTokens: TokenLengths
  public let outputTokens: TokenLengths
  /// When the earliest and the latest request came, s from the first row; rows may be in any order.
  public let seconds: ClosedRange<Double>
  /// Those with requests, in order of time.
  public let windows: [TraceWindow]
  /// How many lines could not be read, where those are passed over.
  public let skippedLines: Int
  /// The first of what was wrong with them.
  public let complaints: [Complaint]

  /// More would be a table that nobody reads, in memory that grows with the trace.
  public static let mostWindows = 100_000
  /// So many complaints are kept of lines that are passed over.
  static let mostComplaints = 10

  /// The mix with the mean lengths of the trace.
  public var mix: Mix {
    Mix(promptTokens: promptTokens.mean, outputTokens: outputTokens.mean)
  }

  /// α, prompt tokens among all; nil where there are no tokens.
  public var prefillShare: Double? {
    let tokens = promptTokens.mean + outputTokens.mean
    return tokens > 0 ? promptTokens.mean / tokens : nil
  }

  /// From the earliest to the latest request; nil where they came at once.
  public var requestsPerSecond: Double? {
    let span = seconds.upperBound - seconds.lowerBound
    return span > 0 ? Double(requests) / span : nil
  }
}

/// The unit that times of a trace are told in.
public enum TraceTimeUnit: String, Sendable {
  case minutes, hours, days

  public var name: String { rawValue }

  public var seconds: Double {
    switch self {
    case .minutes: 60
    case .hours: 3600
    case .days: 86_400
    }
  }
}

extension Trace {
  /// The unit in which the trace takes neither many nor small parts.
  public var timeUnit: TraceTimeUnit {
    switch seconds.upperBound - seconds.lowerBound {
    case ...7200: .minutes
    case ...345_600: .hours
    default: .days
    }
  }
}

/// The requests of a trace that came in one window.
public struct TraceWindow: Equatable, Sendable {
  /// Where the window starts, s from the trace's first row, at which a window starts.
  public let startSeconds: Double
  /// How much of the window lies between the trace's earliest and latest request, s.
  public let coveredSeconds: Double
  public let requests: Int
  public let promptTokens: Int
  public let outputTokens: Int
  public let length: WindowLength

  /// A trace that covers less of a window says nothing of its rate.
  private static let leastCovered = 0.01

  public var meanPromptTokens: Double { Double(promptTokens) / Double(requests) }
  public var meanOutputTokens: Double { Double(outputTokens) / Double(requests) }

  /// Prompt and output tokens.
  public var tokens: Double { Double(promptTokens + outputTokens) }

  /// α, prompt tokens among all; nil where there are no tokens.
  public var prefillShare: Double? { tokens > 0 ? Double(promptTokens) / tokens : nil }

  /// Over the part that the trace covers; nil where that is next to nothing.
  public var requestsPerSecond: Double? {
    coveredSeconds > Self.leastCovered * length.seconds ? Double(requests) / coveredSeconds : nil
  }

  public var mix: Mix { Mix(promptTokens: meanPromptTokens, outputTokens: meanOutputTokens) }
}
