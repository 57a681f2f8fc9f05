import Evidence
import Tables
import Workloads

extension FuzzTarget {
  /// What stands on a command line or in a cell.
  static let words = [
    FuzzTarget("expression", readExpression),
    FuzzTarget("pin", readPin),
    FuzzTarget("option", readOption),
    FuzzTarget("setting", readSettings),
  ]

  private static func readExpression(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    for names in [Expression.NameStyle.symbol, .path] {
      do {
        let expression = try Expression(parsing: text, names: names)
        let value = try expression.value { _ in 1.5 }
        try requireFinite(value, of: "an expression")
        for name in expression.names { try requireWithin(name.offset, text) }
      } catch let fault as ExpressionFault {
        try requireOneLine(fault.description)
        try requireWithin(fault.offset, text)
      }
    }
  }

  private static func requireWithin(_ offset: Int, _ text: String) throws {
    try require(
      (0...text.unicodeScalars.count).contains(offset), "character \(offset) of the text")
  }

  /// A pin reads as what it is written as.
  private static func readPin(_ bytes: [UInt8]) throws {
    do {
      let name = try PinName(parsing: String(decoding: bytes, as: UTF8.self))
      let calibration = try Committed.edition.get().calibration
      let pin = try calibration.pin(name)
      try require(
        try PinName(parsing: pin.description).dated == pin, "another pin than \(pin)")
      _ = try calibration.rate(of: "H100", at: pin)
    } catch {
      try requireTold(error, about: bytes)
    }
  }

  /// Every form of number or word that an option of `frontier locate` takes.
  private static func readOption(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let numbers = [
      PlanFormat.promptTokens, PlanFormat.outputTokens, PlanFormat.prefillShare,
      PlanFormat.usdPerHour, PlanFormat.overlap, PlanFormat.arrivalRate,
    ]
    for format in numbers {
      try requireFinite(try read(text, format), of: format.expected)
    }
    if case .bandwidth(let bandwidth)? = try read(text, PlanFormat.link) {
      try requireFinite(bandwidth, of: "a bandwidth")
    }
    if case .limits(let limits)? = try read(text, PlanFormat.contract) {
      try requireFinite(limits.ttftMs, limits.tpotMs, of: "a contract")
    }
    if let window = try read(text, PlanFormat.window) {
      try require(window.seconds.isFinite && window.seconds > 0, "a window of \(window.seconds) s")
    }
  }

  /// nil for a text that the format does not take.
  private static func read<Value>(_ text: String, _ format: CellFormat<Value>) throws -> Value? {
    do throws(CellFault) {
      return try format.parse(text)
    } catch {
      try requireOneLine(error.description)
      return nil
    }
  }

  /// Lines that each set a constant or pick a reading, one after the other.
  private static func readSettings(_ bytes: [UInt8]) throws {
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var edition = try Committed.edition.get()
    var isChanged = false
    for line in lines.prefix(8) {
      do {
        let calibration = edition.calibration
        let isSetting = line.prefix { $0 != "=" }.contains(".")
        edition = edition.with(
          isSetting
            ? try calibration.setting(line)
            : try calibration.with(readings: [Reading(parsing: line)]))
        isChanged = true
      } catch {
        try requireTold(error, about: bytes)
      }
    }
    if isChanged { try Committed.requireResults(edition) }
  }
}
