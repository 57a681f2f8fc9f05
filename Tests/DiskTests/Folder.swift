import Foundation

/// A folder that lasts as long as the value does.
final class Folder {
  let path = NSTemporaryDirectory() + "disk-\(ProcessInfo.processInfo.globallyUniqueString)"

  init(_ files: [String: String] = [:]) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    let file = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func move(_ from: String, _ to: String) throws {
    try FileManager.default.moveItem(atPath: "\(path)/\(from)", toPath: "\(path)/\(to)")
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  /// Every name below the folder: the text of a file, nil for a folder.
  func contents() throws -> [String: String?] {
    try FileManager.default.subpathsOfDirectory(atPath: path).reduce(into: [:]) {
      $0[$1] = .some(try? String(contentsOfFile: "\(path)/\($1)", encoding: .utf8))
    }
  }
}
