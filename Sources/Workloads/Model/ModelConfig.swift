import Evidence
import Tables

/// A dense language model as a Hugging Face `config.json` describes it, its parameters counted from
/// the shape.
public struct ModelConfig: Equatable, Sendable {
  /// A part of the model and the parameters in it.
  public struct Part: Equatable, Sendable {
    /// `token embeddings`, `attention` …
    public let name: String
    public let parameters: Int

    init(_ name: String, _ parameters: Int) { (self.name, self.parameters) = (name, parameters) }
  }

  /// As the user gave it.
  public let file: String
  /// `Llama-3.1-8B` where the file has a name, else the family and the size: `qwen2-7.62b`. A
  /// calibration id.
  public let name: String
  /// The file's `model_type`.
  public let family: String
  /// What n is made of, the layers of each part taken together; none of 0.
  public let parts: [Part]
  /// L.
  public let layers: Int
  /// h_kv.
  public let kvHeads: Int
  /// d.
  public let headDimension: Int
  /// `layers 32, hidden 4096, heads 32, KV heads 8, vocabulary 32000`
  public let summary: String
  /// What the file says that the count leaves aside, a line each.
  public let notes: [String]

  /// n, of all parts.
  public var parameters: Int { parts.reduce(0) { $0 + $1.parameters } }

  /// Reads the file.
  ///
  /// - Parameter file: as complaints should show it.
  /// - Throws: when the bytes are no JSON, the model is not one that the closed form knows (with
  ///   the reason), or sizes are missing or impossible (all at once).
  public init(bytes: [UInt8], file: String) throws(IngestError) {
    var fields = try ConfigFields(bytes: bytes, file: file)
    guard let family = Self.family(&fields) else { throw IngestError(fields.complaints) }
    let shape = family.shape(&fields)
    Self.check(shape, family, &fields)
    guard fields.complaints.isEmpty else { throw IngestError(fields.complaints) }
    let parts = shape.parts
    self.file = file
    self.family = family.rawValue
    self.parts = parts
    name = Self.name(fields, family, parameters: parts.reduce(0) { $0 + $1.parameters })
    (layers, kvHeads, headDimension) = (shape.layers, shape.kvHeads, shape.headDimension)
    summary =
      "layers \(shape.layers), hidden \(shape.hidden), heads \(shape.heads), "
      + "KV heads \(shape.kvHeads), vocabulary \(shape.vocabulary)"
    notes = Self.notes(fields)
  }

  /// nil after a complaint.
  private static func family(_ fields: inout ConfigFields) -> ModelFamily? {
    let known = ModelFamily.allCases.map(\.rawValue).joined(separator: ", ")
    if let refusal = ConfigRefusal.first(fields) {
      fields.complain(refusal.field, refusal.reason)
      return nil
    }
    guard case .text(let type)? = fields["model_type"] else {
      fields.complain("model_type", "the file does not state the family; add one of \(known)")
      return nil
    }
    guard let family = ModelFamily(rawValue: type) else {
      fields.complain(
        "model_type",
        "\(quoted(type)) is not a family whose parameters are counted here (\(known)); if its "
          + "layers are those of one of them, give that model_type in a copy of the file")
      return nil
    }
    return family
  }

  private static func check(
    _ shape: DenseShape, _ family: ModelFamily, _ fields: inout ConfigFields
  ) {
    guard fields.complaints.isEmpty else { return }
    if !shape.heads.isMultiple(of: shape.kvHeads) {
      let name = ConfigField.kvHeads.names.first { fields[$0] != nil }
      fields.complain(
        name ?? ConfigField.kvHeads.names[0],
        "\(shape.kvHeads) key/value heads do not divide the \(shape.heads) query heads; correct "
          + "one")
    }
    if let refusal = ConfigRefusal.window(family, &fields) {
      fields.complain(refusal.field, refusal.reason)
    }
  }

  private static func name(
    _ fields: ConfigFields, _ family: ModelFamily, parameters: Int
  ) -> String {
    if case .text(let path)? = fields["_name_or_path"] {
      let last = path.split(separator: "/").last ?? ""
      let words = last.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".")) }
        .map { $0.split(separator: ".").joined(separator: ".") }.filter { !$0.isEmpty }
      if !words.isEmpty { return words.joined(separator: "-") }
    }
    return "\(family)-\(DataText.text(Double(parameters) / 1e9, digits: 3))b"
  }

  private static func notes(_ fields: ConfigFields) -> [String] {
    guard case .object(let scheme)? = fields["quantization_config"] else { return [] }
    let method = scheme["quant_method"].map { " (\($0.shown))" } ?? ""
    return [
      "the file has a quantization_config\(method), which is not read: the precision is what the "
        + "deployment says"
    ]
  }
}

extension Edition {
  /// This edition with the file's model as one more model of the calibration, and that model's
  /// calibration id: its name, with `-config` behind it where the calibration has that name.
  ///
  /// - Throws: never for a config that was read.
  public func adding(_ config: ModelConfig) throws(EvidenceError) -> (edition: Edition, id: String)
  {
    var id = config.name
    while calibration.ids(of: .model).contains(id) { id += "-config" }
    let parts = config.parts.map { "\($0.name) \($0.parameters)" }.joined(separator: ", ")
    let calibration = try calibration.adding(
      model: id, parameters: config.parameters, layers: config.layers, kvHeads: config.kvHeads,
      headDimension: config.headDimension,
      citation: Citation(
        source: config.file, locator: config.summary, evidence: .config,
        note: "Counted from the shape: \(parts)."))
    return (with(calibration), id)
  }
}
