import CostModel
import Frontier
import Tables

/// What a row of a file of cases gains.
struct CaseAnswer {
  enum Cell {
    case number(Double)
    case word(String)
    case truth(Bool)
    case none

    init(_ breakEven: BreakEven, unit: Double = 1) {
      self =
        breakEven.value.map { .number($0 / unit) } ?? .word(breakEven.word?.rawValue ?? "")
    }

    /// A cost; infeasible for nil.
    init(_ cost: Double?) { self = cost.map { .number($0) } ?? .word(DataText.infeasible) }
  }

  /// By `CaseColumns.added`, and with a support `CaseColumns.addedByDraws`.
  let cells: [Cell]

  init(_ workload: Workload, on deployment: Deployment, _ support: Support?) {
    let (model, transfer) = (deployment.model, deployment.transfer)
    let service = deployment.service(workload.mix, arrivalRate: workload.arrivalRate)
    let served = ServedCosts(model, service, over: transfer)
    let costs = served.costs
    let limit = deployment.limits.ttftMs / 1000
    func meets(_ seconds: Double?) -> Cell { .truth(seconds.map { $0 <= limit } ?? false) }
    let scheduler = costs.scheduler
    var cells: [Cell] = [
      .word(costs.cheapest?.rawValue ?? DataText.infeasible),
      .word(costs.verdict?.rawValue ?? DataText.infeasible),
      costs.margin.map { .number($0) } ?? .none,
      Cell(costs.continuous), Cell(costs.chunked), Cell(costs.disaggregated),
      meets(served.continuous?.firstTokenSeconds), meets(served.chunked?.firstTokenSeconds),
      meets(served.disaggregated?.firstTokenSeconds),
      Cell(model.breakEvenBandwidth(scheduler, service, over: transfer), unit: 1e9),
      Cell(model.breakEvenPrefillShare(service, over: transfer)),
    ]
    if let support {
      cells.append(.number(support.share.fraction))
      cells.append(support.underSum.map { .number($0.fraction) } ?? .none)
    }
    self.cells = cells
  }
}

extension CostModel {
  /// "The" α* against the cheaper colocated scheduler at every place, as `WorkloadCrossings` has it.
  /// Unless a TTFT limit is kept, which chunks meet later than whole prompts do, that is chunked
  /// prefill.
  fileprivate func breakEvenPrefillShare(_ service: Service, over transfer: KVTransfer) -> BreakEven
  {
    guard readings.ttftBound == .kept else {
      return breakEvenPrefillShare(.chunked, service, over: transfer)
    }
    return BreakEvenShares(
      beatingAll: [.continuous, .chunked].map {
        breakEvenPrefillShares($0, service, over: transfer, scan: .coarse)
      }
    ).first
  }
}

extension [UInt8] {
  /// A row of CSV: the record as it was, and what it gains.
  mutating func append(csv record: ArraySlice<UInt8>, _ answer: CaseAnswer) {
    self += record
    for cell in answer.cells {
      append(UInt8(ascii: ","))
      switch cell {
      case .number(let number): self += DataText.text(number).utf8
      case .word(let word): self += word.utf8
      case .truth(let truth): self += (truth ? "true" : "false").utf8
      case .none: break
      }
    }
    append(UInt8(ascii: "\n"))
  }

  /// A row as a line of JSON: its cells by their columns, and what it gains.
  mutating func append(json cells: [String], _ columns: CaseColumns, _ answer: CaseAnswer) {
    append(UInt8(ascii: "{"))
    for (place, cell) in cells.enumerated() {
      if place > 0 { append(UInt8(ascii: ",")) }
      append(key: columns.names[place])
      if columns.numbers.contains(place), !cell.isEmpty {
        self += cell.utf8
      } else {
        append(jsonText: cell)
      }
    }
    for (name, cell) in zip(CaseColumns.added + CaseColumns.addedByDraws, answer.cells) {
      append(UInt8(ascii: ","))
      append(key: name)
      switch cell {
      case .number(let number): self += DataText.text(number).utf8
      case .word(let word): append(jsonText: word)
      case .truth(let truth): self += (truth ? "true" : "false").utf8
      case .none: self += "null".utf8
      }
    }
    self += "}\n".utf8
  }

  private mutating func append(key: String) {
    append(jsonText: key)
    append(UInt8(ascii: ":"))
  }

  private mutating func append(jsonText text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): self += [UInt8(ascii: "\\"), byte]
      case 0..<0x10: self += "\\u000\(String(byte, radix: 16))".utf8
      case 0x10..<0x20: self += "\\u00\(String(byte, radix: 16))".utf8
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }
}
