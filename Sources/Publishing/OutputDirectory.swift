/// Where figures go: their files, and SHA256SUMS over all of them.
public struct OutputDirectory {
  public let path: String

  /// - Throws: a `FileError` when `path` is empty.
  public init(_ path: String, option: String = "--out") throws {
    guard !path.isEmpty else { throw FileError("\(option): the directory's name is empty") }
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  private static let sums = "SHA256SUMS"

  /// Writes `files` and brings SHA256SUMS up to date, all or nothing.
  /// - Returns: the paths of what was written.
  /// - Throws: a `FileError` naming what could not be written.
  public func write(_ files: [OutputFile]) throws -> [String] {
    let sums = OutputFile(path: Self.sums, bytes: try checksums(with: files))
    let all = files.sorted { $0.path < $1.path } + [sums]
    try Files.writeAll(all.map { (path: "\(path)/\($0.path)", bytes: $0.bytes) })
    return all.map { "\(path)/\($0.path)" }
  }

  /// SHA256SUMS as `sha256sum -c` reads it: the lines of files that are not written this time stay.
  private func checksums(with files: [OutputFile]) throws -> [UInt8] {
    var lines: [String: String] = [:]
    let old = "\(path)/\(Self.sums)"
    if Files.exists(old) {
      for line in String(decoding: try Files.read(old), as: UTF8.self).split(separator: "\n") {
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let name = parts.last?.drop(while: { $0 == " " || $0 == "*" }),
          Files.exists("\(path)/\(name)")
        else { continue }
        lines[String(name)] = String(parts[0])
      }
    }
    for file in files { lines[file.path] = try Files.sha256(file.bytes) }
    let text = lines.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined()
    return Array(text.utf8)
  }
}
