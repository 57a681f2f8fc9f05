import Evidence
import Glibc
import Tables

/// Functions of numbers, called without labels.
private enum ArithmeticFunction: String, CaseIterable {
  case min, max, sqrt, floor, abs

  var isUnary: Bool { self == .sqrt || self == .floor || self == .abs }

  /// - Parameter numbers: at least one.
  func callAsFunction(_ numbers: [Double]) -> Double {
    switch self {
    case .min: numbers.min() ?? .nan
    case .max: numbers.max() ?? .nan
    case .sqrt: numbers[0].squareRoot()
    case .floor: Glibc.floor(numbers[0])
    case .abs: Swift.abs(numbers[0])
    }
  }
}

extension ClaimContext {
  // MARK: Checking

  /// The kind of an expression's value; `faults` gains every name it uses wrongly.
  func kind(of expression: ClaimExpression, faults: inout [ExpressionFault]) -> ClaimValueKind {
    switch expression.node {
    case .number: break
    case .name(let name):
      if let message = constantFault(name) {
        faults.append(ExpressionFault(offset: expression.offset, message))
      }
    case .call(let name, let arguments):
      return kind(of: name, arguments, offset: expression.offset, faults: &faults)
    case .negation(let operand): requireNumber(operand, faults: &faults)
    case .operation(_, let left, let right):
      requireNumber(left, faults: &faults)
      requireNumber(right, faults: &faults)
    }
    return .number
  }

  private func requireNumber(_ expression: ClaimExpression, faults: inout [ExpressionFault]) {
    guard kind(of: expression, faults: &faults) != .number else { return }
    faults.append(
      ExpressionFault(
        offset: expression.offset, "this is not a number; only a whole quantity may be one"))
  }

  private func constantFault(_ name: String) -> String? {
    guard let (entity, parameter) = Self.divided(name) else { return unknown(name) }
    if entity.hasPrefix("\(EntityKind.rate.rawValue)/") {
      return "a price depends on the pin; write price(accelerator=…)"
    }
    do throws(EvidenceError) {
      _ = try calibration.number(entity, parameter)
      return nil
    } catch {
      return error.description
    }
  }

  /// The message for a name that is neither a constant nor a function.
  private func unknown(_ name: String) -> String {
    let functions = ArithmeticFunction.allCases.map(\.rawValue) + ClaimFunction.all.map(\.name)
    let constants = calibration.rows.map(\.name)
    return "\(quoted(name)) is not a quantity that is known here"
      + Spelling.suggestion(for: name, among: functions + constants)
  }

  /// `accelerator/H100` and `hbm_bytes`; the last dot, since an entity's name may have dots.
  private static func divided(_ name: String) -> (entity: String, parameter: String)? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return (String(name[..<dot]), String(name[name.index(after: dot)...]))
  }

  private func kind(
    of name: String, _ arguments: [ClaimExpression.Argument], offset: Int,
    faults: inout [ExpressionFault]
  ) -> ClaimValueKind {
    if let arithmetic = ArithmeticFunction(rawValue: name) {
      if arguments.isEmpty || arithmetic.isUnary && arguments.count > 1 {
        let count = arithmetic.isUnary ? "one number" : "numbers"
        faults.append(ExpressionFault(offset: offset, "\(name) takes \(count)"))
      }
      for argument in arguments {
        if argument.label != nil {
          faults.append(
            ExpressionFault(offset: argument.offset, "\(name) takes numbers without names"))
        }
        requireNumber(argument.value, faults: &faults)
      }
      return .number
    }
    guard let function = ClaimFunction.byName[name] else {
      faults.append(ExpressionFault(offset: offset, unknown(name)))
      return .number
    }
    for argument in arguments { check(argument, of: function, faults: &faults) }
    let given = arguments.compactMap(\.label)
    for parameter in function.parameters where parameter.isRequired {
      guard !given.contains(parameter.name) else { continue }
      faults.append(ExpressionFault(offset: offset, "\(name) needs \(parameter.name)=…"))
    }
    if let conflict = ClaimScenario.conflict(among: given) {
      faults.append(ExpressionFault(offset: offset, conflict))
    }
    if let twice = given.first(where: { label in given.count { $0 == label } > 1 }) {
      faults.append(ExpressionFault(offset: offset, "\(name) is given \(quoted(twice)) twice"))
    }
    return function.result
  }

  private func check(
    _ argument: ClaimExpression.Argument, of function: ClaimFunction,
    faults: inout [ExpressionFault]
  ) {
    let names = function.parameters.map(\.name)
    guard let label = argument.label else {
      faults.append(
        ExpressionFault(
          offset: argument.offset,
          "\(function.name) takes its arguments by name, like \(names[0])=…"))
      return
    }
    guard let parameter = function.parameters.first(where: { $0.name == label }) else {
      faults.append(
        ExpressionFault(
          offset: argument.offset, CellFault.notOneOf(names, label).description))
      return
    }
    guard case .word(let words) = parameter.content else {
      requireNumber(argument.value, faults: &faults)
      return
    }
    let known = words(dataset)
    guard case .name(let word) = argument.value.node, known.contains(word) else {
      let word = if case .name(let word) = argument.value.node { word } else { "a number" }
      faults.append(
        ExpressionFault(
          offset: argument.value.offset, CellFault.notOneOf(known, word).description))
      return
    }
  }

  // MARK: Computing

  /// - Throws: the lookup's error when a constant or a price is missing; an `ExpressionFault` for
  ///   an argument out of its range and for a result that is not a finite number.
  func value(of expression: ClaimExpression) throws -> ClaimValue {
    guard case .call(let name, let given) = expression.node,
      let function = ClaimFunction.byName[name]
    else { return try number(of: expression).map(ClaimValue.number) ?? .infeasible }
    guard let arguments = try evaluated(given, of: function, offset: expression.offset) else {
      return .infeasible
    }
    let value = try function.evaluate(arguments, self)
    if case .number(let number) = value { _ = try finite(number, expression) }
    return value
  }

  /// nil is infeasible.
  private func number(of expression: ClaimExpression) throws -> Double? {
    try unchecked(expression).map { try finite($0, expression) }
  }

  private func finite(_ number: Double, _ expression: ClaimExpression) throws(ExpressionFault)
    -> Double
  {
    guard number.isFinite else {
      throw ExpressionFault(offset: expression.offset, "what starts here is not a finite number")
    }
    return number
  }

  private func unchecked(_ expression: ClaimExpression) throws -> Double? {
    switch expression.node {
    case .number(let number): return number
    case .name(let name):
      guard let (entity, parameter) = Self.divided(name) else {
        throw ExpressionFault(offset: expression.offset, unknown(name))
      }
      return try calibration.number(entity, parameter)
    case .call(let name, let arguments):
      if let arithmetic = ArithmeticFunction(rawValue: name) {
        let numbers = try arguments.compactMap { try number(of: $0.value) }
        return numbers.count == arguments.count ? arithmetic(numbers) : nil
      }
      switch try value(of: expression) {
      case .number(let number): return number
      case .infeasible: return nil
      case .unbounded, .truth, .word:
        throw ExpressionFault(offset: expression.offset, "\(name) is no number here")
      }
    case .negation(let operand): return try number(of: operand).map { -$0 }
    case .operation(let symbol, let left, let right):
      guard let left = try number(of: left), let right = try number(of: right) else { return nil }
      return symbol(left, right)
    }
  }

  private func evaluated(
    _ arguments: [ClaimExpression.Argument], of function: ClaimFunction, offset: Int
  )
    throws -> ClaimArguments?
  {
    var result = ClaimArguments(offset: offset)
    for argument in arguments {
      guard let parameter = function.parameters.first(where: { $0.name == argument.label }) else {
        throw ExpressionFault(offset: argument.offset, "\(function.name) does not take this")
      }
      switch (parameter.content, argument.value.node) {
      case (.word, .name(let word)): result.words[parameter.name] = word
      case (.word, _):
        throw ExpressionFault(offset: argument.value.offset, "\(parameter.name) takes a word")
      case (.number(let range), _):
        guard let number = try number(of: argument.value) else { return nil }
        guard range.contains(number) else {
          throw ExpressionFault(
            offset: argument.value.offset, "\(parameter.name) has to be \(range.rawValue)")
        }
        result.numbers[parameter.name] = number
      }
    }
    return result
  }
}

extension ClaimExpression.Operator {
  fileprivate func callAsFunction(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .plus: left + right
    case .minus: left - right
    case .times: left * right
    case .over: left / right
    case .power: pow(left, right)
    }
  }
}
