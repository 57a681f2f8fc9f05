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
  /// An accelerator's deployment at 1 USD/h, and its price at the edition's pin.
  private struct Machine {
    let deployment: Deployment
    let usdPerHour: Result<Double, CellFault>
  }

  /// The accelerators whose price at the pin is used.
  private(set) var priced: Set<String> = []
  // By what stands in the file.
  private var machines = Memo<Machine>()
  private var links = Memo<Deployment.Link>()
  private var contracts = Memo<Deployment.Contract>()

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
    let machine = fields.value(
      columns.accelerator, "accelerator", default: plan.accelerator
    ) { name throws(CellFault) in try readMachine(name) }
    let own = fields.value(columns.usd, "usd", PlanFormat.usdPerHour.parse) ?? plan.usdPerHour
    if own == nil, let machine { priced.insert(machine.deployment.plan.accelerator) }
    let usd =
      own
      ?? machine.flatMap { machine in
        fields.value(columns.accelerator, "accelerator", default: plan.accelerator) {
          _ throws(CellFault) in try machine.usdPerHour.get()
        }
      }
    let link = fields.value(columns.bandwidth, "bandwidth") { text throws(CellFault) in
      try readLink(text)
    }
    let contract = fields.value(columns.contract, "contract") { text throws(CellFault) in
      try readContract(text)
    }
    guard let machine, let usd else { return nil }
    return machine.deployment.with(usdPerHour: usd, link, contract)
  }

  private mutating func readMachine(_ accelerator: String) throws(CellFault) -> Machine {
    if let known = machines[accelerator] { return try known.get() }
    var plan = plan
    (plan.accelerator, plan.usdPerHour) = (accelerator, 1)
    return try machines.keep(accelerator) {
      Machine(
        deployment: try Deployment(plan, in: edition),
        usdPerHour: Result { try edition.price(of: accelerator) }.mapError { CellFault("\($0)") })
    }
  }

  private mutating func readLink(_ text: String) throws(CellFault) -> Deployment.Link {
    if let known = links[text] { return try known.get() }
    return try links.keep(text) {
      let link = try PlanFormat.link.parse(text)
      return (link, try link.bandwidth(in: edition.calibration))
    }
  }

  private mutating func readContract(_ text: String) throws(CellFault) -> Deployment.Contract {
    if let known = contracts[text] { return try known.get() }
    return try contracts.keep(text) {
      let contract = try PlanFormat.contract.parse(text)
      return (contract, try contract.limits(in: edition.calibration))
    }
  }
}

/// What texts stand for, or why they stand for nothing: looked up once, but for those of a file that
/// has very many.
private struct Memo<Value> {
  private var values: [String: Result<Value, CellFault>] = [:]
  private static var most: Int { 4096 }

  subscript(text: String) -> Result<Value, CellFault>? { values[text] }

  mutating func keep(_ text: String, _ lookUp: () throws -> Value) throws(CellFault) -> Value {
    let found = Result(catching: lookUp).mapError { CellFault("\($0)") }
    if values.count < Self.most { values[text] = found }
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
