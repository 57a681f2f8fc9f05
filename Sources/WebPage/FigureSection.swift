import Evidence
import Figures
import FoundationEssentials
import Frontier
import Plotting
import Rendering
import Reports

/// A figure as a section of the page.
struct FigureSection: Sendable {
  let id: String
  /// `Figure 1`, `Figure S2`
  let name: String
  let title: String
  /// The SVG file, each of whose marks leads to an audit or to the data.
  let picture: String
  let caption: String
  let sources: [String]
  /// Of the data file without its grids.
  let table: String
  /// What the table leaves out.
  let rest: [String]
  let file: String
  /// The data file as an address that holds it.
  let address: String

  /// - Parameter spread: what the figures of the page share.
  /// - Throws: the lookup's error when a constant or a price is missing; a `RenderingError`.
  init(_ figure: Figure, _ edition: Edition, sharing spread: FrontierSpread?, fonts: FontSet) throws
  {
    let computed = try figure.compute(edition, sharing: spread)
    let layout = computed.layout(for: .page, measurer: fonts)
    let id = figure.id
    (self.id, title) = (id, figure.title)
    name = "Figure \(figure.number.uppercased())"
    let rows = edition.anchors.map(\.id)
    let svg = try renderSVG(
      layout.drawing,
      metadata: Metadata(title: figure.title, description: computed.text.alternative, entries: []),
      idPrefix: "f\(figure.number)-", fonts: fonts,
      link: { Self.link(of: $0, in: id, among: rows) })
    picture = String(decoding: svg, as: UTF8.self)
    let text = computed.text(of: layout)
    (caption, sources) = (text.caption, text.sources)
    let data = computed.data(of: layout)
    (table, rest) = Self.table(data, caption: "Data of \(name)")
    let csv = Array(data.csv.utf8)
    let isLarge = csv.count > Self.largestPlain
    file = "\(figure.id).csv" + (isLarge ? ".gz" : "")
    address =
      isLarge
      ? "data:application/gzip;base64,\(Data(try gzipped(csv)).base64EncodedString())"
      : "data:text/csv;charset=utf-8;base64,\(Data(csv).base64EncodedString())"
  }

  /// Larger files are packed, bytes.
  private static let largestPlain = 8192

  /// Where a mark leads: to the audit of its row, the longest name that its id ends with, or to the
  /// numbers behind the figure. Only the point of a row is a stop of the tab key: whiskers and
  /// medians stand beside it, and there are hundreds of other marks.
  private static func link(of mark: String, in figure: String, among rows: [String]) -> MarkLink {
    let own = rows.filter { mark.hasSuffix("-\($0)") }.max { $0.count < $1.count }
    guard let own else { return MarkLink(address: "#\(figure)-data", isTabStop: false) }
    let isPoint = mark.contains("anchor-") || mark.contains("system-")
    return MarkLink(address: "#audit-\(HTML.id(own))", isTabStop: isPoint)
  }

  /// Rows of a kind of which there are more fill no table.
  private static let longestKind = 500

  private static func table(_ data: DataTable, caption: String) -> (html: String, rest: [String]) {
    let kind = data.header.firstIndex(of: "kind")
    func name(_ row: [String]) -> String { kind.map { row[$0] } ?? "" }
    let counts = data.rows.reduce(into: [String: Int]()) { $0[name($1), default: 0] += 1 }
    let long = counts.filter { $0.value > longestKind }
    let rows = data.rows.filter { long[name($0)] == nil }
    let columns = data.header.indices.map { column -> ReportTable.Column in
      let cells = rows.lazy.map { $0[column] }.filter { !$0.isEmpty }
      let isNumber = cells.first.map { Double($0) != nil } ?? false
      return isNumber ? .right(data.header[column]) : .left(data.header[column])
    }
    let rest = long.sorted { $0.key < $1.key }
      .map { "\($0.value) rows of kind \($0.key) are in the file only" }
    return (ReportTable(columns, rows: rows).html(caption: caption), rest)
  }
}
