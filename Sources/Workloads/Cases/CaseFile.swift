import CostModel
import Evidence
import Frontier
import Tables

/// Thousands of workloads in a CSV file, each answered in a row of its own.
public struct CaseFile: Sendable {
  public enum Format: Sendable {
    case csv
    /// An object on each line.
    case jsonLines
  }

  /// The rows with their answers, in file order.
  public struct Answers: Sendable {
    /// The text, in parts to be written one after the other; in CSV with the header first.
    public let parts: [[UInt8]]
    /// What is wrong with the rows that were skipped, in file order.
    public let complaints: [Complaint]
    /// How many were.
    public let skipped: Int
    /// The accelerators whose price at the pin is used.
    public let priced: Set<String>
  }

  private let records: CaseRecords
  private let columns: CaseColumns
  private let plan: DeploymentPlan
  private let mix: Mix?
  private let arrivalRate: Double?
  private let edition: Edition
  /// nil for none.
  private let draws: Draws?

  /// - Parameters:
  ///   - file: as complaints should show it.
  ///   - plan: what holds where a row leaves a cell empty, or the file a column out.
  ///   - mix: likewise.
  ///   - arrivalRate: λ of all rows, requests/s per accelerator of the instance that decodes; nil is
  ///     saturation.
  ///   - draws: what support is counted in; nil for none.
  /// - Throws: what is wrong with the header.
  public init(
    _ bytes: [UInt8], file: String, plan: DeploymentPlan, mix: Mix?, arrivalRate: Double? = nil,
    in edition: Edition, draws: Draws? = nil
  ) throws(IngestError) {
    records = try CaseRecords(bytes, file: file)
    columns = try CaseColumns(records, hasRequest: mix != nil, hasDraws: draws != nil)
    (self.plan, self.mix, self.arrivalRate) = (plan, mix, arrivalRate)
    (self.edition, self.draws) = (edition, draws)
  }

  /// Columns that are passed through though they read like something that is asked for, a line each.
  public var warnings: [String] { columns.warnings.map(\.description) }

  /// Answers every row, on all processors.
  /// - Parameters:
  ///   - keepGoing: whether faulty rows are skipped.
  ///   - progress: is told from any thread how many blocks of how many are done.
  /// - Throws: all complaints, unless rows may be skipped; the lookup's error when a constant is
  ///   missing.
  public func answers(
    as format: Format, keepGoing: Bool,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws -> Answers {
    let size = draws == nil ? 4096 : 16
    let blocks = stride(from: 0, to: records.records.count, by: size).map {
      $0..<min($0 + size, records.records.count)
    }
    let done = Counter(of: blocks.count, progress)
    let answered = try Parallel.map(blocks) { block in
      let answers = try self.block(block, format)
      done.count()
      return answers
    }
    let complaints = answered.flatMap(\.complaints)
    guard keepGoing || complaints.isEmpty else { throw IngestError(complaints) }
    return Answers(
      parts: (format == .csv ? [header] : []) + answered.flatMap(\.parts), complaints: complaints,
      skipped: answered.reduce(0) { $0 + $1.skipped },
      priced: answered.reduce(into: []) { $0.formUnion($1.priced) })
  }

  private var header: [UInt8] {
    let own = records.bytes[records.header.range]
    let added = CaseColumns.added + (draws == nil ? [] : CaseColumns.addedByDraws)
    return own + Array((added.map { ",\($0)" }.joined() + "\n").utf8)
  }

  private func block(_ rows: Range<Int>, _ format: Format) throws -> Answers {
    var reader = CaseReader(records, columns, plan, mix, in: edition)
    var text: [UInt8] = []
    text.reserveCapacity(rows.count * 200)
    var complaints: [Complaint] = []
    var skipped = 0
    for record in records.records[rows] {
      let row: CaseReader.Row
      do throws(IngestError) {
        row = try reader.row(record)
      } catch {
        complaints += error.complaints
        skipped += 1
        continue
      }
      let workload = Workload(mix: row.mix, arrivalRate: arrivalRate)
      let support = try draws.map {
        try WorkloadSupport(workload, on: row.deployment.plan, in: edition, draws: $0).support
      }
      let answer = CaseAnswer(workload, on: row.deployment, support)
      switch format {
      case .csv: text.append(csv: records.bytes[record.range], answer)
      case .jsonLines: text.append(json: row.cells.texts, columns, answer)
      }
    }
    return Answers(parts: [text], complaints: complaints, skipped: skipped, priced: reader.priced)
  }
}
