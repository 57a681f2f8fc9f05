import Disk
import Figures

/// Where figures go: their files, and SHA256SUMS over all of them.
public struct OutputDirectory {
  public let path: String

  /// - Throws: a `FileError` when `path` is empty.
  public init(_ path: String, option: String = "--out") throws {
    guard !path.isEmpty else { throw FileError("\(option): the directory's name is empty") }
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Writes `files` and brings SHA256SUMS up to date, all or nothing.
  /// - Parameter announcing: is told the paths of what will have been written, before anything is
  ///   replaced; what it throws ends the write.
  /// - Throws: a `FileError` naming what could not be written.
  public func write(_ files: [OutputFile], announcing: ([String]) throws -> Void) throws {
    try FileSet(path).write(withSums(files), announcing: announcing)
  }

  private func withSums(_ files: [OutputFile]) throws -> [OutputFile] {
    files.sorted { $0.path < $1.path }
      + [OutputFile(path: FigureFiles.sums, bytes: try checksums(with: files))]
  }

  /// SHA256SUMS as `sha256sum -c` reads it: the lines stay of figures' files that are there and not
  /// written this time.
  private func checksums(with files: [OutputFile]) throws -> [UInt8] {
    var lines: [String: String] = [:]
    let old = "\(path)/\(FigureFiles.sums)"
    if Files.kind(of: old) == .file {
      for (name, sum) in SumLine.all(in: try Files.read(old, limit: FigureFiles.mostBytes))
      where Figure.hasFile(name) && Files.kind(of: "\(path)/\(name)") == .file {
        lines[name] = sum
      }
    }
    for file in files { lines[file.path] = try Files.sha256(file.bytes) }
    let text = lines.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined()
    return Array(text.utf8)
  }
}

/// A line of SHA256SUMS: a file's name and its SHA-256.
enum SumLine {
  /// The lines of that form, `HEXADECIMAL  NAME` or `HEXADECIMAL *NAME`.
  static func all(in bytes: [UInt8]) -> [(name: String, sum: String)] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
      let sum = line.prefix { $0 != " " }
      let rest = line.dropFirst(sum.count)
      guard sum.count == 64, sum.allSatisfy(\.isHexDigit),
        rest.starts(with: "  ")
          || rest.starts(with: " *")
      else { return nil }
      return (String(rest.dropFirst(2)), String(sum))
    }
  }
}

extension Figure {
  /// Whether a file of that name, below a directory of figures, belongs to a figure.
  static func hasFile(_ path: String) -> Bool {
    let endings = PictureFormat.allCases.map(\.rawValue) + ["txt"]
    return all.contains { figure in
      path == "data/\(figure.id).csv" || endings.contains { path == "\(figure.id).\($0)" }
    }
  }
}
