import Figures
import Tables

/// What people call the figures by: `figure-1`, or `1`.
enum FigureName {
  /// - Returns: the figure's id; nil when there is no such figure.
  static func id(of name: String) -> String? {
    let id = name.allSatisfy(\.isNumber) ? "figure-\(name)" : name
    return Figure.all.map(\.id).contains(id) ? id : nil
  }

  /// A complaint that names the figure nearest to `name`, by its number (`fig1`) or its spelling,
  /// and all there are.
  static func unknown(_ name: String) -> Failure {
    let known = Figure.all.map(\.id)
    let number = String(name.reversed().prefix(while: \.isNumber).reversed())
    let near =
      id(of: number).map { "; did you mean '\($0)'?" }
      ?? (number == name ? "" : Spelling.suggestion(for: name, among: known))
    return Failure(
      "there is no figure '\(name)'\(near.isEmpty ? ";" : near) choose from \(numbers)")
  }

  private static var numbers: String {
    Figure.all.map { String($0.id.dropFirst("figure-".count)) }.joined(separator: ", ")
  }
}
