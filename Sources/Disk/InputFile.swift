import Glibc

/// A file that is open for reading, of a kind that ends: a regular file, or a pipe that somebody
/// writes to. A device never is one.
public struct InputFile: ~Copyable {
  /// The path that stands for standard input.
  public static let standardInput = "-"

  /// The most that is read of one file, bytes: 256 MiB. A million rows of anchors are less.
  public static let mostBytes = 1 << 28

  /// How long a pipe may keep silent, s.
  public static let mostSilence = 10.0

  /// For messages: the path as it was given, or `standard input`.
  public let name: String
  private let descriptor: Int32
  private let status: stat
  private let silence: Double

  /// - Parameters:
  ///   - path: of a file, or `-`.
  ///   - silence: how long a pipe may keep silent, s.
  /// - Throws: a `FileError` when there is no such file, or it is a directory or a device.
  public init(_ path: String, silence: Double = mostSilence) throws(FileError) {
    self.silence = silence
    name = path == Self.standardInput ? "standard input" : path
    // A copy, because closing the file closes its descriptor. Opening a pipe that nobody writes to
    // would wait for ever without O_NONBLOCK.
    descriptor =
      path == Self.standardInput
      ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    var status = stat()
    let isOpen = descriptor >= 0 && fstat(descriptor, &status) == 0
    self.status = status
    guard isOpen else { throw FileError.system("cannot read \(name)") }
    if let reason = Self.refusal(of: status.st_mode & S_IFMT) {
      throw FileError(reading: name, reason)
    }
    if isPipe { try awaitBytes() }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private static func refusal(of kind: mode_t) -> String? {
    switch kind {
    case S_IFREG, S_IFIFO: nil
    case S_IFDIR: "it is a directory"
    case S_IFCHR, S_IFBLK: "it is a device or a terminal; name a file"
    default: "it is a socket; name a file"
    }
  }

  private var isPipe: Bool { status.st_mode & S_IFMT == S_IFIFO }

  /// Gives the descriptor away; whoever takes it closes it.
  public consuming func takeDescriptor() -> Int32 {
    let taken = dup(descriptor)
    // What reads from it now may wait for what comes.
    _ = fcntl(taken, F_SETFL, fcntl(taken, F_GETFL) & ~O_NONBLOCK)
    _ = fcntl(taken, F_SETFD, FD_CLOEXEC)
    return taken
  }

  /// All that is in it.
  /// - Throws: a `FileError` when that is more than `limit` bytes, or cannot be read.
  public func bytes(limit: Int = mostBytes) throws(FileError) -> [UInt8] {
    guard status.st_size <= limit else { throw tooLarge(limit) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        try awaitBytes()
        continue
      }
      guard count >= 0 else { throw FileError.system("cannot read \(name)") }
      guard count > 0 else { return bytes }
      // A file may grow while it is read, and those of /proc do not say how long they are.
      guard bytes.count + count <= limit else { throw tooLarge(limit) }
      bytes += chunk[..<count]
    }
  }

  private func tooLarge(_ limit: Int) -> FileError {
    FileError(reading: name, "it has more than \(limit) bytes (\(limit >> 20) MiB)")
  }

  /// Waits until a pipe has bytes, or its writer is gone.
  private func awaitBytes() throws(FileError) {
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      let found = Glibc.poll(&poll, 1, Int32(silence * 1000))
      if found < 0, errno == EINTR { continue }
      guard found > 0 else {
        throw FileError(
          reading: name,
          "it is a pipe, and nobody has written to it for \(silence) seconds")
      }
      return
    }
  }
}
