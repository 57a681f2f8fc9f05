/// The JSON of `frontier audit`, as far as tests read it.
enum AuditDocument {
  struct Input: Decodable {
    let symbol: String
    let value: Double
    let printed: String
    let name: String?
    let file: String?
  }

  struct Line: Decodable {
    let symbol: String
    let value: Double
    let printed: String
    let formula: String
    let substituted: String
    let inputs: [String]
  }

  struct Sheet: Decodable {
    let inputs: [Input]
    let derivations: [Line]
  }

  struct Step: Decodable {
    let step: String
    let inputs: [Input]
    let derivations: [Line]
  }

  struct Entry: Decodable {
    struct Prediction: Decodable { let sheet: Sheet }
    struct Infeasible: Decodable { let step: String }
    struct Contract: Decodable {
      let gap: String?
      let ttftLimitMs: Double?
      let ttftMeasuredMs: Double?
    }
    struct Reading: Decodable {
      let reading: String
      let change: Double?
    }

    let id: String
    let ttftMs: Double
    let ttftKind: String
    let contract: Contract
    let section: String?
    let takesPart: Bool
    let exclusion: String?
    let throughputRange: [Double]?
    let otherReadings: [Reading]
    let cpm: Double?
    let band: [Double]?
    let steps: [Step]
    let bandSheet: Sheet
    let prediction: Prediction?
    let infeasible: Infeasible?

    var sheets: [Sheet] {
      steps.map { Sheet(inputs: $0.inputs, derivations: $0.derivations) } + [bandSheet]
        + (prediction.map { [$0.sheet] } ?? [])
    }
    var inputs: [Input] { sheets.flatMap(\.inputs) }
    var lines: [Line] { sheets.flatMap(\.derivations) }
  }

  struct Constants: Decodable {
    struct Effect: Decodable { let envelopeChange: Double }

    struct Row: Decodable {
      let entity: String
      let parameter: String
      let value: String
      let unit: String
      let asOf: String?
      let reading: String?
      let low: Double?
      let high: Double?
      let evidence: String
      let source: String
      let locator: String
      let effects: [Effect]?

      var cells: [String] {
        [entity, parameter, value, unit, asOf ?? "", reading ?? "", evidence, source, locator]
      }
    }

    let used: [Row]
    let otherPrices: [Row]
    let otherReadings: [Row]
    let choices: [Row]
    let readings: [String: String]
    let claimsOnly: [Row]
    let unused: [Row]

    var rows: [Row] { used + otherPrices + otherReadings + choices + claimsOnly + unused }
  }
}
