/// The characters of a file.
struct DecodedText {
  /// Stands for bytes that are not UTF-8.
  private static let replacement: Unicode.Scalar = "\u{FFFD}"
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private(set) var scalars: [Unicode.Scalar] = []
  /// The indices in `scalars` at which bytes were not UTF-8.
  private var undecodable: Set<Int> = []

  /// Decodes UTF-8, without the byte order mark that some editors put in front.
  init(_ bytes: [UInt8]) {
    var parser = Unicode.UTF8.ForwardParser()
    let hasMark = bytes.starts(with: Self.byteOrderMark)
    var iterator = bytes.dropFirst(hasMark ? Self.byteOrderMark.count : 0).makeIterator()
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded): scalars.append(Unicode.UTF8.decode(encoded))
      case .error:
        undecodable.insert(scalars.count)
        scalars.append(Self.replacement)
      case .emptyInput: return
      }
    }
  }

  static func isUTF16(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
  }

  /// What is wrong with the character at `index` and how to mend it; nil for a good one.
  func damage(at index: Int) -> String? {
    let scalar = scalars[index]
    // Nearly all characters are such; looking up properties takes most of a file's reading.
    if (0x20..<0x7F).contains(scalar.value) { return nil }
    if scalar == Self.replacement {
      return undecodable.contains(index)
        ? "bytes that are not UTF-8; save the file as UTF-8"
        : "U+FFFD, the mark of a lost character; write what stood there"
    }
    guard scalar.properties.generalCategory == .control, !"\t\r\n".unicodeScalars.contains(scalar)
    else { return nil }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let codePoint = "U+" + String(repeating: "0", count: 4 - digits.count) + digits
    return scalar == "\0" ? "a NUL byte; remove it" : "control character \(codePoint); remove it"
  }
}
