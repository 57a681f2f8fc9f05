import ArgumentParser
import Rendering
import Tables

/// The program. Exit status: 0 fine, 1 a difference or a failed check, 2 trouble.
@main
struct FrontierCommand: ParsableCommand {
  static let version = "1.0.0"

  static let configuration = CommandConfiguration(
    commandName: "frontier",
    abstract: "Rebuild and check the cost frontier of LLM serving from two CSV files.",
    version: versions,
    subcommands: [
      FiguresCommand.self, AuditCommand.self, ClaimsCommand.self, SensitivityCommand.self,
      ValidateCommand.self, LocateCommand.self, PinsCommand.self, DiffCommand.self,
      VerifyCommand.self, ReportCommand.self,
    ])

  /// The program's version and those of the libraries that shape its output, a line each.
  private static var versions: String {
    let libraries = RenderingVersions()
    return """
      frontier \(version)
      cairo \(libraries.cairo)
      FreeType \(libraries.freeType)
      fontconfig \(libraries.fontconfig)
      libpng \(libraries.libpng)
      zlib \(libraries.zlib)
      """
  }

  @OptionGroup var place: WorkingDirectory

  @Flag(help: ArgumentHelp("Print the man page, in roff.", visibility: .hidden))
  var generateManual = false

  /// Parses and runs, turning every failure into complaints on stderr and exit status 2.
  static func main() {
    Console.holdStreams()
    do {
      let arguments = try ArgumentCheck.given()
      try ArgumentCheck(arguments).check()
      var command = try parseAsRoot(arguments)
      try (command as? any PlacedCommand)?.place.enter()
      try command.run()
    } catch {
      end(with: error)
    }
  }

  /// Prints help or a version that was asked for, or complains; and ends the program.
  private static func end(with error: any Error) -> Never {
    if let failure = Failure(error) {
      for line in failure.lines { Console.complain(line) }
      Console.quit(failure.status)
    }
    guard exitCode(for: error) == .success else {
      Console.complain("error: \(complaint(of: error)); --help lists the options")
      Console.quit(Failure.trouble)
    }
    let message = fullMessage(for: error)
    do {
      if !message.isEmpty { try Console.print(message) }
      Console.quit(0)
    } catch {
      end(with: error)
    }
  }

  /// What ArgumentParser found wrong, in one line.
  private static func complaint(of error: any Error) -> String {
    let words = message(for: error).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let sentence = words.hasSuffix(".") ? String(words.dropLast()) : words
    return sentence.prefix(1).lowercased() + sentence.dropFirst()
  }

  func run() throws {
    guard generateManual else { throw CleanExit.helpRequest(self) }
    try Console.print(Manual(HelpTree.of(Self.self)).roff)
  }
}
