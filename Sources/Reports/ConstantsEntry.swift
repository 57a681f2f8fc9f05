import Evidence

/// The constants as JSON.
struct ConstantsEntry: Encodable {
  struct Corner: Encodable {
    let ttftMs: Double
    let cpm: Double
    let architecture: String
    let ids: [String]
  }

  struct Effect: Encodable {
    let value: String
    let clamped: Bool
    let envelopeChange: Double
    let flips: String
    let alphaStar: OrNull<Double>
    let alphaStarChange: OrNull<Double>
  }

  struct Row: Encodable {
    let entity: String
    let parameter: String
    let value: String
    let unit: String
    let asOf: String?
    /// `efficiencies=gemm`; of a row that holds under one reading.
    let reading: String?
    /// What the sources leave open, in the row's unit.
    let low: Double?
    let high: Double?
    let evidence: String
    let isWeak: Bool
    let source: String
    let locator: String
    let note: String
    let line: Int
    let effects: [Effect]?

    init(_ constant: Constant, effects: [Effect]? = nil) {
      entity = constant.entity.description
      parameter = constant.parameter
      value = constant.text
      unit = constant.unit
      asOf = constant.asOf?.description
      reading = constant.reading?.description
      low = constant.printedRange?.lowerBound
      high = constant.printedRange?.upperBound
      evidence = constant.citation.evidence.rawValue
      isWeak = constant.citation.evidence.isWeak
      source = constant.citation.source
      locator = constant.citation.locator
      note = constant.citation.note
      line = constant.line
      self.effects = effects
    }
  }

  let pin: String
  /// The reading of every choice.
  let readings: [String: String]
  let envelope: [Corner]
  let alphaStar: OrNull<Double>
  let used: [Row]
  let otherPrices: [Row]
  /// Rows of readings that do not hold.
  let otherReadings: [Row]
  /// The rows of the choices themselves: defaults, whether draws vary them, readings.
  let choices: [Row]
  /// Read by no figure, but by a statement of claims.csv.
  let claimsOnly: [Row]
  let unused: [Row]
}
