import CostModel
import Evidence
import Normalization
import Tables

/// Reads the rows of a file of cases; what they name is looked up once.
struct CaseReader {
  /// A row: what is to be served, and by what.
  struct Row {
    let cells: CaseRecords.Cells
    let mix: Mix
    let deployment: Deployment
  }

  private let records: CaseRecords
  private let columns: CaseColumns
  /// What holds where a row leaves a cell empty, or the file a column out.
  private let plan: DeploymentPlan
  private let mix: Mix?
  private let edition: Edition
  // By name.
  private var machines = Memo<Deployment>()
  private var prices = Memo<Double>()
  private var bandwidths = Memo<Double>()
  private var contracts = Memo<ContractLimits>()

  init(
    _ records: CaseRecords, _ columns: CaseColumns, _ plan: DeploymentPlan, _ mix: Mix?,
    in edition: Edition
  ) {
    (self.records, self.columns, self.plan) = (records, columns, plan)
    (self.mix, self.edition) = (mix, edition)
  }

  /// - Throws: all that is wrong with the record.
  mutating func row(_ record: CaseRecords.Record) throws(IngestError) -> Row {
    var fields = CaseFields(records: records, cells: try records.cells(record))
    guard fields.cells.texts.count == columns.names.count else {
      throw IngestError([fields.ragged(columns.names.count)])
    }
    let prompt = fields.required(
      columns.prompt, "prompt", PlanFormat.promptTokens, default: mix?.promptTokens)
    let output = fields.required(
      columns.output, "output", PlanFormat.outputTokens, default: mix?.outputTokens)
    let deployment = deployment(&fields)
    guard let prompt, let output, let deployment, fields.faults.isEmpty else {
      throw IngestError(fields.faults)
    }
    return Row(
      cells: fields.cells, mix: Mix(promptTokens: prompt, outputTokens: output),
      deployment: deployment)
  }

  /// nil after a fault.
  private mutating func deployment(_ fields: inout CaseFields) -> Deployment? {
    let name = fields.value(columns.accelerator, "accelerator") { $0 } ?? plan.accelerator
    let own = fields.value(columns.accelerator, "accelerator", default: name) {
      text throws(CellFault) in try deployment(on: text)
    }
    let usd =
      fields.value(columns.usd, "usd", PlanFormat.usdPerHour.parse) ?? plan.usdPerHour
      ?? fields.value(columns.accelerator, "accelerator", default: name) {
        text throws(CellFault) in try price(of: text)
      }
    let link = fields.value(columns.bandwidth, "bandwidth") { text throws(CellFault) in
      let link = try PlanFormat.link.parse(text)
      return (plan: link, bandwidth: try bandwidth(of: link))
    }
    let contract = fields.value(columns.contract, "contract") { text throws(CellFault) in
      let contract = try PlanFormat.contract.parse(text)
      return (plan: contract, limits: try limits(of: contract))
    }
    guard let own, let usd else { return nil }
    return own.with(usdPerHour: usd, link, contract)
  }

  /// The deployment on an accelerator, at 1 USD/h.
  private mutating func deployment(on accelerator: String) throws(CellFault) -> Deployment {
    try machines.value(accelerator) { [plan, edition] in
      var plan = plan
      (plan.accelerator, plan.usdPerHour) = (accelerator, 1)
      return try Deployment(plan, in: edition)
    }
  }

  private mutating func price(of accelerator: String) throws(CellFault) -> Double {
    try prices.value(accelerator) { [edition] in try edition.price(of: accelerator) }
  }

  private mutating func bandwidth(of link: KVLink) throws(CellFault) -> Double {
    switch link {
    case .bandwidth(let bandwidth): return bandwidth
    case .interconnect(let id):
      return try bandwidths.value(id) { [edition] in
        try edition.calibration.number(.interconnect(id), "bytes_per_s")
      }
    }
  }

  private mutating func limits(of contract: ServiceContract) throws(CellFault) -> ContractLimits {
    switch contract {
    case .limits(let limits): return limits
    case .named(let id):
      return try contracts.value(id) { [edition] in
        try contract.limits(in: edition.calibration)
      }
    }
  }
}

/// What names stand for, or why they stand for nothing.
private struct Memo<Value> {
  private var values: [String: Result<Value, CellFault>] = [:]

  mutating func value(_ name: String, _ lookUp: () throws -> Value) throws(CellFault) -> Value {
    if let known = values[name] { return try known.get() }
    let found = Result(catching: lookUp).mapError { CellFault("\($0)") }
    values[name] = found
    return try found.get()
  }
}

/// The cells of a record, and what is wrong with them.
struct CaseFields {
  let records: CaseRecords
  let cells: CaseRecords.Cells
  private(set) var faults: [Complaint] = []

  init(records: CaseRecords, cells: CaseRecords.Cells) {
    (self.records, self.cells) = (records, cells)
  }

  /// What a cell says.
  /// - Parameters:
  ///   - place: nil where the file has no such column.
  ///   - text: what is read where there is no cell, or an empty one.
  /// - Returns: nil for what is left out, and after a fault.
  mutating func value<Value>(
    _ place: Int?, _ name: String, default text: String? = nil,
    _ parse: (String) throws(CellFault) -> Value
  ) -> Value? {
    let own = place.map { cells.texts[$0] } ?? ""
    guard let text = own.isEmpty ? text : own else { return nil }
    do throws(CellFault) {
      return try parse(text)
    } catch {
      complain(place, name, error.description)
      return nil
    }
  }

  /// A number that the option has where the cell has not.
  mutating func required(
    _ place: Int?, _ name: String, _ format: CellFormat<Double>, default option: Double?
  ) -> Double? {
    if let place, cells.texts[place].isEmpty, option == nil {
      complain(place, name, "the cell is empty; write \(format.expected), or give --\(name)")
      return nil
    }
    let before = faults.count
    return value(place, name, format.parse) ?? (faults.count == before ? option : nil)
  }

  private mutating func complain(_ place: Int?, _ name: String, _ message: String) {
    let fault = records.complaint(cells, at: place, name, message)
    // An unknown accelerator has no price either.
    if !faults.contains(where: { ($0.line, $0.column) == (fault.line, fault.column) }) {
      faults.append(fault)
    }
  }

  /// That there are not as many cells as the header has.
  func ragged(_ count: Int) -> Complaint {
    records.complaint(
      cells, at: cells.texts.count > count ? count : nil, nil,
      "the row has \(cells.texts.count) cells and the header \(count); "
        + (cells.texts.count > count
          ? "remove the surplus, or put a cell that contains a comma in quotes"
          : "add the missing ones (an empty cell is a comma)"))
  }
}
