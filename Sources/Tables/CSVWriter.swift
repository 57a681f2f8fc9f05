/// Writes CSV that `CSVReader`, and any reader of RFC 4180, reads back as it was.
public enum CSVWriter {
  /// The record of `cells`, ended with LF; a cell is quoted only where it has to be.
  public static func record(_ cells: [String]) -> String {
    let written = cells.enumerated().map { index, cell in
      let mustQuote =
        cell.utf8.contains { Self.special.contains($0) }
        // A first cell that starts so would be taken for a comment or a byte order mark, and an
        // empty one that is alone for an empty line.
        || index == 0 && ["#", "\u{FEFF}"].contains(cell.unicodeScalars.first)
        || cells.count == 1 && cell.isEmpty
      return mustQuote ? quote(cell) : cell
    }
    return written.joined(separator: ",") + "\n"
  }

  private static let special = Array(",\"\r\n".utf8)

  private static func quote(_ cell: String) -> String {
    let mark = UInt8(ascii: "\"")
    var quoted = [mark]
    for byte in cell.utf8 {
      if byte == mark { quoted.append(mark) }
      quoted.append(byte)
    }
    quoted.append(mark)
    return String(decoding: quoted, as: UTF8.self)
  }
}
