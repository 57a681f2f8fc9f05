import FoundationEssentials

/// A revision of the git repository that the program runs in.
///
/// Reading one runs nothing but git itself, whatever the repository's settings say: no transport to
/// fetch a missing object with, no hook, filter, pager, prompt or file-system monitor; and git reads
/// no settings but the repository's own.
public struct GitRevision {
  private let name: String
  /// The commit that it is now, which stays what it is.
  public let commit: String

  /// - Throws: a `FileError` when git is not there, knows no such revision, or does not read the
  ///   repository as it is another user's.
  public init(_ name: String) throws(FileError) {
    self.name = name
    // An option where a revision should be would do something else altogether.
    guard !name.isEmpty, !name.hasPrefix("-") else {
      throw FileError("'\(name):' names no git revision; write REV:, like HEAD~1:")
    }
    let found = try Self.git("rev-parse", "--verify", "--quiet", "\(name)^{commit}")
    commit = String(decoding: found.output, as: UTF8.self).filter { !$0.isWhitespace }
    guard found.status == 0 else { throw try unknown(found) }
  }

  private func unknown(_ found: Subprocess.Result) throws(FileError) -> FileError {
    let repository = try Self.git("rev-parse", "--git-dir")
    let said = found.complaints + repository.complaints
    if found.status == 127 { return FileError("cannot read '\(name):', as git is not installed") }
    if said.contains("dubious ownership") {
      return FileError(
        "cannot read '\(name):', as the git repository here belongs to another user, and "
          + "safe.directory is not read; run as that user, or in a copy of your own")
    }
    return repository.status == 0
      ? FileError("git knows no revision '\(name)' here")
      : FileError("cannot read '\(name):', as this is no git repository")
  }

  /// The file as it was in the revision, by its path from the working directory.
  /// - Throws: a `FileError` when the revision has no such file, or the repository not its content.
  public func read(_ path: String) throws(FileError) -> [UInt8] {
    let found = try Self.git("rev-parse", "--verify", "--quiet", "\(name):./\(path)")
    guard found.status == 0 else {
      // git says it aloud when it has not the folder in which to look.
      guard found.complaints.isEmpty else { throw absent(path) }
      throw FileError("git revision '\(name)' has no ./\(path)")
    }
    let object = String(decoding: found.output, as: UTF8.self).filter { !$0.isWhitespace }
    let content = try Self.git("cat-file", "blob", object)
    guard content.status == 0 else { throw absent(path) }
    return content.output
  }

  private func absent(_ path: String) -> FileError {
    FileError(
      "the git repository here does not hold ./\(path) of revision '\(name)' whole; fetch or mend it "
        + "with git first")
  }

  private static func git(_ arguments: String...) throws(FileError) -> Subprocess.Result {
    let settings = [
      "protocol.allow=never", "core.fsmonitor=false", "core.hooksPath=/dev/null",
      "core.pager=cat", "core.askPass=true", "credential.helper=", "gc.auto=0",
      "maintenance.auto=false",
    ]
    return try Subprocess.run(
      "git", ["--no-pager"] + settings.flatMap { ["-c", $0] } + arguments,
      environment: environment, limit: InputFile.mostBytes)
  }

  /// The program's, with git's settings from nowhere but the repository.
  private static var environment: [String] {
    // Where GIT_DIR is set, git does not ask whose the repository is.
    var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
    variables.merge([
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_SYSTEM": "/dev/null",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_NO_LAZY_FETCH": "1",
      // Before git 2.45 the former does nothing; this refuses the transport, whatever the
      // repository allows.
      "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
      "GIT_ASKPASS": "true", "GIT_NO_REPLACE_OBJECTS": "1",
      "GIT_SSH_COMMAND": "false", "LC_ALL": "C",
    ]) { $1 }
    return variables.map { "\($0.key)=\($0.value)" }.sorted()
  }
}
