import Plotting

/// The labels of a figure that found no place beside the others, panel by panel.
public struct LeftOutLabels: Equatable, Sendable {
  private struct Panel: Equatable {
    let name: String
    let ids: Set<String>
    /// How many marks the panel has that could have a label.
    let count: Int
  }

  private var panels: [Panel] = []

  public init() {}

  /// - Parameters:
  ///   - panel: its name: an accelerator's id.
  ///   - ids: of the marks without a label.
  ///   - count: of all marks.
  mutating func add(_ panel: String, _ ids: Set<String>, of count: Int) {
    panels.append(Panel(name: panel, ids: ids, count: count))
  }

  func contains(_ id: String, on panel: String) -> Bool {
    panels.contains { $0.name == panel && $0.ids.contains(id) }
  }

  public var isEmpty: Bool { panels.allSatisfy(\.ids.isEmpty) }

  /// How many there are, in a sentence that stands on the figure; nil where there are none.
  /// - Parameter source: which file names them.
  func note(source: String) -> String? {
    guard !isEmpty else { return nil }
    let counts = panels.map { panel in
      (panels.count > 1 ? "\(panel.name) " : "")
        + "\(Self.number(panel.ids.count)) of \(Self.number(panel.count))"
    }
    return "Labels left out for want of room: \(counts.joined(separator: ", ")); \(source)."
  }

  private static func number(_ count: Int) -> String {
    NumberFormat.fixed(Double(count), decimals: 0)
  }
}

/// What the panels of Figures 1 and 3 do not show, in their order.
struct FrontierShortfalls {
  /// The data file.
  let source: String
  private var labels = LeftOutLabels()
  private var panels: [(name: String, shortfall: FrontierPanel.Shortfall)] = []

  init(source: String) { self.source = source }

  mutating func add(_ shortfall: FrontierPanel.Shortfall, of panel: String) {
    panels.append((panel, shortfall))
    labels.add(panel, shortfall.unlabelled, of: shortfall.marks)
  }

  /// What is said of it on the figure.
  var notes: [String] {
    [labels.note(source: "\(source) names them (labelled: no)")].compactMap { $0 }
      + named { $0.notes }
  }

  func layout(_ drawing: Drawing) -> FigureLayout {
    FigureLayout(drawing: drawing, warnings: notes + named { $0.warnings }, leftOut: labels)
  }

  /// Panel by panel, with its name where there are several.
  private func named(_ texts: (FrontierPanel.Shortfall) -> [String]) -> [String] {
    panels.flatMap { name, shortfall in
      texts(shortfall).map { panels.count > 1 ? "\(name): \($0)" : $0 }
    }
  }
}
