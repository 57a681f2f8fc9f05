import Tables

/// What calibration.csv may speak of: the part of an entity's name before its first `/`.
public enum EntityKind: String, CaseIterable, Sendable {
  case model, accelerator, deployment, workload, contract, interconnect, transfer, rate
  /// A question with more than one defensible answer.
  case choice
}

/// What a constant belongs to, by its name in calibration.csv.
public enum Entity: Hashable, Sendable {
  /// `deployment`
  case deployment
  /// `transfer`
  case transfer
  /// `model/llama-2-70b`
  case model(String)
  /// `accelerator/H100`
  case accelerator(String)
  /// `workload/azure-conversation`
  case workload(String)
  /// `contract/standard`
  case contract(String)
  /// `interconnect/nvlink4`
  case interconnect(String)
  /// `rate/CoreWeave/H100`: a provider's price of an accelerator.
  case rate(provider: String, accelerator: String)
  /// `choice/efficiencies`
  case choice(String)

  public var kind: EntityKind {
    switch self {
    case .deployment: .deployment
    case .transfer: .transfer
    case .model: .model
    case .accelerator: .accelerator
    case .workload: .workload
    case .contract: .contract
    case .interconnect: .interconnect
    case .rate: .rate
    case .choice: .choice
    }
  }

  /// What follows `kind/` in the name: `H100`, `CoreWeave/H100`; empty for `deployment`.
  public var id: String {
    switch self {
    case .deployment, .transfer: ""
    case .model(let id), .accelerator(let id), .workload(let id), .contract(let id),
      .interconnect(let id), .choice(let id):
      id
    case .rate(let provider, let accelerator): "\(provider)/\(accelerator)"
    }
  }

  public var isRate: Bool { kind == .rate }
}

extension Entity: CustomStringConvertible {
  /// The name as calibration.csv writes it.
  public var description: String { id.isEmpty ? kind.rawValue : "\(kind.rawValue)/\(id)" }

  /// - Throws: a fault for an unknown kind, or a name of another form than its kind has.
  public init(_ text: String) throws(CellFault) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard let kind = EntityKind(rawValue: parts[0]) else {
      throw .notOneOf(EntityKind.allCases.map(\.rawValue), parts[0])
    }
    guard let entity = Entity(kind, path: Array(parts.dropFirst())) else {
      throw CellFault(
        "\(quoted(text)) does not name \(kind.withArticle); "
          + "write it as \(kind.form.joined(separator: "/"))")
    }
    for part in parts.dropFirst() { _ = try Self.key.parse(part) }
    self = entity
  }

  private static let key = CellFormat.key(expected: "a name", allowingCapitals: true)

  /// nil when `path` has not as many parts as the names of that kind.
  init?(_ kind: EntityKind, path: [String]) {
    guard path.count == kind.form.count - 1 else { return nil }
    switch kind {
    case .deployment: self = .deployment
    case .transfer: self = .transfer
    case .model: self = .model(path[0])
    case .accelerator: self = .accelerator(path[0])
    case .workload: self = .workload(path[0])
    case .contract: self = .contract(path[0])
    case .interconnect: self = .interconnect(path[0])
    case .rate: self = .rate(provider: path[0], accelerator: path[1])
    case .choice: self = .choice(path[0])
    }
  }

  static let format = CellFormat(
    expected: "an entity like deployment, model/opt-66b or rate/CoreWeave/H100"
  ) { text throws(CellFault) in try Entity(text) }
}

extension EntityKind {
  /// The parts of an entity's name, as a message shows them.
  var form: [String] {
    switch self {
    case .deployment, .transfer: [rawValue]
    case .model, .accelerator, .workload, .contract, .interconnect, .choice: [rawValue, "ID"]
    case .rate: [rawValue, "PROVIDER", "ACCELERATOR"]
    }
  }

  /// `an accelerator`, `the deployment`
  var withArticle: String {
    switch self {
    case .deployment, .transfer: "the \(rawValue)"
    case .accelerator, .interconnect: "an \(rawValue)"
    case .model, .workload, .contract, .rate, .choice: "a \(rawValue)"
    }
  }

  /// The entities of this kind that calibration.csv must have.
  var required: [Entity] {
    switch self {
    case .deployment: [.deployment]
    case .transfer: [.transfer]
    case .contract: ["tight", "standard", "relaxed"].map(Entity.contract)
    case .choice: [.choice(RowsRule.choice), .choice(TTFTRule.choice)]
    case .model, .accelerator, .workload, .interconnect, .rate: []
    }
  }

  /// The constants of an entity of this kind.
  var parameters: [Parameter] {
    switch self {
    case .model:
      [
        Parameter("parameters", .ratio, .parameters),
        Parameter("layers", .ratio, .layers),
        Parameter("kv_heads", .ratio, .layers),
        Parameter("head_dim", .ratio, .headDimension),
      ]
    case .accelerator:
      [
        Parameter("peak_bf16_flops", .computeRate, .computeRate),
        Parameter("peak_fp8_flops", .computeRate, .computeRate, isRequired: false),
        Parameter("peak_fp4_flops", .computeRate, .computeRate, isRequired: false),
        Parameter("hbm_bytes_per_s", .bandwidth, .memoryBandwidth),
        Parameter("hbm_bytes", .capacity, .memoryBytes),
        Parameter("prefill_mfu", .ratio, .usedShare),
        Parameter("decode_mbu", .ratio, .usedShare),
        Parameter("scale_up_link", key: "an interconnect of the calibration", isRequired: false),
      ]
    case .deployment:
      [
        Parameter("tensor_parallel", .ratio, .machines),
        Parameter("hbm_usable", .ratio, .usedShare),
        Parameter("weight_bytes", .capacity, .elementBytes),
        Parameter("kv_bytes", .capacity, .elementBytes),
        Parameter("z99", .ratio, .normalQuantile),
        Parameter("partition_slack", .ratio, .properShare),
        Parameter("cluster_instances", .ratio, .clusterInstances),
        Parameter("decode_computes", .ratio, .flag),
        Parameter("fused_pass", .ratio, .flag),
        Parameter("kv_reserved", .ratio, .flag),
        Parameter("ttft_bound", .ratio, .flag),
        Parameter("request_tokens", .tokens, .tokens),
      ]
    case .workload:
      [
        Parameter("prompt_tokens", .tokens, .tokens),
        Parameter("output_tokens", .tokens, .tokens),
      ]
    case .contract:
      [
        Parameter("ttft_ms", .time, .milliseconds),
        Parameter("tpot_ms", .time, .milliseconds),
      ]
    case .interconnect:
      [Parameter("bytes_per_s", .bandwidth, .linkBandwidth)]
    case .transfer:
      [
        Parameter("regime", words: ["blocking", "amortized"]),
        Parameter("overlap", .ratio, .share),
        Parameter("overlap_low", .ratio, .share),
        Parameter("overlap_high", .ratio, .share),
        Parameter("overlap_mooncake", .ratio, .share),
      ]
    case .rate:
      [Parameter("usd_per_hour", .hourlyPrice, .hourlyPrice)]
    case .choice:
      [
        Parameter("default", key: "the name of a reading"),
        Parameter("drawn", .ratio, .flag),
        Parameter("reading", key: "the name of a reading", isRequired: false),
      ]
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

/// A constant that an entity has.
struct Parameter: Sendable {
  enum Content: Sendable {
    case number(Limits)
    case word([String])
    /// A word that other rows define, as a message describes it.
    case key(expected: String)
  }

  let name: String
  let units: UnitGroup
  let content: Content
  /// Whether every entity of the kind must have it.
  let isRequired: Bool

  init(_ name: String, _ units: UnitGroup, _ limits: Limits, isRequired: Bool = true) {
    self.name = name
    self.units = units
    content = .number(limits)
    self.isRequired = isRequired
  }

  init(_ name: String, words: [String]) {
    self.name = name
    units = .word
    content = .word(words)
    isRequired = true
  }

  init(_ name: String, key expected: String, isRequired: Bool = true) {
    self.name = name
    units = .word
    content = .key(expected: expected)
    self.isRequired = isRequired
  }
}

extension Parameter {
  /// Reads a value printed in `unit`.
  func value(_ text: String, unit: Unit) throws(CellFault) -> Constant.Value {
    switch content {
    case .number(let limits):
      let base = try CellFormat.number(in: unit, limits).parse(text)
      return .number(printed: try DecimalNumber(text).value(), base: base)
    case .word(let words):
      return .word(try CellFormat.word(of: words).parse(text))
    case .key(let expected):
      let key = CellFormat.key(expected: expected, allowingCapitals: true)
      return .word(try key.parse(text))
    }
  }

  /// Checks a value whose unit is not known.
  func checkForm(of text: String) throws(CellFault) {
    if case .number = content {
      _ = try DecimalNumber(text).value()
    } else {
      _ = try value(text, unit: .one)
    }
  }

  /// What a value of this parameter should be, to follow "write".
  var expected: String {
    switch content {
    case .number(let limits): limits.description
    case .word(let words): CellFormat.word(of: words).expected
    case .key(let expected): expected
    }
  }
}
