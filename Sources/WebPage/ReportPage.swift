import Claims
import Disk
import Evidence
import Figures
import FoundationEssentials
import Frontier
import Mustache
import Rendering
import Reports
import Tables

/// One page of everything: figures, tables, audits, statements, how sure each is, and an explorer.
/// It needs no other file and no network.
public struct ReportPage: Sendable {
  /// A part of the page under a heading of its own.
  struct Part: Sendable {
    let id: String
    let title: String
    let html: String
  }

  private let edition: Edition
  private let claims: (name: String, bytes: [UInt8])?
  /// What the difference is told from; nil tells none.
  private let other: NamedEdition?
  private let files: [(name: String, sha256: String)]
  private let command: String
  private let version: String

  /// - Parameters:
  ///   - edition: with its measurements, where there are any.
  ///   - claims: claims.csv by its name; nil leaves the statements out.
  ///   - other: what the difference is told from; nil tells none.
  ///   - files: what the page was made from.
  ///   - command: that makes the page.
  public init(
    _ edition: Edition, claims: (name: String, bytes: [UInt8])?, against other: NamedEdition?,
    files: [(name: String, sha256: String)], command: String, version: String
  ) {
    (self.edition, self.claims, self.other) = (edition, claims, other)
    (self.files, self.command, self.version) = (files, command, version)
  }

  /// The page.
  /// - Throws: the lookup's error when a constant or a price is missing; an `IngestError` when
  ///   claims.csv is faulty; a `RenderingError`.
  public func bytes() throws -> [UInt8] {
    let content = try content()
    let templates = [
      "page": PackageResources.page_mustache, "figure": PackageResources.figure_mustache,
    ]
    let library = MustacheLibrary(
      templates: try templates.mapValues { try MustacheTemplate(string: Self.text($0)) })
    guard let page = library.render(content, withTemplate: "page") else {
      throw FileError("the template of the page cannot be filled")
    }
    return Array(page.utf8)
  }

  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  // MARK: Content

  /// What the template asks for.
  private func content() throws -> PageContent {
    let fonts = try FontSet()
    var (conclusions, validation): (Conclusions?, Validation?)
    var (figures, parts): ([FigureSection], [Part]) = ([], [])
    // The slow ones first, each on a thread of its own.
    var tasks: [@Sendable () throws -> Piece] = [{ .parts([try audits(), try prices()]) }]
    if let claims { tasks.append { .parts([try statements(claims)]) } }
    tasks.append { .conclusions(try Conclusions(edition, plan: .standard)) }
    if !edition.measurements.isEmpty { tasks.append { .validation(try Validation(edition)) } }
    if let other { tasks.append { .parts([try difference(from: other)]) } }
    let spread = try Figure.sharedSpread(of: shownFigures, edition)
    for figure in shownFigures {
      tasks.append {
        .figure(try FigureSection(figure, edition, sharing: spread, fonts: fonts))
      }
    }
    for piece in try Parallel.map(tasks, { try $0() }) {
      switch piece {
      case .figure(let figure): figures.append(figure)
      case .conclusions(let found): conclusions = found
      case .validation(let found): validation = found
      case .parts(let found): parts += found
      }
    }
    let sure = conclusions.map { SensitivityReport($0, validation) }
    if let sure {
      let readings = ReadingsReport(try ReadingEffects(edition), edition.calibration)
      parts.append(
        Part(
          id: "sure", title: "How sure is each conclusion?",
          html: sure.html(id: "sure") + "\n<details id=\"readings\"><summary>Choices and their "
            + "readings: sources, and what each changes</summary>\n\(readings.html(id: "reading"))"
            + "\n</details>"))
    }
    if let validation {
      parts.append(
        Part(
          id: "validation", title: "Held against runs that it has never seen",
          html: ValidationReport(validation).html(id: "validation")))
    }
    let data = try ExplorerData(edition)
    return try page(
      figures: figures, parts: Self.order.compactMap { id in parts.first { $0.id == id } },
      summary: sure?.sentences ?? [], data: data)
  }

  /// What one thread makes.
  private enum Piece: Sendable {
    case figure(FigureSection)
    case conclusions(Conclusions)
    case validation(Validation)
    case parts([Part])
  }

  /// Of the parts after the figures.
  private static let order = ["statements", "sure", "validation", "prices", "difference", "audits"]

  private var shownFigures: [Figure] {
    Figure.all.filter { !$0.usesMeasurements || !edition.measurements.isEmpty }
  }

  private func audits() throws -> Part {
    Part(
      id: "audits", title: "Where each point comes from",
      html: try AuditReport(edition, names: []).html())
  }

  private func statements(_ claims: (name: String, bytes: [UInt8])) throws -> Part {
    let book = try ClaimBook(claims: claims, edition: edition, allowingGaps: true)
    let support = try ClaimSupport.all(of: book.entries.map(\.claim), in: edition)
    return Part(
      id: "statements", title: "The statements, checked",
      html: try ClaimsReport(book.sentences, support: support, isDetailed: true)
        .html(id: "statements"))
  }

  private func prices() throws -> Part {
    let pin = edition.pin
    let quotes = try QuotesReport(CostHistory(edition.calibration), on: pin.date)
    let own = PinsReport(try edition.calibration.priceHistories(of: pin.provider))
    return Part(
      id: "prices", title: "The prices behind \(pin)",
      html: try pinned().html(caption: "Prices at \(pin)") + "\n<h3 id=\"prices-day\">Everybody’s "
        + "prices on that day</h3>\n" + quotes.html
        + "\n<details><summary>All readings of \(HTML.escaped(pin.provider))</summary>\n\(own.html)\n"
        + "</details>")
  }

  /// The price of each accelerator at the pin, and where it stands.
  private func pinned() throws -> ReportTable {
    var table = ReportTable([
      .left("accelerator"), .right("$/h"), .left("read"), .left("evidence"), .left("source"),
      .left("place"), .left("note"),
    ])
    for id in edition.calibration.ids(of: .accelerator) {
      guard let rate = try? edition.rate(of: id) else { continue }
      table.append([
        id, rate.text, rate.asOf?.description ?? "", rate.citation.evidence.rawValue,
        rate.citation.source, rate.citation.locator, rate.citation.note,
      ])
    }
    return table
  }

  private func difference(from other: NamedEdition) throws -> Part {
    let own = NamedEdition(edition.pin.description, edition)
    let comparison = try Comparison(from: other, to: own, tolerance: 1e-9, claims: claims)
    return Part(
      id: "difference", title: "What changed since \(other.title)",
      html: DiffReport(comparison).html(id: "difference"))
  }

  // MARK: Template

  private func page(figures: [FigureSection], parts: [Part], summary: [String], data: ExplorerData)
    throws -> PageContent
  {
    let script = Self.text(PackageResources.page_js).replacing(
      "{{wasm}}", with: Data(PackageResources.explorer_wasm).base64EncodedString())
    let style = Self.text(PackageResources.page_css)
    let asked = edition.readings.filter(\.isAsked).map(\.description)
    let paper = Set(Figure.paper.map(\.id))
    return PageContent(
      policy: "default-src 'none'; script-src 'sha256-\(try Self.hash(script))' "
        + "'wasm-unsafe-eval'; style-src 'sha256-\(try Self.hash(style))'; base-uri 'none'; "
        + "form-action 'none'",
      style: style, script: script, data: try data.json, pin: edition.pin.description,
      readings: (asked.isEmpty ? "the default readings" : asked.joined(separator: ", "))
        + (edition.calibration.overrides.isEmpty ? "" : " and with the constants below"),
      settings: edition.calibration.overrides.map { "\($0.name) = \($0.text)" },
      summary: summary, paper: figures.filter { paper.contains($0.id) },
      supplement: figures.filter { !paper.contains($0.id) }, parts: parts,
      // Names may have characters that do not show, or turn the others around.
      command: escaped(command), version: version,
      files: files.map { PageContent.File(name: escaped($0.name), sha256: $0.sha256) },
      models: data.models,
      accelerators: data.accelerators.map { accelerator in
        PageContent.Accelerator(
          id: accelerator.id,
          label: accelerator.id + (accelerator.usdPerHour == nil ? " (no price at this pin)" : ""))
      },
      interconnects: data.interconnects, contracts: data.contracts, choices: data.choices)
  }

  /// SHA-256 in base64, as a policy names a script.
  private static func hash(_ text: String) throws -> String {
    let digits = Array(try Files.sha256(Array(text.utf8)))
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0..<($0 + 2)]), radix: 16)
    }
    return Data(bytes).base64EncodedString()
  }
}

/// What the template asks for, by name.
private struct PageContent: Sendable {
  struct File: Sendable {
    let name: String
    let sha256: String
  }

  struct Accelerator: Sendable {
    let id: String
    let label: String
  }

  let policy: String
  let style: String
  let script: String
  let data: String
  let pin: String
  let readings: String
  let settings: [String]
  let summary: [String]
  let paper: [FigureSection]
  let supplement: [FigureSection]
  let parts: [ReportPage.Part]
  let command: String
  let version: String
  let files: [File]
  let models: [String]
  let accelerators: [Accelerator]
  let interconnects: [String]
  let contracts: [String]
  let choices: [ExplorerData.Choice]
}
