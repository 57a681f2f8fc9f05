import ArgumentParser
import FoundationEssentials

/// A command as it is declared: what ArgumentParser says of it to tools.
struct HelpTree: Decodable {
  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String

      var spelling: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: String
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let abstract: String?

    /// As written on a command line; none for a positional argument.
    var spellings: [String] { (names ?? []).map(\.spelling) }

    /// A named option with a value, of which there can be only one.
    var takesOneValue: Bool { kind == "option" && !isRepeating }
  }

  let commandName: String
  let shouldDisplay: Bool
  let abstract: String?
  let discussion: String?
  let subcommands: [HelpTree]?
  let arguments: [Argument]?

  /// - Throws: a `DecodingError` when ArgumentParser describes commands in another form.
  static func of(_ command: any ParsableArguments.Type) throws -> HelpTree {
    struct Document: Decodable { let command: HelpTree }
    return try JSONDecoder().decode(Document.self, from: Data(command._dumpHelp().utf8)).command
  }
}
