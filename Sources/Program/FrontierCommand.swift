import ArgumentParser

/// The program. Exit status: 0 fine, 1 a difference or a failed check, 2 trouble.
@main
struct FrontierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frontier",
    abstract: "Rebuild and check the cost frontier of LLM serving from two CSV files.",
    subcommands: [
      FiguresCommand.self, AuditCommand.self, ClaimsCommand.self, PinsCommand.self,
      DiffCommand.self, VerifyCommand.self,
    ],
    defaultSubcommand: FiguresCommand.self)

  /// Parses and runs, turning every failure into complaints on stderr and exit status 2.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      for line in failure.lines { Console.complain(line) }
      Console.quit(failure.status)
    } catch {
      let status = exitCode(for: error)
      guard status != .success else { exit(withError: error) }
      Console.complain(fullMessage(for: error))
      Console.quit(Failure.trouble)
    }
  }
}
