/// Where figures go: their files, and SHA256SUMS over all of them.
struct OutputDirectory {
  let path: String

  /// - Throws: a `Failure` when `path` is empty.
  init(_ path: String, option: String = "--out") throws {
    guard !path.isEmpty else { throw Failure("\(option): the directory's name is empty") }
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  private static let sums = "SHA256SUMS"

  /// Writes `files` and brings SHA256SUMS up to date, all or nothing, and lists what was written.
  /// - Throws: a `Failure` naming what could not be written.
  func write(_ files: [OutputFile]) throws {
    let sums = OutputFile(path: Self.sums, bytes: try checksums(with: files))
    let all = files.sorted { $0.path < $1.path } + [sums]
    try Files.writeAll(all.map { (path: "\(path)/\($0.path)", bytes: $0.bytes) })
    for file in all { Console.print("\(path)/\(file.path)") }
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
    for file in files { lines[file.path] = Files.sha256(file.bytes) }
    let text = lines.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined()
    return Array(text.utf8)
  }
}
