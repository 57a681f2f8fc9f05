import Glibc

/// Folders that are made on the way to a file, and taken away when nothing comes of it.
enum Folders {
  /// Makes what is missing of a path.
  /// - Returns: what was made, the outermost first.
  /// - Throws: a `FileError` naming the folder and the system's reason.
  @discardableResult
  static func make(_ path: String) throws(FileError) -> [String] {
    var made: [String] = []
    for folder in prefixes(of: path) {
      guard mkdir(folder, 0o777) != 0 else {
        made.append(folder)
        continue
      }
      guard errno == EEXIST else {
        let failure = FileError.system("cannot make the directory \(folder)")
        remove(made)
        throw failure
      }
    }
    return made
  }

  /// The folders that have to be made below `directory` for files at these paths below it.
  static func missing(for paths: [String], in directory: String) -> [String] {
    var missing: [String] = []
    for folder in paths.flatMap({ prefixes(of: $0).dropLast() })
    where !missing.contains(folder) && Files.kind(of: joined(directory, folder)) == nil {
      missing.append(folder)
    }
    return missing
  }

  /// Removes those that are empty.
  static func remove(_ folders: [String]) {
    for folder in folders.reversed() { rmdir(folder) }
  }

  /// `a`, `a/b` and `a/b/c` of `a/b/c`.
  private static func prefixes(of path: String) -> [String] {
    var prefixes: [String] = []
    for part in path.split(separator: "/") {
      prefixes.append((prefixes.last.map { $0 + "/" } ?? (path.hasPrefix("/") ? "/" : "")) + part)
    }
    return prefixes
  }

  /// A path below a directory; the empty directory is the current one.
  static func joined(_ directory: String, _ path: String) -> String {
    directory.isEmpty ? path : "\(directory)/\(path)"
  }
}
