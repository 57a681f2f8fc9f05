import Foundation

/// Python, which works out again what the program says.
public enum Python {
  public static let isInstalled = (try? run("pass")) != nil

  /// Runs a script.
  /// - Returns: its standard output.
  /// - Throws: when it cannot be started or fails.
  public static func run(_ script: String, input: Data = Data()) throws -> Data {
    try Witness.run(["python3", "-X", "utf8", "-c", script], input: input)
  }

  /// Formulas to be worked out one after the other.
  public struct Sheet: Encodable {
    /// Numbers by symbol.
    public var given: [String: Double]
    /// Each may use what is given and the symbols of those before it.
    public var lines: [Line]

    public struct Line: Encodable {
      let symbol: String
      let formula: String

      /// - Parameter formula: with + − - · * / ^ √ ² ( ) and the functions of `Expression`.
      public init(_ formula: String, as symbol: String = "") {
        self.symbol = symbol
        self.formula = formula
      }
    }

    public init(given: [String: Double] = [:], lines: [Line]) {
      self.given = given
      self.lines = lines
    }
  }

  /// The value of each line of each sheet; nil where arithmetic has none.
  public static func values(of sheets: [Sheet]) throws -> [[Double?]] {
    let output = try run(calculator, input: JSONEncoder().encode(sheets))
    return try JSONDecoder().decode([[Double?]].self, from: output)
  }

  private static let calculator = """
    import json, math, sys
    functions = {"sqrt": math.sqrt, "min": min, "max": max, "abs": abs, "floor": math.floor}
    spellings = {"·": "*", "−": "-", "√": "sqrt", "²": "**2", "^": "**"}
    def value(formula, symbols):
        for ours, pythons in spellings.items():
            formula = formula.replace(ours, pythons)
        try:
            found = float(eval(formula, dict(functions), symbols))
        except (ArithmeticError, ValueError, TypeError):
            return None
        return found if math.isfinite(found) else None
    def values(sheet):
        symbols = dict(sheet["given"])
        found = []
        for line in sheet["lines"]:
            found.append(value(line["formula"], symbols))
            symbols[line["symbol"]] = found[-1]
        return found
    json.dump([values(sheet) for sheet in json.load(sys.stdin)], sys.stdout)
    """
}
