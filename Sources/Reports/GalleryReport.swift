import Tables

/// Which figures there are, what they show, and the commands that draw them.
public struct GalleryReport {
  public struct Entry: Sendable {
    /// The stem of its file names.
    let id: String
    /// `1`, `s1`
    let number: String
    /// nil for a figure of the paper.
    let name: String?
    let title: String
    /// nil where nobody asked for it.
    let caption: String?

    public init(id: String, number: String, name: String?, title: String, caption: String?) {
      (self.id, self.number, self.name) = (id, number, name)
      (self.title, self.caption) = (title, caption)
    }

    fileprivate var picture: String { "figures/\(id).png" }
    fileprivate var drawing: String { "figures/\(id).svg" }
    fileprivate var data: String { "figures/data/\(id).csv" }
    fileprivate var command: String { "frontier figures \(name ?? number)" }
    /// `Figure S1`
    fileprivate var label: String { "Figure \(number.uppercased())" }
  }

  private let entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text: list.text(within: width)
    case .csv: table.csv
    case .json: try JSON.text(entries.map(GalleryRecord.init))
    case .markdown: escapedLines(page)
    }
  }

  private var list: ReportTable {
    ReportTable(
      ["figure", "name", "title", "data", "command"].map { .left($0) },
      rows: entries.map { [$0.number, $0.name ?? "", $0.title, $0.data, $0.command] })
  }

  private var table: ReportTable {
    ReportTable(
      ["id", "name", "title", "caption", "picture", "data", "command"].map { .left($0) },
      rows: entries.map { entry in
        [
          entry.id, entry.name ?? "", entry.title, entry.caption ?? "", entry.picture, entry.data,
          entry.command,
        ]
      })
  }

  /// docs/gallery.md: links are from there.
  private var page: String {
    let start = """
      # Gallery

      Made by `frontier figures --list --format markdown`; a test keeps it so. A picture leads to its \
      drawing in SVG.
      """
    return ([start] + entries.map(Self.section)).joined(separator: "\n\n")
  }

  private static func section(_ entry: Entry) -> String {
    """
    ## \(entry.label): \(entry.title)

    [![\(entry.label)](../\(entry.picture))](../\(entry.drawing))

    \(entry.caption ?? "")

    Numbers: [`\(entry.id).csv`](../\(entry.data)). Drawn by `\(entry.command)`.
    """
  }
}

/// A figure as JSON.
private struct GalleryRecord: Encodable {
  let id: String
  let name: String?
  let title: String
  let caption: String?
  let picture: String
  let data: String
  let command: String

  init(_ entry: GalleryReport.Entry) {
    (id, name, title, caption) = (entry.id, entry.name, entry.title, entry.caption)
    (picture, data, command) = (entry.picture, entry.data, entry.command)
  }
}
