import Evidence
import FoundationEssentials
import Tables

/// A value of a JSON text.
enum ConfigValue: Decodable, Equatable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([ConfigValue])
  case object([String: ConfigValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([ConfigValue].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: ConfigValue].self))
    }
  }

  /// As a message shows it.
  var shown: String {
    switch self {
    case .null: "null"
    case .flag(let flag): "\(flag)"
    case .number(let number): DataText.text(number)
    case .text(let text): quoted(text)
    case .list: "a list"
    case .object: "an object"
    }
  }
}

/// A size that a config.json states.
struct ConfigField {
  /// What files of any age call it; the first is today's.
  let names: [String]
  /// `the number of layers`
  let meaning: String
  /// Far above any model's, and so low that no count overflows.
  let largest: Int

  var limits: Limits { Limits(1...Double(largest), isInteger: true) }

  var expected: String { "\(meaning), \(limits)" }

  static let hidden = ConfigField(
    names: ["hidden_size", "n_embed", "d_model"], meaning: "the width of a layer",
    largest: 1_000_000)
  static let layers = ConfigField(
    names: ["num_hidden_layers", "n_layer"], meaning: "the number of layers", largest: 10_000)
  static let heads = ConfigField(
    names: ["num_attention_heads", "n_head"], meaning: "the number of query heads",
    largest: 10_000)
  static let kvHeads = ConfigField(
    names: ["num_key_value_heads", "num_kv_heads", "n_head_kv"],
    meaning: "the number of key/value heads", largest: 10_000)
  static let headDimension = ConfigField(
    names: ["head_dim"], meaning: "the dimension of a head", largest: 10_000)
  static let vocabulary = ConfigField(
    names: ["vocab_size"], meaning: "the number of tokens in the vocabulary",
    largest: 100_000_000)
  static let positions = ConfigField(
    names: ["max_position_embeddings"], meaning: "the longest sequence, tokens",
    largest: 100_000_000)
  static let window = ConfigField(
    names: ["sliding_window"], meaning: "the tokens that attention sees", largest: 100_000_000)

  static func mlpWidth(_ name: String) -> ConfigField {
    ConfigField(names: [name], meaning: "the width of the MLP", largest: 1_000_000)
  }

  static func count(_ name: String, of things: String) -> ConfigField {
    ConfigField(names: [name], meaning: "the number of \(things)", largest: 10_000)
  }
}

/// The fields of a config.json, and what is wrong with those that were asked for.
struct ConfigFields {
  let file: String
  private(set) var complaints: [Complaint] = []
  private let bytes: [UInt8]
  private let values: [String: ConfigValue]

  /// - Throws: when the bytes are no JSON object; the error has the one complaint.
  init(bytes: [UInt8], file: String) throws(IngestError) {
    (self.bytes, self.file) = (bytes, file)
    do {
      values = try JSONDecoder().decode([String: ConfigValue].self, from: Data(bytes))
    } catch {
      throw IngestError([
        Complaint(
          file: file, line: 1, column: 1, field: nil, message: Self.fault(error, file: file))
      ])
    }
  }

  /// The decoder does not say where a text breaks off.
  private static func fault(_ error: any Error, file: String) -> String {
    if case DecodingError.dataCorrupted = error {
      return "the file is not JSON (which has neither NaN nor Infinity); python3 -m json.tool "
        + "\(quoted(file)) says where it breaks off"
    }
    return "the file is not a JSON object like a Hugging Face config.json"
  }

  /// As a message shows a name: in quotes where printing it as it is would not show it.
  static func shown(_ name: String) -> String {
    let isPlain = name.utf8.count <= 60 && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    return isPlain ? name : quoted(name)
  }

  /// In alphabetical order.
  var names: [String] { values.keys.sorted() }

  /// The field's value; nil where there is none, or null.
  subscript(name: String) -> ConfigValue? { values[name].flatMap { $0 == .null ? nil : $0 } }

  /// Whether the field is there, be it null.
  func has(_ name: String) -> Bool { values[name] != nil }

  /// - Parameter name: of a field, which the complaint points at if it is there.
  mutating func complain(_ name: String, _ message: String) {
    let place = place(of: name) ?? (line: 1, column: 1)
    complaints.append(
      Complaint(
        file: file, line: place.line, column: place.column, field: Self.shown(name),
        message: message))
  }

  /// Where the field stands first.
  private func place(of name: String) -> (line: Int, column: Int)? {
    let key = Array("\"\(name)\"".utf8)
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let range = line.firstRange(of: key) else { continue }
      let before = String(decoding: line[..<range.lowerBound], as: UTF8.self)
      return (index + 1, before.unicodeScalars.count + 1)
    }
    return nil
  }

  /// The size; 1 after a complaint, so that reading can go on.
  ///
  /// - Parameter standard: where the file does not state it; nil where it has to.
  mutating func size(_ field: ConfigField, standard: Int? = nil) -> Int {
    let stated = field.names.filter { self[$0] != nil }
    guard let name = stated.first, let value = self[name] else {
      if standard == nil {
        complain(field.names[0], "the file does not state it; add \(field.expected)")
      }
      return standard ?? 1
    }
    if let other = stated.first(where: { self[$0] != value }) {
      complain(other, "it is not \(name)'s \(value.shown), and both are \(field.meaning); keep one")
    }
    guard case .number(let number) = value, field.limits.contain(number) else {
      complain(name, "\(value.shown) is not \(field.expected)")
      return 1
    }
    return Int(number)
  }

  /// - Parameter standard: where the file does not state it.
  mutating func flag(_ name: String, standard: Bool) -> Bool {
    guard let value = self[name] else { return standard }
    guard case .flag(let flag) = value else {
      complain(name, "\(value.shown) is neither true nor false")
      return standard
    }
    return flag
  }
}
