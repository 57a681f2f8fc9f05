import ArgumentParser
import Glibc

/// The option that every command has, before its name or after it: the folder to run in.
struct WorkingDirectory: ParsableArguments {
  @Option(
    name: [.customShort("C"), .long],
    help: ArgumentHelp("Run as if started in this folder.", valueName: "dir"),
    completion: .directory)
  var directory: String?

  /// Makes the folder the current one; every path in the other arguments is then taken from there.
  /// - Throws: a `Failure` naming the folder and the system's reason.
  func enter() throws {
    guard let directory, chdir(directory) != 0 else { return }
    throw Failure("--directory: cannot run in '\(directory)': \(String(cString: strerror(errno)))")
  }
}

/// A command that runs where `--directory` says.
protocol PlacedCommand: ParsableCommand {
  var place: WorkingDirectory { get }
}
