import Figures
import Tables

/// What people call the figures by: `figure-1` or `1`; `figure-s1`, `s1` or `readings`.
enum FigureName {
  /// Small and capital letters are alike.
  /// - Returns: nil when there is no such figure.
  static func figure(_ name: String) -> Figure? {
    let name = name.lowercased()
    return Figure.all.first { [$0.id, $0.number, $0.name].contains(name) }
  }

  /// The shortest names of all figures: `1, 2, 3, readings`.
  static var list: String { Figure.all.map { $0.name ?? $0.number }.joined(separator: ", ") }

  /// A complaint that names the figure nearest to `name`, by its number (`fig1`) or its spelling,
  /// and all there are.
  static func unknown(_ name: String) -> Failure {
    let number = name.lowercased().firstMatch(of: /s?[0-9]+$/).map { String($0.output) }
    let near =
      number.flatMap(figure).map { "; did you mean '\($0.id)'?" }
      ?? (number == name.lowercased()
        ? ""
        : Spelling.suggestion(
          for: name, among: Figure.all.flatMap { [$0.id, $0.name].compactMap { $0 } }))
    return Failure(
      "there is no figure '\(name)'\(near.isEmpty ? ";" : near) choose from \(list)")
  }
}

/// The figures that a command line names.
enum FigureChoice {
  /// - Parameter isAll: whether every figure is asked for; else without names the paper's are.
  /// - Throws: a `Failure` naming the nearest figure for an unknown one, or when names stand beside
  ///   `--all`.
  static func figures(_ names: [String], all isAll: Bool) throws -> [Figure] {
    let chosen = try names.map { name in
      guard let figure = FigureName.figure(name) else { throw FigureName.unknown(name) }
      return figure.id
    }
    guard !isAll || names.isEmpty else {
      throw Failure("--all draws every figure; leave it out, or \(names.joined(separator: " "))")
    }
    if names.isEmpty { return isAll ? Figure.all : Figure.paper }
    return Figure.all.filter { chosen.contains($0.id) }
  }

  /// The figures with the accelerators that Figure 3 is to compare; nil leaves it as it is.
  static func comparing(_ accelerators: [String]?, _ figures: [Figure]) -> [Figure] {
    guard let accelerators else { return figures }
    return figures.map { $0.comparesAccelerators ? .figure3(on: accelerators) : $0 }
  }
}
