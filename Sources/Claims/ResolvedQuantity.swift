import Evidence
import Tables

/// The expression of a claim with every name in it resolved: to a constant, or to a named quantity
/// and what its parameters are given. It is computed in any context that has the same rows.
struct ResolvedQuantity: Sendable {
  let kind: ClaimValueKind
  private let expression: Expression
  /// By where they stand in the text.
  private let constants: [Int: Constant]
  private let calls: [Int: Call]

  /// A call whose words are known and whose numbers are still to be computed.
  fileprivate struct Call: Sendable {
    let quantity: NamedQuantity
    var words: [String: String] = [:]
    var numbers: [(name: String, range: QuantityRange, value: Expression)] = []
  }

  /// - Parameters:
  ///   - faults: gains every name that is used wrongly, with its place.
  ///   - gaps: gains every row that anchors.csv does not have, likewise.
  /// - Returns: nil when there are such.
  init?(
    _ expression: Expression, in context: ClaimContext, faults: inout [ExpressionFault],
    gaps: inout [ExpressionFault]
  ) {
    var resolver = Resolver(context: context)
    kind = resolver.kind(of: expression)
    self.expression = expression
    constants = resolver.constants
    calls = resolver.calls
    faults += resolver.faults
    gaps += resolver.gaps
    if !resolver.faults.isEmpty || !resolver.gaps.isEmpty { return nil }
  }

  /// - Throws: the lookup's error when a constant or a price is missing; an `ExpressionFault` for
  ///   an argument out of its range and for a result that is not a finite number.
  func value(in context: ClaimContext) throws -> ClaimValue {
    guard case .call = expression.node, let call = calls[expression.offset] else {
      return try number(of: expression, in: context).map(ClaimValue.number) ?? .infeasible
    }
    return try value(of: call, at: expression.offset, in: context)
  }

  /// nil is infeasible.
  private func number(of expression: Expression, in context: ClaimContext) throws -> Double? {
    try expression.value { part in
      if let constant = constants[part.offset] {
        return try context.calibration.number(constant.entity, constant.parameter)
      }
      let call = calls[part.offset]
      switch try call.map({ try value(of: $0, at: part.offset, in: context) }) {
      case .number(let number): return number
      case .infeasible: return nil
      case .unbounded, .truth, .word, nil:
        let name = call?.quantity.name ?? "this"
        throw ExpressionFault(offset: part.offset, "\(name) is no number here")
      }
    }
  }

  private func value(of call: Call, at offset: Int, in context: ClaimContext) throws -> ClaimValue {
    var arguments = QuantityArguments(offset: offset)
    arguments.words = call.words
    for (name, range, value) in call.numbers {
      guard let number = try number(of: value, in: context) else { return .infeasible }
      guard range.contains(number) else {
        throw ExpressionFault(offset: value.offset, "\(name) has to be \(range.rawValue)")
      }
      arguments.numbers[name] = number
    }
    let value = try call.quantity.evaluate(arguments, context)
    if case .number(let number) = value, !number.isFinite {
      throw ExpressionFault.notFinite(at: offset)
    }
    return value
  }
}

/// Looks up the names of an expression and collects what is wrong with them.
private struct Resolver {
  let context: ClaimContext
  var constants: [Int: Constant] = [:]
  var calls: [Int: ResolvedQuantity.Call] = [:]
  var faults: [ExpressionFault] = []
  var gaps: [ExpressionFault] = []

  init(context: ClaimContext) { self.context = context }

  /// The kind of an expression's value.
  mutating func kind(of expression: Expression) -> ClaimValueKind {
    switch expression.node {
    case .number: break
    case .name(let name): resolve(constant: name, at: expression.offset)
    case .call(let name, let arguments):
      return resolve(call: name, arguments, at: expression.offset)
    case .function(_, let operands):
      for operand in operands { requireNumber(operand) }
    case .negation(let operand): requireNumber(operand)
    case .operation(_, let left, let right):
      requireNumber(left)
      requireNumber(right)
    }
    return .number
  }

  private mutating func requireNumber(_ expression: Expression) {
    guard kind(of: expression) != .number else { return }
    complain(expression.offset, "this is not a number; only a whole quantity may be one")
  }

  private mutating func complain(_ offset: Int, _ message: String) {
    faults.append(ExpressionFault(offset: offset, message))
  }

  // MARK: Constants

  private mutating func resolve(constant name: String, at offset: Int) {
    guard name.contains(".") else { return complain(offset, unknown(name)) }
    if name.hasPrefix("\(EntityKind.rate.rawValue)/") {
      return complain(offset, "a price depends on the pin; write price(accelerator=…)")
    }
    do throws(EvidenceError) {
      let constant = try context.calibration.constant(named: name)
      // A word is no number here.
      _ = try constant.si
      constants[offset] = constant
    } catch {
      complain(offset, error.description)
    }
  }

  /// The message for a name that is neither a constant nor a quantity.
  private func unknown(_ name: String) -> String {
    let functions =
      Expression.Function.allCases.map(\.rawValue) + NamedQuantity.all.map(\.name)
    let constants = context.calibration.rows.map(\.name)
    return "\(quoted(name)) is not a quantity that is known here"
      + Spelling.suggestion(for: name, among: functions + constants)
  }

  // MARK: Calls

  private mutating func resolve(
    call name: String, _ arguments: [Expression.Argument], at offset: Int
  ) -> ClaimValueKind {
    guard let quantity = NamedQuantity.byName[name] else {
      complain(offset, unknown(name))
      return .number
    }
    var call = ResolvedQuantity.Call(quantity: quantity)
    for argument in arguments { resolve(argument, of: &call) }
    let given = arguments.compactMap(\.label)
    for parameter in quantity.parameters
    where parameter.isRequired && !given.contains(parameter.name) {
      complain(offset, "\(name) needs \(parameter.name)=…")
    }
    if let conflict = ClaimScenario.conflict(among: given) { complain(offset, conflict) }
    if let twice = given.first(where: { label in given.count { $0 == label } > 1 }) {
      complain(offset, "\(name) is given \(quoted(twice)) twice")
    }
    calls[offset] = call
    return quantity.result
  }

  private mutating func resolve(
    _ argument: Expression.Argument, of call: inout ResolvedQuantity.Call
  ) {
    let names = call.quantity.parameters.map(\.name)
    guard let label = argument.label else {
      return complain(
        argument.offset,
        "\(call.quantity.name) takes its arguments by name, like \(names[0])=…")
    }
    guard let parameter = call.quantity.parameters.first(where: { $0.name == label }) else {
      return complain(argument.offset, CellFault.notOneOf(names, label).description)
    }
    switch parameter.content {
    case .number(let range):
      requireNumber(argument.value)
      call.numbers.append((label, range, argument.value))
    case .word(let words):
      let known = words(context)
      guard case .name(let word) = argument.value.node else {
        return complain(
          argument.value.offset, CellFault.notOneOf(known, "a number").description)
      }
      guard known.contains(word) else {
        let message = CellFault.notOneOf(known, word).description
        if parameter.isAnchor {
          gaps.append(ExpressionFault(offset: argument.value.offset, message))
        } else {
          complain(argument.value.offset, message)
        }
        return
      }
      call.words[label] = word
    }
  }
}
