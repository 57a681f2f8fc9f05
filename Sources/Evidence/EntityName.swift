import Tables

/// The name of what a constant belongs to: `deployment`, `model/opt-66b`, `rate/AWS/H100`.
struct EntityName: Hashable, Sendable, CustomStringConvertible {
  let kind: EntityKind
  /// What follows the kind, divided at `/`.
  let path: [String]

  var id: String { path.joined(separator: "/") }

  var description: String { ([kind.rawValue] + path).joined(separator: "/") }

  init(kind: EntityKind, path: [String]) {
    self.kind = kind
    self.path = path
  }

  /// - Throws: a fault for an unknown kind, or a name of another form than its kind has.
  init(_ text: String) throws(CellFault) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let kind = EntityKind(rawValue: parts[0]) else {
      throw .notOneOf(EntityKind.allCases.map(\.rawValue), parts[0])
    }
    self.init(kind: kind, path: Array(parts.dropFirst()))
    guard path.count == kind.form.dropFirst().count else {
      throw CellFault(
        "\(quoted(text)) does not name \(kind.article); "
          + "write it as \(kind.form.joined(separator: "/"))")
    }
    let key = CellFormat.key(expected: "a name", allowingCapitals: true)
    for part in path { _ = try key.parse(part) }
  }

  static let format = CellFormat(
    expected: "an entity like deployment, model/opt-66b or rate/CoreWeave/H100"
  ) { text throws(CellFault) in try EntityName(text) }
}

extension EntityKind {
  /// The parts of an entity's name, as a message shows them.
  fileprivate var form: [String] {
    switch naming {
    case .single: [rawValue]
    case .identified: [rawValue, "ID"]
    case .priced: [rawValue, "PROVIDER", "ACCELERATOR"]
    }
  }

  /// `an accelerator`, `the deployment`
  var article: String {
    switch self {
    case .deployment, .transfer: "the \(rawValue)"
    case .accelerator, .interconnect: "an \(rawValue)"
    case .model, .workload, .contract, .rate: "a \(rawValue)"
    }
  }
}
