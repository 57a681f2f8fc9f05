import Tables

/// Adds up the rows of a trace, in any order.
struct TraceTally {
  /// A row's window would be one too many.
  struct TooManyWindows: Error {}

  private struct Sums {
    var requests = 0
    var promptTokens = 0
    var outputTokens = 0
  }

  let mostWindows: Int
  private let length: WindowLength
  private let windowTicks: Int
  private var prompts = TokenCounts()
  private var outputs = TokenCounts()
  /// By number; the window of the first row, which starts with it, is 0.
  private var windows: [Int: Sums] = [:]
  /// The window of the row before, whose sums are not in `windows` meanwhile: most rows share it.
  private var (number, current) = (0, Sums())
  private var first: Int?
  private var (earliest, latest) = (Int.max, Int.min)
  private var requests = 0

  init(_ length: WindowLength, mostWindows: Int = Trace.mostWindows) {
    self.length = length
    self.mostWindows = mostWindows
    windowTicks = length.ticks
  }

  mutating func add(_ row: TraceRow) throws(TooManyWindows) {
    let origin = first ?? row.time
    let time = row.time - origin
    // Downwards also before the first row.
    let number = time >= 0 ? time / windowTicks : (time + 1) / windowTicks - 1
    if number != self.number { try move(to: number) }
    first = origin
    (earliest, latest) = (min(earliest, time), max(latest, time))
    requests += 1
    current.requests += 1
    current.promptTokens += row.promptTokens
    current.outputTokens += row.outputTokens
    prompts.add(row.promptTokens)
    outputs.add(row.outputTokens)
  }

  private mutating func move(to number: Int) throws(TooManyWindows) {
    windows[self.number] = current
    let sums = windows[number]
    guard sums != nil || windows.count < mostWindows else { throw TooManyWindows() }
    current = sums ?? Sums()
    self.number = number
  }

  /// What the rows come to; nil without any.
  /// - Parameter skippedLines: how many lines were passed over, and the first complaints of them.
  func trace(
    name: String, format: TraceFormat, skippedLines: Int, complaints: [Complaint]
  ) -> Trace? {
    guard let prompts = prompts.lengths, let outputs = outputs.lengths else { return nil }
    return Trace(
      name: name, format: format, windowLength: length, requests: requests, promptTokens: prompts,
      outputTokens: outputs, seconds: Self.seconds(earliest)...Self.seconds(latest),
      windows: sortedWindows, skippedLines: skippedLines, complaints: complaints)
  }

  private var sortedWindows: [TraceWindow] {
    var windows = windows
    windows[number] = current
    return windows.sorted { $0.key < $1.key }.map { number, sums in
      let start = number * windowTicks
      let covered = min(latest, start + windowTicks) - max(earliest, start)
      return TraceWindow(
        startSeconds: Self.seconds(start), coveredSeconds: Self.seconds(max(0, covered)),
        requests: sums.requests, promptTokens: sums.promptTokens, outputTokens: sums.outputTokens,
        length: length)
    }
  }

  private static func seconds(_ ticks: Int) -> Double {
    Double(ticks) / Double(TraceRow.ticksPerSecond)
  }
}
