import CostModel
import Evidence
import Tables

/// A quantity that claims.csv may call by name: what it takes, what it gives, how it is computed.
///
/// `ResolvedQuantity` holds calls against this description and computes them by it.
struct NamedQuantity: Sendable {
  let name: String
  /// What it is, in a line, with its unit.
  let meaning: String
  let parameters: [QuantityParameter]
  let result: ClaimValueKind
  let evaluate: @Sendable (QuantityArguments, ClaimContext) throws -> ClaimValue

  /// A number; nil is infeasible.
  static func number(
    _ name: String, _ meaning: String, _ parameters: [QuantityParameter],
    _ evaluate: @escaping @Sendable (QuantityArguments, ClaimContext) throws -> Double?
  ) -> NamedQuantity {
    NamedQuantity(name: name, meaning: meaning, parameters: parameters, result: .number) {
      try evaluate($0, $1).map(ClaimValue.number) ?? .infeasible
    }
  }

  /// nil is infeasible.
  static func truth(
    _ name: String, _ meaning: String, _ parameters: [QuantityParameter],
    _ evaluate: @escaping @Sendable (QuantityArguments, ClaimContext) throws -> Bool?
  ) -> NamedQuantity {
    NamedQuantity(name: name, meaning: meaning, parameters: parameters, result: .truth) {
      try evaluate($0, $1).map(ClaimValue.truth) ?? .infeasible
    }
  }

  /// One of `words`; nil is infeasible.
  static func word(
    _ name: String, _ meaning: String, _ parameters: [QuantityParameter], of words: [String],
    _ evaluate: @escaping @Sendable (QuantityArguments, ClaimContext) throws -> String?
  ) -> NamedQuantity {
    NamedQuantity(name: name, meaning: meaning, parameters: parameters, result: .word(words)) {
      try evaluate($0, $1).map(ClaimValue.word) ?? .infeasible
    }
  }

  /// Every named quantity.
  static let all = model + curves + anchors

  // Looked up for every call.
  static let byName: [String: NamedQuantity] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0) })
}

/// A parameter of a named quantity.
struct QuantityParameter: Sendable {
  enum Content: Sendable {
    case number(QuantityRange)
    /// One of the words.
    case word(@Sendable (ClaimContext) -> [String])
  }

  let name: String
  let content: Content
  let isRequired: Bool
  /// Whether it names a row of anchors.csv, which need not have every row that claims.csv speaks of.
  var isAnchor = false

  static func number(_ name: String, _ range: QuantityRange, isRequired: Bool = false)
    -> QuantityParameter
  {
    QuantityParameter(name: name, content: .number(range), isRequired: isRequired)
  }

  static func word(
    _ name: String, isRequired: Bool = false,
    _ words: @escaping @Sendable (ClaimContext) -> [String]
  ) -> QuantityParameter {
    QuantityParameter(name: name, content: .word(words), isRequired: isRequired)
  }

  /// The id of an entity of calibration.csv.
  static func entity(_ kind: EntityKind, named name: String? = nil, isRequired: Bool = false)
    -> QuantityParameter
  {
    word(name ?? kind.rawValue, isRequired: isRequired) { $0.calibration.ids(of: kind) }
  }

  /// The id of a row of anchors.csv.
  static func anchor(_ name: String, isRequired: Bool = true) -> QuantityParameter {
    var parameter = word(name, isRequired: isRequired) { $0.edition.anchors.map(\.id) }
    parameter.isAnchor = true
    return parameter
  }

  static func architecture(isRequired: Bool) -> QuantityParameter {
    word("architecture", isRequired: isRequired) { _ in
      Architecture.allCases.map(\.rawValue)
    }
  }
}

/// What a number may be.
enum QuantityRange: String, Sendable {
  case positive = "greater than 0"
  case wholePositive = "a whole number of at least 1"
  /// The ends exclude a mix without prompts or without outputs.
  case share = "between 0 and 1, both excluded"
  case fraction = "from 0 to 1"

  func contains(_ number: Double) -> Bool {
    switch self {
    case .positive: number > 0
    case .wholePositive: number >= 1 && number == number.rounded()
    case .share: number > 0 && number < 1
    case .fraction: (0...1).contains(number)
    }
  }
}

/// What a call gives to the parameters of a named quantity.
struct QuantityArguments: Sendable {
  var numbers: [String: Double] = [:]
  var words: [String: String] = [:]
  /// Where the call stands.
  let offset: Int

  init(offset: Int) { self.offset = offset }

  func required<Value>(_ value: Value?, _ name: String) throws(ExpressionFault) -> Value {
    guard let value else { throw ExpressionFault(offset: offset, "\(name)=… is missing") }
    return value
  }
}
