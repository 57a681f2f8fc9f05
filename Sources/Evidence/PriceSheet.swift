/// The prices of a calibration, sorted once, so that a lookup need not.
struct PriceSheet: Equatable, Sendable {
  struct Rate: Equatable, Sendable {
    let provider: String
    let accelerator: String
    let constant: Constant

    /// nil for a constant that is no price.
    init?(_ constant: Constant) {
      let parts = constant.entity.split(separator: "/").map(String.init)
      guard parts.count == 3, parts[0] == EntityKind.rate.rawValue else { return nil }
      (provider, accelerator) = (parts[1], parts[2])
      self.constant = constant
    }
  }

  /// By provider, accelerator and date.
  private(set) var rates: [Rate]

  /// - Parameter overrides: each stands once, in place of the rows of its name.
  init(rows: [Constant], overrides: [Constant]) {
    let overridden = Set(overrides.map(\.name))
    rates = (rows.filter { !overridden.contains($0.name) } + overrides).compactMap(Rate.init)
      .map { ($0, $0.constant.asOf?.description ?? "") }
      .sorted { ($0.0.provider, $0.0.accelerator, $0.1) < ($1.0.provider, $1.0.accelerator, $1.1) }
      .map(\.0)
  }

  /// By date.
  func rates(of accelerator: String, from provider: String) -> [Constant] {
    rates.filter { $0.provider == provider && $0.accelerator == accelerator }.map(\.constant)
  }

  /// Puts `constant` in the place of the row that it was made from, if that is here.
  mutating func replace(_ constant: Constant) {
    guard let rate = Rate(constant),
      let index = rates.firstIndex(where: { $0.constant.line == constant.line })
    else { return }
    rates[index] = rate
  }
}
