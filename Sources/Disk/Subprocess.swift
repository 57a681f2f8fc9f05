import Glibc

/// Another program, run to its end without a shell.
enum Subprocess {
  struct Result {
    /// The exit status; 127 when the program could not be started, −1 when a signal ended it.
    let status: Int32
    let output: [UInt8]
    /// What it says on stderr.
    let complaints: String
  }

  /// Runs a program found on PATH.
  /// - Parameters:
  ///   - environment: all that it has.
  ///   - limit: the most bytes that it may write; it is stopped at more, and when it says nothing for
  ///     `InputFile.mostSilence`.
  /// - Throws: a `FileError` when there can be no pipe, or it writes more.
  static func run(
    _ program: String, _ arguments: [String], environment: [String], limit: Int
  ) throws(FileError) -> Result {
    let output = try Pipe(for: program)
    // What the program complains of is read after its output, and what does not fit until then lost.
    let complaints = try Pipe(for: program)
    _ = fcntl(complaints.writing, F_SETFL, O_NONBLOCK)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, complaints.writing, STDERR_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)

    var process = pid_t()
    let failure = withStrings([program] + arguments) { arguments in
      withStrings(environment) { environment in
        posix_spawnp(&process, program, &actions, nil, arguments, environment)
      }
    }
    guard failure == 0 else { return Result(status: 127, output: [], complaints: "") }
    output.closeWriting()
    complaints.closeWriting()
    let written = output.drain(limit: limit)
    if case .failure = written { kill(process, SIGKILL) }
    let said = (try? complaints.drain(limit: limit).get()) ?? []
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    switch written {
    case .success(let bytes):
      return Result(
        status: status & 0x7F == 0 ? status >> 8 & 0xFF : -1, output: bytes,
        complaints: String(decoding: said, as: UTF8.self))
    case .failure(.tooMuch):
      throw FileError("\(program) gives more than \(limit) bytes")
    case .failure(.silence):
      throw FileError(
        "\(program) says nothing for \(Int(InputFile.mostSilence)) seconds and was ended; does a file "
          + "that it reads lead to a pipe?")
    }
  }

  private final class Pipe {
    private let reading: Int32
    let writing: Int32
    private var isWritingOpen = true

    init(for program: String) throws(FileError) {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { throw FileError.system("cannot run \(program)") }
      // Only the copy that becomes its stdout or stderr stays open in the other program.
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      (reading, writing) = (ends[0], ends[1])
    }

    deinit {
      close(reading)
      closeWriting()
    }

    func closeWriting() {
      if isWritingOpen { close(writing) }
      isWritingOpen = false
    }

    enum Trouble: Error {
      /// More than the limit.
      case tooMuch
      /// Nothing for `InputFile.mostSilence`.
      case silence
    }

    func drain(limit: Int) -> Swift.Result<[UInt8], Trouble> {
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        var poll = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        let found = Glibc.poll(&poll, 1, Int32(InputFile.mostSilence * 1000))
        if found < 0 && errno == EINTR { continue }
        guard found > 0 else { return .failure(.silence) }
        let count = read(reading, &chunk, chunk.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return .success(bytes) }
        guard bytes.count + count <= limit else { return .failure(.tooMuch) }
        bytes += chunk[..<count]
      }
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
