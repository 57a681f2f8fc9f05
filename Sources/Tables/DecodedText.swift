/// The characters of a file, one at a time: all of them at once would need four times its memory.
struct DecodedText {
  /// Stands for bytes that are not UTF-8.
  private static let replacement: Unicode.Scalar = "\u{FFFD}"
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private let bytes: [UInt8]
  /// Where in `bytes` the next character starts.
  private var next: Int
  /// nil at the end.
  private(set) var current: Unicode.Scalar?
  private var isDecodable = true

  /// Decodes UTF-8, without the byte order mark that some editors put in front.
  init(_ bytes: consuming [UInt8]) {
    self.bytes = bytes
    next = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
    advance()
  }

  mutating func advance() {
    isDecodable = true
    guard next < bytes.count else {
      current = nil
      return
    }
    if bytes[next] < 0x80 {
      current = Unicode.Scalar(bytes[next])
      next += 1
      return
    }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes[next...].makeIterator()
    switch parser.parseScalar(from: &iterator) {
    case .valid(let encoded):
      current = Unicode.UTF8.decode(encoded)
      next += encoded.count
    case .error(let length):
      (current, isDecodable) = (Self.replacement, false)
      next += length
    case .emptyInput: current = nil
    }
  }

  static func isUTF16(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
  }

  /// What is wrong with the current character and how to mend it; nil for a good one.
  var damage: String? {
    // Nearly all characters are such; looking up properties takes most of a file's reading.
    guard let scalar = current, !(0x20..<0x7F).contains(scalar.value) else { return nil }
    if scalar == Self.replacement {
      return isDecodable
        ? "U+FFFD, the mark of a lost character; write what stood there"
        : "bytes that are not UTF-8; save the file as UTF-8"
    }
    guard scalar.properties.generalCategory == .control, !"\t\r\n".unicodeScalars.contains(scalar)
    else { return nil }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let codePoint = "U+" + String(repeating: "0", count: 4 - digits.count) + digits
    return scalar == "\0" ? "a NUL byte; remove it" : "control character \(codePoint); remove it"
  }
}
