import ArgumentParser
import Figures
import Tables

/// What is wrong with a command line that ArgumentParser takes or has no good word for.
struct ArgumentCheck {
  /// Up to `--`, after which nothing is an option.
  private let arguments: ArraySlice<String>

  init(_ arguments: [String]) {
    self.arguments = arguments.prefix { $0 != "--" }
  }

  /// The arguments after the program's name.
  /// - Throws: a `Failure` for more than can be parsed in no time, or bytes that are not UTF-8, which
  ///   Swift would repair: `--out` would name another folder.
  static func given() throws -> [String] {
    let count = Int(CommandLine.argc) - 1
    guard count <= ReadingLimits.mostArguments else {
      throw Failure(
        "there are \(count) arguments; give at most \(ReadingLimits.mostArguments), and what is set "
          + "for more constants in a copy of calibration.csv")
    }
    return try (0..<max(0, count)).compactMap { index in
      guard let bytes = CommandLine.unsafeArgv[index + 1] else { return nil }
      guard let text = String(validatingCString: bytes) else {
        throw Failure(
          "argument \(index + 1), \(quoted(String(cString: bytes))), is not UTF-8; write it in UTF-8"
        )
      }
      return text
    }
  }

  /// - Throws: a `Failure` for an unknown command, or an option with one value given twice.
  func check() throws {
    var words = afterPlace()
    guard var name = words.popFirst(), !name.hasPrefix("-") else { return }
    if name == "help", let topic = words.popFirst(), !topic.hasPrefix("-") { name = topic }
    guard name != "help" else { return }
    guard let command = Self.commands.first(where: { $0.configuration.commandName == name }) else {
      throw Self.unknownCommand(name)
    }
    try checkRepeats(of: command)
    try checkNegatives(of: command)
  }

  private static var commands: [any ParsableCommand.Type] {
    FrontierCommand.configuration.subcommands
  }

  /// The arguments from the command's name on: `--directory` may come before it.
  private func afterPlace() -> ArraySlice<String> {
    var rest = arguments
    while let word = rest.first {
      if ["-C", "--directory"].contains(word) {
        rest = rest.dropFirst(2)
      } else if word.hasPrefix("-C=") || word.hasPrefix("--directory=") {
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    return rest
  }

  private static func unknownCommand(_ name: String) -> Failure {
    let known = commands.compactMap { $0.configuration.commandName }
    let figure = FigureName.figure(name).map { _ in "; did you mean 'figures \(name)'?" }
    let near = figure ?? Spelling.suggestion(for: name, among: known)
    return Failure(
      "there is no command '\(name)'"
        + (near.isEmpty ? "; the commands are \(known.joined(separator: ", "))" : near))
  }

  /// ArgumentParser takes a number below 0 for the name of an option.
  private func checkNegatives(of command: any ParsableCommand.Type) throws {
    for (option, value) in zip(arguments, arguments.dropFirst())
    where option.hasPrefix("-") && Self.isNegative(value) {
      let known = try HelpTree.of(command).arguments ?? []
      guard known.contains(where: { $0.kind == "option" && $0.spellings.contains(option) }) else {
        continue
      }
      throw Failure("\(option): write a value that begins with a dash as \(option)=\(value)")
    }
  }

  private static func isNegative(_ text: String) -> Bool {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let first = text.utf8.dropFirst().first
    return text.hasPrefix("-")
      && first.map { digits.contains($0) || $0 == UInt8(ascii: ".") } ?? false
  }

  /// ArgumentParser takes the last of several values without a word.
  private func checkRepeats(of command: any ParsableCommand.Type) throws {
    // A value that begins with a dash must be written as --option=-value: all of these are names.
    let given = arguments.filter { $0.hasPrefix("-") }.map { String($0.prefix { $0 != "=" }) }
    guard given.count > 1 else { return }
    for option in try HelpTree.of(command).arguments ?? [] where option.takesOneValue {
      let spellings = given.filter(option.spellings.contains)
      guard spellings.count < 2 else {
        let other = spellings.first { $0 != spellings[0] }.map { " (as \($0))" } ?? ""
        throw Failure("\(spellings[0]) is given twice\(other); it takes one value")
      }
    }
  }
}
