import Tables

extension Calibration {
  /// This calibration with one more model, for this run: its constants are looked up, set and
  /// varied like those of any other, as if their rows stood at the end of calibration.csv.
  ///
  /// - Parameters:
  ///   - id: what follows `model/`: letters and digits, joined by single `-` or `.`.
  ///   - parameters: n.
  ///   - layers: L.
  ///   - kvHeads: h_kv.
  ///   - headDimension: d.
  ///   - citation: where the numbers come from.
  /// - Throws: when the calibration has a model of that id already, the id is none, or a number is
  ///   not positive.
  public func adding(
    model id: String, parameters: Int, layers: Int, kvHeads: Int, headDimension: Int,
    citation: Citation
  ) throws(EvidenceError) -> Calibration {
    guard !ids(of: .model).contains(id) else {
      throw EvidenceError("the calibration has a model/\(id) already; give the other another name")
    }
    let values = [
      "parameters": parameters, "layers": layers, "kv_heads": kvHeads, "head_dim": headDimension,
    ]
    do throws(CellFault) {
      let entity = try Entity("model/\(id)")
      var copy = self
      for parameter in entity.kind.parameters {
        guard let value = values[parameter.name] else { continue }
        let row = try Constant(
          added: entity, parameter, text: "\(value)", citation: citation,
          // Lines tell constants apart, also those of this row's variations.
          line: (copy.fileRows.map(\.line).max() ?? 1) + 1)
        copy.fileRows.append(row)
        copy.put(row)
      }
      return copy
    } catch {
      throw EvidenceError("model/\(id): \(error)")
    }
  }
}

extension Constant {
  /// A number in the base unit of its parameter, under every reading.
  fileprivate init(
    added entity: Entity, _ parameter: Parameter, text: String, citation: Citation, line: Int
  ) throws(CellFault) {
    let unit = parameter.units.units[0]
    self.init(
      entity: entity, parameter: parameter.name, text: text,
      value: try parameter.value(text, unit: unit), unit: unit.name, asOf: nil, reading: nil,
      range: nil, citation: citation, line: line, isOverride: false)
  }
}
