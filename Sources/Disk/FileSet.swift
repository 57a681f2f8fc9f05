import Glibc

/// Files of one directory that are written all or none.
///
/// A write first stages every file beside its place, then says in the directory's journal that they
/// are all there, then moves what they replace aside and them in. A call that fails on the way is
/// undone. A program that is killed leaves the journal, and the next write finishes what stands
/// there as staged, or undoes the rest.
public struct FileSet {
  /// The name of what a write leaves in the directory while it lasts.
  public static let journal = WriteJournal.name

  /// The empty one is the current folder.
  public let directory: String
  /// What everybody may do with the files, as far as the umask allows.
  fileprivate let permissions: mode_t

  /// - Parameter isPrivate: whether nobody but their owner may read the files.
  public init(_ directory: String, isPrivate: Bool = false) {
    self.directory = directory
    permissions = isPrivate ? 0o600 : 0o666
  }

  /// Writes one file.
  /// - Parameter announcing: as of a set.
  /// - Throws: as for a set.
  public static func write(
    _ bytes: [UInt8], to path: String, announcing announce: () throws -> Void
  ) throws {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let directory = parts.dropLast().joined(separator: "/")
    let set = FileSet(directory.isEmpty && parts.count > 1 ? "/" : directory)
    try set.write([OutputFile(path: String(parts.last ?? ""), bytes: bytes)]) { _ in
      try announce()
    }
  }

  /// Writes the files.
  ///
  /// - Parameters:
  ///   - files: what to write, below the directory; asked for when no other process can write there.
  ///   - announcing: says what will have been written, when everything is staged and nothing
  ///     replaced; what it throws ends the write.
  /// - Throws: a `FileError` naming the path that could not be written and the system's reason, and
  ///   what the closures throw; all is as it was then.
  public func write(
    _ files: @autoclosure () throws -> [OutputFile], announcing: ([String]) throws -> Void
  ) throws {
    let signals = SignalDelay()
    defer { signals.end() }
    let made = try Folders.make(directory)
    do {
      let journal = try WriteJournal(in: directory)
      do {
        let write = FileWrite(self, journal)
        try write.recover()
        try write.stage(try files(), stoppingIf: { signals.isPending }, announcing)
        try write.finish()
      } catch {
        try journal.end()
        throw error
      }
      try journal.end()
    } catch {
      Folders.remove(made)
      throw error
    }
  }

  /// A write that has not come to its end.
  public enum Interruption: Equatable, Sendable {
    /// A process is at it: `process 12`.
    case running(process: String)
    /// It was killed.
    case killed
  }

  /// - Returns: nil where every write came to its end.
  public var interruption: Interruption? {
    let path = Folders.joined(directory, WriteJournal.name)
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return .killed }
    return .running(process: WriteJournal.holder(of: path))
  }

  /// Whether a name is one that only a write on its way has.
  public static func isOfWrite(_ path: some StringProtocol) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return name == WriteJournal.name || name.hasPrefix(Place.prefix)
  }
}

/// Where a file of a set goes, where it is staged and where what it replaces waits.
private struct Place {
  static let prefix = ".frontier-file-"

  let target: String
  let staged: String
  let aside: String

  init(_ directory: String, _ path: String, index: Int) {
    target = Folders.joined(directory, path)
    let parts = target.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    // By number: the name may be as long as names can be.
    let beside = (parts + ["\(Self.prefix)\(index)"]).joined(separator: "/")
    (staged, aside) = ("\(beside).new", "\(beside).old")
  }
}

/// The steps of a write, each from wherever an earlier attempt at it got to.
private struct FileWrite {
  private let directory: String
  private let permissions: mode_t
  private let journal: WriteJournal

  init(_ set: FileSet, _ journal: WriteJournal) {
    (directory, permissions, self.journal) = (set.directory, set.permissions, journal)
  }

  private var places: [Place] {
    journal.record.entries.enumerated().map { Place(directory, $1.path, index: $0) }
  }

  /// Brings the directory to the end of a write that was killed, or to before it.
  /// - Throws: when neither is possible.
  func recover() throws {
    guard journal.record.isCommitted else { return try undo() }
    do {
      try finish()
    } catch  where !journal.record.isCommitted {
      // It could not be finished, and is undone.
    }
  }

  /// Writes every file beside its place.
  func stage(
    _ files: [OutputFile], stoppingIf isStopped: () -> Bool,
    _ announcing: ([String]) throws -> Void
  ) throws {
    let targets = files.map { Folders.joined(directory, $0.path) }
    let kinds = try targets.map(Self.replaceableKind)
    for (index, file) in files.enumerated() {
      let place = Place(directory, file.path, index: index)
      // An earlier write has left nothing, or its journal would be there.
      if let path = [place.staged, place.aside].first(where: exists) {
        throw FileError("cannot write \(place.target): \(path) is in the way; move it elsewhere")
      }
    }
    try journal.begin(
      folders: Folders.missing(for: files.map(\.path), in: directory),
      entries: zip(files, kinds).map { .init(path: $0.path, isNew: $1 == nil) })
    do {
      for folder in journal.record.folders { try Folders.make(Folders.joined(directory, folder)) }
      for (file, place) in zip(files, places) {
        guard !isStopped() else { throw FileError("interrupted; nothing is written") }
        try create(place, file.bytes)
      }
      try announcing(targets)
      try journal.commit()
    } catch {
      try undo()
      throw error
    }
  }

  /// - Returns: nil where there is nothing.
  private static func replaceableKind(of path: String) throws -> Files.Kind? {
    let kind = Files.kind(of: path)
    switch kind {
    case .directory: throw FileError("cannot write \(path): a directory has that name")
    case .other: throw FileError("cannot write \(path): a pipe, socket or device has that name")
    case .file, .link, nil: return kind
    }
  }

  private func create(_ place: Place, _ bytes: [UInt8]) throws {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open(place.staged, flags, permissions)
    guard descriptor >= 0 else { throw FileError.system("cannot write \(place.target)") }
    defer { close(descriptor) }
    try Disk.write(bytes, to: descriptor, place.target)
  }

  /// Moves what is staged to its place.
  /// - Throws: a `FileError` for what cannot be replaced; what was is put back, and the journal clear,
  ///   unless that is impossible too.
  func finish() throws {
    do {
      for place in places where exists(place.staged) {
        if exists(place.target), !exists(place.aside) { try move(place.target, place.aside, place) }
        try move(place.staged, place.target, place)
      }
    } catch {
      try putBack()
      throw error
    }
    for place in places where exists(place.aside) {
      // All is in its place, and the next write tries again.
      guard unlink(place.aside) == 0 else { throw FileError.system("cannot remove \(place.aside)") }
    }
    try journal.clear()
  }

  private func putBack() throws {
    for (entry, place) in zip(journal.record.entries, places).reversed() {
      let wasThere = exists(place.aside)
      if wasThere || entry.isNew, !exists(place.staged), exists(place.target) {
        try move(place.target, place.staged, place)
      }
      if wasThere { try move(place.aside, place.target, place) }
    }
    try undo()
  }

  /// Removes what is staged.
  private func undo() throws {
    for place in places { unlink(place.staged) }
    Folders.remove(journal.record.folders.map { Folders.joined(directory, $0) })
    try journal.clear()
  }

  /// Of a link, whether or not what it leads to is there.
  private func exists(_ path: String) -> Bool { Files.kind(of: path) != nil }

  private func move(_ from: String, _ to: String, _ place: Place) throws {
    guard rename(from, to) == 0 else { throw FileError.system("cannot write \(place.target)") }
  }
}
