import Frontier
import Tables

/// Numbers of options are texts until they are read here: ArgumentParser would take `0x50`, `inf`
/// and `nan` for numbers.
extension CellFormat {
  /// The value of an option.
  /// - Throws: a `Failure` that names the option.
  func value(of option: String, _ text: String) throws -> Value {
    do throws(CellFault) {
      return try parse(text)
    } catch {
      throw Failure("\(option): \(error)")
    }
  }
}

extension CellFormat where Value == UInt64 {
  /// Where draws start: 0, 1, 2 … 2^64 − 1.
  fileprivate static var seed: CellFormat {
    let expected = "an integer at least 0 and at most \(UInt64.max)"
    return CellFormat(expected: expected) { text throws(CellFault) in
      let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
      guard text.utf8.allSatisfy(digits.contains), let seed = UInt64(text) else {
        throw CellFault("\(quoted(text)) is not a seed; write \(expected)")
      }
      return seed
    }
  }
}

/// The options that say what is drawn.
enum DrawOptions {
  /// - Parameters:
  ///   - draws: the text of `--draws`.
  ///   - least: 0 where drawing nothing is an answer too.
  /// - Throws: a `Failure` for what is not written as it should be.
  static func count(_ draws: String?, least: Double, default standard: Int) throws -> Int {
    let format = CellFormat.integer(Limits(least...200_000, isInteger: true))
    return try draws.map { try format.value(of: "--draws", $0) } ?? standard
  }

  /// - Parameter seed: the text of `--seed`.
  /// - Throws: a `Failure` for what is not written as it should be.
  static func seed(_ seed: String?) throws -> UInt64 {
    try seed.map { try CellFormat.seed.value(of: "--seed", $0) } ?? DrawPlan.standardSeed
  }
}
