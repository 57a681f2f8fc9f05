import CostModel
import Evidence
import Normalization
import Tables

/// What a quantity may be computed from.
struct ClaimContext: Sendable {
  let dataset: Dataset
  let pin: Pin

  var calibration: Calibration { dataset.calibration }
  var frame: ReferenceFrame { ReferenceFrame(pin: pin) }
}

/// A parameter of a named quantity.
struct ClaimParameter: Sendable {
  enum Content: Sendable {
    case number(ClaimRange)
    /// One of the words.
    case word(@Sendable (Dataset) -> [String])
  }

  let name: String
  let content: Content
  let isRequired: Bool

  static func number(_ name: String, _ range: ClaimRange, isRequired: Bool = false)
    -> ClaimParameter
  {
    ClaimParameter(name: name, content: .number(range), isRequired: isRequired)
  }

  static func word(
    _ name: String, isRequired: Bool = false, _ words: @escaping @Sendable (Dataset) -> [String]
  ) -> ClaimParameter {
    ClaimParameter(name: name, content: .word(words), isRequired: isRequired)
  }

  /// The id of an entity of calibration.csv.
  static func entity(_ kind: EntityKind, named name: String? = nil, isRequired: Bool = false)
    -> ClaimParameter
  {
    word(name ?? kind.rawValue, isRequired: isRequired) { $0.calibration.ids(of: kind) }
  }

  /// The id of a row of anchors.csv.
  static func anchor(_ name: String, isRequired: Bool = true) -> ClaimParameter {
    word(name, isRequired: isRequired) { $0.anchors.map(\.id) }
  }

  static func architecture(isRequired: Bool) -> ClaimParameter {
    word("architecture", isRequired: isRequired) { _ in
      Anchor.Architecture.allCases.map(\.rawValue)
    }
  }
}

/// What a number may be.
enum ClaimRange: String, Sendable {
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

/// What a call was given, checked against the parameters.
struct ClaimArguments: Sendable {
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

/// A quantity that claims.csv knows by name.
struct ClaimFunction: Sendable {
  let name: String
  /// What it is, in a line, with its unit.
  let meaning: String
  let parameters: [ClaimParameter]
  let result: ClaimValueKind
  let evaluate: @Sendable (ClaimArguments, ClaimContext) throws -> ClaimValue

  /// A number; nil is infeasible.
  static func number(
    _ name: String, _ meaning: String, _ parameters: [ClaimParameter],
    _ evaluate: @escaping @Sendable (ClaimArguments, ClaimContext) throws -> Double?
  ) -> ClaimFunction {
    ClaimFunction(name: name, meaning: meaning, parameters: parameters, result: .number) {
      try evaluate($0, $1).map(ClaimValue.number) ?? .infeasible
    }
  }

  /// nil is infeasible.
  static func truth(
    _ name: String, _ meaning: String, _ parameters: [ClaimParameter],
    _ evaluate: @escaping @Sendable (ClaimArguments, ClaimContext) throws -> Bool?
  ) -> ClaimFunction {
    ClaimFunction(name: name, meaning: meaning, parameters: parameters, result: .truth) {
      try evaluate($0, $1).map(ClaimValue.truth) ?? .infeasible
    }
  }

  /// One of `words`; nil is infeasible.
  static func word(
    _ name: String, _ meaning: String, _ parameters: [ClaimParameter], of words: [String],
    _ evaluate: @escaping @Sendable (ClaimArguments, ClaimContext) throws -> String?
  ) -> ClaimFunction {
    ClaimFunction(name: name, meaning: meaning, parameters: parameters, result: .word(words)) {
      try evaluate($0, $1).map(ClaimValue.word) ?? .infeasible
    }
  }

  /// Every named quantity.
  static let all = model + curves + anchors

  // Looked up for every call.
  static let byName: [String: ClaimFunction] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0) })
}
