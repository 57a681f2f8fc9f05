/// How the text of a cell is read as a value.
public struct CellFormat<Value: Sendable>: Sendable {
  /// What the cell should hold, to follow "write": `a date like 2026-05-01`.
  public let expected: String
  /// Reads the text of a cell that is not empty.
  public let parse: @Sendable (String) throws(CellFault) -> Value

  public init(
    expected: String, parse: @escaping @Sendable (String) throws(CellFault) -> Value
  ) {
    self.expected = expected
    self.parse = parse
  }
}

extension CellFault {
  /// `'rps' is not one of req/s, tok/s; did you mean 'req/s'?`
  public static func notOneOf(_ words: [String], _ text: String) -> CellFault {
    CellFault(complaint(words, text))
  }

  private static func complaint(_ words: [String], _ text: String) -> String {
    let isOnly = words.count == 1
    let most = ReadingLimits.mostWords
    let rest = words.count > most ? " and \(words.count - most) more" : ""
    let listed = words.prefix(most).joined(separator: ", ") + rest
    return "\(quoted(text)) is not \(isOnly ? "" : "one of ")\(listed)"
      + (isOnly ? "" : Spelling.suggestion(for: text, among: words, share: 2.0 / 3))
  }
}

extension CellFormat where Value == String {
  /// Any text.
  public static func text(expected: String) -> CellFormat {
    CellFormat(expected: expected) { text throws(CellFault) in text }
  }

  /// One of `words`.
  public static func word(of words: [String]) -> CellFormat {
    let expected = words.count == 1 ? words[0] : "one of \(words.joined(separator: ", "))"
    return CellFormat(expected: expected) { text throws(CellFault) in
      guard words.contains(text) else { throw .notOneOf(words, text) }
      return text
    }
  }

  /// A key: letters and digits, joined by single `-` or `.`; capital letters where allowed.
  public static func key(expected: String, allowingCapitals: Bool) -> CellFormat {
    let letters = allowingCapitals ? "letters" : "small letters"
    return CellFormat(expected: expected) { text throws(CellFault) in
      // Between joints, and before the first and after the last, there has to be something.
      var (isKey, isAfterJoint) = (true, true)
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "."):
          isKey = isKey && !isAfterJoint
          isAfterJoint = true
          continue
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): isKey = isKey && allowingCapitals
        default: isKey = false
        }
        isAfterJoint = false
      }
      guard isKey, !isAfterJoint else {
        throw CellFault(
          "\(quoted(text)) is not \(expected); use \(letters) and digits, joined by '-' or '.'")
      }
      return text
    }
  }
}

extension CellFormat
where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the words of the enumeration, or of those given.
  public static func word(of cases: [Value] = Array(Value.allCases)) -> CellFormat {
    let word = CellFormat<String>.word(of: cases.map(\.rawValue))
    return CellFormat(expected: word.expected) { text throws(CellFault) in
      let rawValue = try word.parse(text)
      guard let value = Value(rawValue: rawValue) else { throw CellFault(word.expected) }
      return value
    }
  }
}

extension CellFormat where Value == Double {
  /// A number printed in `unit`; the value is in the base unit of the unit's group.
  public static func number(in unit: Unit = .one, _ limits: Limits = Limits()) -> CellFormat {
    let expected = limits.description(in: unit)
    return CellFormat(expected: expected) { text throws(CellFault) in
      let plain = DecimalNumber.plain(text, in: unit)
      let value = if let plain { plain } else { try DecimalNumber(text).value(in: unit) }
      guard limits.contain(value) else {
        throw CellFault("\(quoted(text)) is out of range; write \(expected)")
      }
      return value
    }
  }
}

extension CellFormat where Value == Int {
  /// A whole number.
  /// - Parameter limits: of integers, and within what `Int` holds.
  public static func integer(_ limits: Limits) -> CellFormat {
    let number = CellFormat<Double>.number(limits)
    return CellFormat(expected: number.expected) { text throws(CellFault) in
      Int(try number.parse(text))
    }
  }
}

extension CellFormat where Value == CalendarDate {
  /// `yyyy-MM-dd`
  public static var date: CellFormat {
    CellFormat(expected: "a date like 2026-05-01") { text throws(CellFault) in
      guard let date = CalendarDate(text) else {
        throw CellFault("\(quoted(text)) is not a date; write year-month-day like 2026-05-01")
      }
      return date
    }
  }
}
