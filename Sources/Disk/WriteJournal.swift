import Glibc

/// The record, in a directory, of a set of files that is being written there: the lock that keeps
/// others out, and what the next run needs to finish or undo the write if this one is killed.
///
/// Its text is records that end in a NUL: `process PID`, `make PATH` for every folder that is made,
/// `new PATH` or `replace PATH` for every file, and `commit` once all of them are staged.
final class WriteJournal {
  static let name = ".frontier-write"

  /// The most that is read of a journal, bytes: some ten thousand files.
  static let mostBytes = 1 << 20

  /// How long to wait for another process to finish its write, s.
  static let patience = 10

  /// A file of the set.
  struct Entry: Equatable {
    let path: String
    /// Whether there was nothing of that name before.
    let isNew: Bool
  }

  /// What a journal says.
  struct Record: Equatable {
    var process = ""
    var folders: [String] = []
    var entries: [Entry] = []
    /// Whether all is staged: the write is then finished by the next run if this one is killed.
    var isCommitted = false
  }

  private let path: String
  private let descriptor: Int32
  /// What it says now; of a write that was killed, until the next one begins.
  private(set) var record: Record

  /// Takes the directory's lock; waits while another process has it.
  /// - Throws: a `FileError` when it cannot be had: somebody else's journal, another process that
  ///   does not finish, a directory that cannot be written to.
  init(in directory: String) throws(FileError) {
    path = Folders.joined(directory, Self.name)
    descriptor = try Self.lock(path, in: directory)
    guard let found = Self.parse(try Files.read(path, limit: Self.mostBytes)) else {
      close(descriptor)
      throw Self.foreign(path)
    }
    record = found
  }

  deinit { close(descriptor) }

  // MARK: Lock

  private static func lock(_ path: String, in directory: String) throws(FileError) -> Int32 {
    for _ in 0..<(patience * 50) {
      let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw failure(in: directory) }
      do {
        try check(descriptor, path)
        // Whoever had the lock has mostly removed the journal at its end.
        if try isLocked(descriptor, path), isStillThere(descriptor, path) { return descriptor }
      } catch {
        close(descriptor)
        throw error
      }
      close(descriptor)
      usleep(20_000)
    }
    throw FileError(
      "cannot write to \(shown(directory)): \(holder(of: path)) is writing there; run this again "
        + "when it is done")
  }

  /// `process 12`, where the journal says it yet.
  static func holder(of path: String) -> String {
    let bytes = try? Files.read(path, limit: mostBytes)
    let process = bytes.flatMap(parse)?.process ?? ""
    return process.isEmpty ? "another process" : "process \(process)"
  }

  private static func failure(in directory: String) -> FileError {
    FileError.system("cannot write to \(shown(directory))")
  }

  private static func shown(_ directory: String) -> String {
    directory.isEmpty ? "the current folder" : directory
  }

  /// - Throws: for what no run of this user's can have left there.
  private static func check(_ descriptor: Int32, _ path: String) throws(FileError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_nlink <= 1
    else { throw foreign(path) }
    guard status.st_uid == geteuid() else {
      throw FileError(
        "cannot write \(path): another user (\(status.st_uid)) has left it; remove it when nothing "
          + "writes there")
    }
  }

  private static func foreign(_ path: String) -> FileError {
    FileError("cannot write \(path): it is no journal of this program; move it elsewhere")
  }

  private static func isLocked(_ descriptor: Int32, _ path: String) throws(FileError) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    guard errno == EWOULDBLOCK || errno == EINTR else {
      throw FileError.system("cannot lock \(path)")
    }
    return false
  }

  private static func isStillThere(_ descriptor: Int32, _ path: String) -> Bool {
    var (open, found) = (stat(), stat())
    return fstat(descriptor, &open) == 0 && lstat(path, &found) == 0
      && open.st_ino == found.st_ino && open.st_dev == found.st_dev
  }

  // MARK: Contents

  /// What the bytes of a journal say, as far as they were written.
  /// - Returns: nil for what no run of this program writes.
  static func parse(_ bytes: [UInt8]) -> Record? {
    var record = Record()
    let start = "process ".utf8
    // One may have been cut off within its first word.
    guard bytes.starts(with: start) || start.starts(with: bytes) else { return nil }
    // The last piece is empty, or a record that was cut off.
    for piece in bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast() {
      let text = String(decoding: piece, as: UTF8.self)
      let word = text.prefix { $0 != " " }
      let rest = String(text.dropFirst(word.count + 1))
      switch word {
      case "process" where rest.allSatisfy({ "0123456789".contains($0) }): record.process = rest
      case "make" where isInside(rest): record.folders.append(rest)
      case "new" where isInside(rest): record.entries.append(Entry(path: rest, isNew: true))
      case "replace" where isInside(rest): record.entries.append(Entry(path: rest, isNew: false))
      case "commit": record.isCommitted = true
      default: return nil
      }
    }
    return record
  }

  /// Whether a path leads to somewhere below the directory.
  private static func isInside(_ path: String) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false)
      .allSatisfy { !["", ".", ".."].contains($0) }
  }

  /// Starts the journal of a write; nothing is staged yet.
  func begin(folders: [String], entries: [Entry]) throws(FileError) {
    try clear()
    record = Record(process: "\(getpid())", folders: folders, entries: entries)
    let lines =
      ["process \(record.process)"] + folders.map { "make \($0)" }
      + entries.map { "\($0.isNew ? "new" : "replace") \($0.path)" }
    try write(lines.map { Array("\($0)\0".utf8) }.flatMap { $0 }, to: descriptor, path)
  }

  /// Says that all is staged.
  func commit() throws(FileError) {
    try write(Array("commit\0".utf8), to: descriptor, path)
    record.isCommitted = true
  }

  /// Says that there is nothing to finish or to undo.
  func clear() throws(FileError) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw FileError.system("cannot write \(path)")
    }
    record = Record()
  }

  /// Removes the journal, the lock with it, unless there is a write to finish.
  func end() throws(FileError) {
    guard !record.isCommitted else { return }
    guard unlink(path) == 0 else { throw FileError.system("cannot remove \(path)") }
  }
}

/// Writes all of `bytes`.
/// - Throws: a `FileError` naming `path` and the system's reason.
func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(FileError) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { throw FileError.system("cannot write \(path)") }
    rest = rest.dropFirst(count)
  }
}
