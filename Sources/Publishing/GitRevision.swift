import FoundationEssentials
import Glibc

/// A revision of the git repository that the program runs in.
public struct GitRevision {
  let name: String

  /// - Throws: a `FileError` when git is not there or knows no such revision.
  public init(_ name: String) throws {
    self.name = name
    // An option where a revision should be would do something else altogether.
    guard !name.isEmpty, !name.hasPrefix("-") else {
      throw FileError("'\(name):' names no git revision; write REV:, like HEAD~1:")
    }
    let found = try Subprocess.run("git", ["rev-parse", "--verify", "--quiet", "\(name)^{commit}"])
    guard found.status == 0 else {
      let isRepository = try Subprocess.run("git", ["rev-parse", "--git-dir"])
      switch isRepository.status {
      case 0: throw FileError("git knows no revision '\(name)' here")
      case 127: throw FileError("cannot read '\(name):', as git is not installed")
      default: throw FileError("cannot read '\(name):', as this is no git repository")
      }
    }
  }

  /// The file as it was in the revision, by its path from the working directory.
  /// - Throws: a `FileError` when the revision has no such file.
  public func read(_ path: String) throws -> [UInt8] {
    let result = try Subprocess.run("git", ["cat-file", "blob", "\(name):./\(path)"])
    guard result.status == 0 else { throw FileError("git revision '\(name)' has no ./\(path)") }
    return result.output
  }
}

/// Another program, run to its end without a shell.
enum Subprocess {
  struct Result {
    /// The exit status; 127 when the program could not be started, −1 when a signal ended it.
    let status: Int32
    let output: [UInt8]
  }

  /// Runs a program found on PATH; what it says on stderr is dropped.
  /// - Throws: a `FileError` when there can be no pipe.
  static func run(_ program: String, _ arguments: [String]) throws -> Result {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw FileError("cannot run \(program): \(String(cString: strerror(errno)))")
    }
    // Only the copy that becomes its stdout stays open in the other program.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)

    var process = pid_t()
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    let failure = withStrings([program] + arguments) { arguments in
      withStrings(environment) { environment in
        posix_spawnp(&process, program, &actions, nil, arguments, environment)
      }
    }
    close(ends[1])
    defer { close(ends[0]) }
    guard failure == 0 else { return Result(status: 127, output: []) }
    let output = drain(ends[0])
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return Result(status: status & 0x7F == 0 ? status >> 8 & 0xFF : -1, output: output)
  }

  private static func drain(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// Calls `body` with `strings` as C wants them: pointers, ended by nil.
  private static func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}
