/// The man page, made of what `--help` is made of, so that it cannot fall behind.
struct Manual {
  private let program: HelpTree

  init(_ program: HelpTree) { self.program = program }

  /// In the macros of man(7), ASCII throughout.
  var roff: String {
    let options = (program.arguments ?? []).filter(\.shouldDisplay)
    let common = Set(options.flatMap(\.spellings))
    let commands = (program.subcommands ?? []).filter {
      $0.shouldDisplay && $0.commandName != "help"
    }
    var lines = [
      ".TH FRONTIER 1 \"\" \"costfrontier \(FrontierCommand.version)\" \"User Commands\"",
      ".SH NAME", "frontier \\- " + Self.escaped(program.abstract ?? ""),
      ".SH SYNOPSIS",
      "\\fBfrontier\\fR [\\fB\\-C\\fR \\fIdir\\fR] \\fIcommand\\fR [\\fIoptions\\fR]",
      ".SH OPTIONS", "These may be given before the command or after it.",
    ]
    lines += options.flatMap(Self.entry)
    lines.append(".SH COMMANDS")
    for command in commands {
      let arguments = (command.arguments ?? []).filter { argument in
        argument.shouldDisplay && !argument.spellings.contains(where: common.contains)
      }
      lines.append(".SS " + Self.synopsis(command, arguments))
      lines += Self.text((command.abstract ?? "") + "\n\n" + (command.discussion ?? ""))
      lines += arguments.flatMap(Self.entry)
    }
    return (lines + Self.closing).joined(separator: "\n")
  }

  private static let closing =
    [".SH FILES"]
    + entry(
      DataFile.shipped.map(\.name).joined(separator: "\\fR, \\fB"),
      "Read from the current folder; each that is not there, from share/costfrontier of the prefix "
        + "that the program is installed in.")
    + [".SH \"EXIT STATUS\""] + entry("0", "Fine.") + entry("1", "A difference or a failed check.")
    + entry("2", "Trouble, with nothing written.")

  private static func synopsis(_ command: HelpTree, _ arguments: [HelpTree.Argument]) -> String {
    let places = arguments.filter(\.spellings.isEmpty).map { argument in
      let place =
        "\\fI\(escaped(argument.valueName ?? ""))\\fR"
        + (argument.isRepeating ? " ..." : "")
      return argument.isOptional ? "[\(place)]" : place
    }
    return "\""
      + (["frontier \(escaped(command.commandName))"] + places + ["[options]"])
      .joined(separator: " ") + "\""
  }

  private static func entry(_ argument: HelpTree.Argument) -> [String] {
    let value = "\\fI\(escaped(argument.valueName ?? ""))\\fR"
    let names = argument.spellings.map { "\\fB\(escaped($0))\\fR" }.joined(separator: ", ")
    let term =
      switch argument.kind {
      case "positional": value
      case "flag": names
      default: "\(names) \(value)"
      }
    let initial = argument.defaultValue.map { $0.isEmpty ? "" : " (default: \($0))" } ?? ""
    return [".TP", term] + text((argument.abstract ?? "") + initial)
  }

  private static func entry(_ term: String, _ meaning: String) -> [String] {
    [".TP", "\\fB\(term)\\fR"] + text(meaning)
  }

  /// Paragraphs as they are; an indented line is a term and what it means.
  private static func text(_ text: String) -> [String] {
    var lines: [String] = []
    var isInTerms = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.drop { $0 == " " }
      if words.isEmpty || (isInTerms && words.startIndex == line.startIndex) { lines.append(".PP") }
      isInTerms = words.startIndex > line.startIndex
      guard isInTerms else {
        if !words.isEmpty { lines.append(escaped(words)) }
        continue
      }
      let gap = words.ranges(of: "  ").last ?? words.firstRange(of: " ")
      let end = gap?.lowerBound ?? words.endIndex
      let meaning = words[end...].drop { $0 == " " }
      lines += [".TP", "\\fB\(escaped(String(words[..<end]).trimmedAtEnd))\\fR", escaped(meaning)]
    }
    return lines
  }

  /// Text that roff takes for nothing but text.
  private static func escaped(_ text: some StringProtocol) -> String {
    let characters = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\e"
      case "-": "\\-"
      case "\"": "\\(dq"
      case _ where scalar.isASCII: String(scalar)
      default: "\\[u\(padded(String(scalar.value, radix: 16, uppercase: true)))]"
      }
    }
    let line = characters.joined()
    return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }

  private static func padded(_ digits: String) -> String {
    String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
