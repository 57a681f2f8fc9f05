import Evidence
import Tables

/// What a claim's quantity comes to.
public enum ClaimValue: Equatable, Sendable {
  case number(Double)
  case truth(Bool)
  case word(String)
  /// Larger than any number: disaggregation is the dearer one at every bandwidth.
  case unbounded
  /// No batch meets the contract where the number would be taken.
  case infeasible
}

/// What kind of value a quantity has, known before it is computed.
enum ClaimValueKind: Equatable, Sendable {
  case number
  case truth
  /// One of these.
  case word([String])

  /// Why a printed value cannot be compared with a value of this kind; nil when it can.
  func mismatch(with printed: PrintedValue, text: String) -> String? {
    switch (self, printed) {
    case (.number, .number), (.number, .bound), (.number, .range), (.truth, .truth): nil
    case (.word(let words), .word(let word)):
      words.contains(word) ? nil : CellFault.notOneOf(words, word).description
    case (.number, _): "\(quoted(text)) is not a number, a bound or a range, which the quantity is"
    case (.truth, _): "\(quoted(text)) is not true or false, which the quantity is"
    case (.word(let words), _):
      CellFault.notOneOf(words, text).description
    }
  }
}
