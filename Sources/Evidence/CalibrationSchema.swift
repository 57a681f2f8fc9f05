import Tables

/// What calibration.csv may speak of: the part of an entity's name before its first `/`.
public enum EntityKind: String, CaseIterable, Sendable {
  case model, accelerator, deployment, workload, contract, interconnect, transfer, rate
}

/// A constant that an entity must have.
struct Parameter: Sendable {
  enum Content: Sendable {
    case number(Limits)
    case word([String])
  }

  let name: String
  let units: UnitGroup
  let content: Content

  init(_ name: String, _ units: UnitGroup, _ limits: Limits) {
    self.name = name
    self.units = units
    content = .number(limits)
  }

  init(_ name: String, words: [String]) {
    self.name = name
    units = .word
    content = .word(words)
  }
}

extension EntityKind {
  /// How the entities of a kind are named.
  enum Naming {
    /// There is one, named as its kind: `deployment`.
    case single
    /// `kind/id`, with the ids that must be there.
    case identified(required: [String])
    /// `kind/PROVIDER/ACCELERATOR`, and each row dated.
    case priced
  }

  var naming: Naming {
    switch self {
    case .deployment, .transfer: .single
    case .contract: .identified(required: ["tight", "standard", "relaxed"])
    case .model, .accelerator, .workload, .interconnect: .identified(required: [])
    case .rate: .priced
    }
  }

  /// The constants of an entity of this kind, all required.
  var parameters: [Parameter] {
    switch self {
    case .model:
      [
        Parameter("parameters", .ratio, .positive),
        Parameter("layers", .ratio, .positiveInteger),
        Parameter("kv_heads", .ratio, .positiveInteger),
        Parameter("head_dim", .ratio, .positiveInteger),
      ]
    case .accelerator:
      [
        Parameter("peak_bf16_flops", .computeRate, .positive),
        Parameter("hbm_bytes_per_s", .bandwidth, .positive),
        Parameter("hbm_bytes", .capacity, .positive),
        Parameter("prefill_mfu", .ratio, .positiveShare),
        Parameter("decode_mbu", .ratio, .positiveShare),
      ]
    case .deployment:
      [
        Parameter("tensor_parallel", .ratio, .positiveInteger),
        Parameter("hbm_usable", .ratio, .positiveShare),
        Parameter("weight_bytes", .capacity, .positive),
        Parameter("kv_bytes", .capacity, .positive),
        Parameter("z99", .ratio, .positive),
        Parameter("partition_slack", .ratio, .properShare),
      ]
    case .workload:
      [
        Parameter("prompt_tokens", .tokens, .positive),
        Parameter("output_tokens", .tokens, .positive),
      ]
    case .contract:
      [
        Parameter("ttft_ms", .time, .positive),
        Parameter("tpot_ms", .time, .positive),
      ]
    case .interconnect:
      [Parameter("bytes_per_s", .bandwidth, .positive)]
    case .transfer:
      [
        Parameter("regime", words: ["blocking", "amortized"]),
        Parameter("overlap", .ratio, .share),
        Parameter("overlap_low", .ratio, .share),
        Parameter("overlap_high", .ratio, .share),
        Parameter("overlap_mooncake", .ratio, .share),
      ]
    case .rate:
      [Parameter("usd_per_hour", .hourlyPrice, .positive)]
    }
  }

  /// The parameter of that name.
  ///
  /// - Throws: a fault that says what an entity of this kind has instead.
  func parameter(named name: String) throws(CellFault) -> Parameter {
    let parameters = parameters
    guard let parameter = parameters.first(where: { $0.name == name }) else {
      throw .notOneOf(parameters.map(\.name), name)
    }
    return parameter
  }
}
