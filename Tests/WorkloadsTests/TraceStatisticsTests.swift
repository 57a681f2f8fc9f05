import Evidence
import Foundation
import Tables
import TestSupport
import Testing

@testable import Workloads

@Suite struct TraceStatisticsTests {
  /// Between the two nearest numbers, as numpy.quantile does.
  private func quantile(_ share: Double, of sorted: [Int]) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = Int(place.rounded(.down))
    let high = Int(place.rounded(.up))
    return Double(sorted[low]) * (1 - (place - Double(low)))
      + Double(sorted[high]) * (place - Double(low))
  }

  @Test(arguments: [1, 2, 3, 10, 101, 1000]) func quantilesAreThoseOfTheSortedLengths(_ count: Int)
    throws
  {
    var state: UInt64 = 7
    let lengths = (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let length = Int(state >> 40) % 20_000
      return state >> 60 == 0 ? length * 3 : length
    }
    let trace = try Trace.azure(lengths.map { "2024-05-10 00:00:00,\($0),\($0 / 3)" })
    for (found, lengths) in [
      (trace.promptTokens, lengths.sorted()), (trace.outputTokens, lengths.map { $0 / 3 }.sorted()),
    ] {
      #expect(found.maximum == lengths.last)
      let mean = Double(lengths.reduce(0, +)) / Double(count)
      #expect(relativeDifference(found.mean, mean) < 1e-12)
      for (quantile, share) in [(found.p50, 0.5), (found.p90, 0.9), (found.p99, 0.99)] {
        #expect(relativeDifference(quantile, self.quantile(share, of: lengths)) < 1e-12)
      }
    }
  }

  @Test func rowsMayComeInAnyOrder() throws {
    let rows = (0..<240).map { minute in
      let hour = 10 + minute / 60
      return "2024-05-10 \(hour):\(String(format: "%02d", minute % 60)):30,\(minute),\(2 * minute)"
    }
    let start = "2024-05-10 12:00:00,7,7"
    let ordered = try Trace.azure([start] + rows)
    let mixed = try Trace.azure(
      [start]
        + rows.enumerated().sorted { $0.offset * 7 % 241 < $1.offset * 7 % 241 }.map(\.element))
    #expect(ordered.windows == mixed.windows && ordered.seconds == mixed.seconds)
    #expect(ordered.windows.map(\.startSeconds) == [-7200, -3600, 0, 3600])
    #expect(ordered.windows.map(\.requests) == [60, 60, 61, 60])
    #expect(ordered.windows[3].promptTokens == (180..<240).reduce(0, +))
    #expect(ordered.seconds == -7170...7170)
    // The first and the last window are covered in part.
    #expect(ordered.windows.map(\.coveredSeconds) == [3570, 3600, 3600, 3570])
  }

  @Test func windowsBeginWithTheFirstRow() throws {
    let rows = ["00:10:00", "00:24:59", "00:25:00", "01:09:59", "00:09:59"]
    let trace = try Trace.azure(
      rows.map { "2024-05-10 \($0),1,2" }, window: WindowLength(parsing: "15min"))
    #expect(trace.windows.map(\.startSeconds) == [-900, 0, 900, 2700])
    #expect(trace.windows.map(\.requests) == [1, 2, 1, 1])
    #expect(trace.requestsPerSecond == 5.0 / 3600)
    // A second of fifteen minutes gives no rate.
    #expect(trace.windows[0].requestsPerSecond == nil)
    #expect(trace.windows[1].requestsPerSecond == 2.0 / 900)
    #expect(trace.prefillShare == 1.0 / 3)
  }

  @Test func aRowByItselfHasNoRate() throws {
    let trace = try Trace.azure(["2024-05-10 00:00:00,0,0"])
    #expect(trace.requestsPerSecond == nil && trace.prefillShare == nil)
    #expect(trace.windows.map(\.requestsPerSecond) == [nil])
    #expect(trace.windows.map(\.prefillShare) == [nil])
  }

  @Test func tooManyWindowsAskForLongerOnes() throws {
    func read(_ rows: [Int], most: Int) throws -> Trace {
      let lines = rows.map { second in
        #"{"timestamp": \#(second)000, "input_length": 1, "output_length": 1}"#
      }
      let file = try TraceFile(lines.joined(separator: "\n"))
      var reader = TraceReader(
        LineReader(try ByteStream(path: file.path)), try WindowLength(parsing: "1s"),
        keepGoing: true, mostWindows: most)
      do {
        return try reader.read { _ in }
      } catch let error as IngestError {
        // Without the name of a file that is gone.
        let said = "\(error)".replacing("\(file.path):", with: "")
        throw CellFault(said)
      }
    }
    let rows = [5, 6, 5, 9, 1, 9, 6, 3, 4]
    #expect(try read(rows, most: 6).windows.map(\.startSeconds) == [-4, -2, -1, 0, 1, 4])
    let complaint = CellFault(
      "9:1: a row needs a window of 1 s more than the 5 that there may be; give a longer --window")
    #expect(throws: complaint) { try read(rows, most: 5) }
    #expect(Trace.mostWindows == 100_000)
  }

  private static let lengths: [(String, Double, String)] = [
    ("1h", 3600.0, "1 h"), ("15min", 900, "15 min"), ("0.5 h", 1800, "30 min"),
    ("1d", 86_400, "1 d"),
    ("90s", 90, "90 s"), ("36h", 129_600, "36 h"), ("1.5s", 1.5, "1.5 s"),
  ]

  @Test(arguments: lengths) func windowLengthsHaveAUnit(
    _ text: String, _ seconds: Double, _ description: String
  ) throws {
    let length = try WindowLength(parsing: text)
    #expect(length.seconds == seconds && length.description == description)
  }

  @Test(arguments: [
    ("3600", "'3600' is not a length of time; write it like 1h, 15min, 30s or 1d"),
    ("1 week", "'1 week' is not a length of time; write it like 1h, 15min, 30s or 1d"),
    ("0.1s", "'0.1s' is not between 1s and 3650d"), ("-1h", "'-1h' is not between 1s and 3650d"),
    ("1e9h", "'1e9h' is not between 1s and 3650d"),
    ("h", "'' is not a decimal number; write it like 0.27 or 2.039e12"),
  ]) func otherWindowLengthsAreRefused(_ text: String, _ message: String) {
    #expect(throws: CellFault(message)) { try WindowLength(parsing: text) }
  }
}
