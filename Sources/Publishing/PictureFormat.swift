import Disk
import Plotting
import Tables

/// What lies under a picture's marks.
public enum PictureBackground: String, CaseIterable, Sendable {
  case white
  /// Whatever the picture is laid on.
  case none

  var color: Color? { self == .white ? .white : nil }
}

/// A file format for pictures.
public enum PictureFormat: String, CaseIterable, Sendable {
  case png, svg, pdf

  /// - Throws: a `FileError` naming the nearest format for an unknown one.
  public static func list(_ text: String, option: String = "--format") throws -> [PictureFormat] {
    let formats = try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let format = PictureFormat(rawValue: String(word)) else {
        let known = allCases.map(\.rawValue)
        throw FileError(
          "\(option): '\(word)' is not one of \(known.joined(separator: ", "))"
            + Spelling.suggestion(for: String(word), among: known))
      }
      return format
    }
    return allCases.filter(formats.contains)
  }

  /// Those that a PNG can have, dots per inch.
  static let resolutions = 36.0...2400

  /// - Throws: a `FileError` for a resolution that no PNG should have.
  public static func check(dpi: Double) throws {
    guard dpi.isFinite, resolutions.contains(dpi) else {
      let ends = [resolutions.lowerBound, resolutions.upperBound].map { DataText.text($0) }
      throw FileError("--dpi: \(dpi) is not between \(ends[0]) and \(ends[1])")
    }
  }
}

extension PictureFormat {
  /// The format that a file's extension asks for.
  /// - Throws: a `FileError` naming the extensions there are.
  public init(of path: String, option: String) throws {
    let known = Self.allCases.map(\.rawValue)
    let ending = path.split(separator: "/").last?.split(separator: ".").last.map(String.init)
    guard let format = ending.flatMap({ PictureFormat(rawValue: $0.lowercased()) }) else {
      throw FileError("\(option): \(path) must end in .\(known.joined(separator: ", ."))")
    }
    self = format
  }
}
