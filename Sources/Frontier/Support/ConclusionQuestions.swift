import CostModel
import Evidence
import Normalization

/// Something that an edition is asked, and that every draw is asked again.
struct Question: Sendable {
  let id: String
  let topic: Conclusion.Topic
  /// Words for what the edition answers.
  let label: @Sendable (Conclusion.Value) -> String
  /// What the edition finds, where an answer is only whether it is so again.
  let finding: String?
  let answer: @Sendable (Scene) -> Conclusion.Value

  init(
    _ id: String, _ topic: Conclusion.Topic, finding: String? = nil,
    _ label: @escaping @Sendable (Conclusion.Value) -> String,
    answer: @escaping @Sendable (Scene) -> Conclusion.Value
  ) {
    (self.id, self.topic, self.finding) = (id, topic, finding)
    (self.label, self.answer) = (label, answer)
  }
}

extension Question {
  /// Everything that is asked, in the order of printing.
  /// - Parameter own: the scene under the edition's own readings.
  static func all(_ own: Scene) -> [Question] {
    envelope(own) + namedRows(own) + breakEvens(own.rows) + accelerators(own.rows)
      + mixes(own.rows)
  }

  // MARK: Envelopes

  private static func envelope(_ own: Scene) -> [Question] {
    let order = own.envelope.order
    let flips = own.envelope.turns.dropFirst().map { Turn($0) }
    return [
      Question(
        "envelope-order", .envelope, finding: orderWords(own.envelope),
        { _ in "Its architectures follow each other in this order" },
        answer: { .truth($0.envelope.order == order) }),
      Question(
        "envelope-flips", .envelope,
        finding: flips.isEmpty ? "none" : flips.map(\.words).joined(separator: ", "),
        { _ in "It changes its architecture at these TTFT" },
        answer: { .truth($0.envelope.turns.dropFirst().map { Turn($0) } == flips) }),
    ]
      + own.rows.drawn.members.map { row in
        membership("on-envelope", .envelope, own.rows.drawn.anchors[row], row) { $0.envelope }
      }
  }

  private static func namedRows(_ own: Scene) -> [Question] {
    guard !own.rows.named.isEmpty else { return [] }
    let order = own.namedEnvelope.order
    return [
      Question(
        "envelope-order-section-5.1", .namedRows, finding: orderWords(own.namedEnvelope),
        { _ in "Its architectures follow each other in this order" },
        answer: { .truth($0.namedEnvelope.order == order) })
    ]
      + own.rows.named.map { row in
        membership(
          "on-envelope-section-5.1", .namedRows, own.rows.drawn.anchors[row], row
        ) { $0.namedEnvelope }
      }
  }

  /// A change of the envelope's architecture.
  private struct Turn: Equatable, Sendable {
    let ttft: Double
    let architecture: Int

    init(_ corner: DrawnEnvelope.Corner) {
      (ttft, architecture) = (corner.ttft, corner.architecture)
    }

    var words: String { "\(Architecture.allCases[architecture].rawValue) at \(whole(ttft)) ms" }
  }

  private static func orderWords(_ envelope: DrawnEnvelope) -> String {
    envelope.order.map { Architecture.allCases[$0].rawValue }.joined(separator: ", ")
  }

  private static func membership(
    _ id: String, _ topic: Conclusion.Topic, _ anchor: Anchor, _ row: Int,
    _ envelope: @escaping @Sendable (Scene) -> DrawnEnvelope
  ) -> Question {
    Question(
      "\(id)/\(anchor.id)", topic,
      { "\(anchor.label) is \($0 == .truth(true) ? "" : "not ")on it" },
      answer: {
        .truth(envelope($0).holds(ttft: $0.ttft[row], cost: $0.costs[row]))
      })
  }

  // MARK: Break-even

  private static func breakEvens(_ rows: SceneRows) -> [Question] {
    rows.links.indices.map { index in
      let link = rows.links[index]
      let contract = rows.contracts[link.contract]
      return Question(
        "alpha-star/\(rows.accelerators[link.accelerator])/\(contract.id)/\(link.name)",
        .breakEven,
        { _ in
          "\(rows.accelerators[link.accelerator]), \(contract.name), "
            + rows.interconnects[link.link]
        }, answer: { .breakEven($0.breakEvens[index]) })
    }
  }

  private static func accelerators(_ rows: SceneRows) -> [Question] {
    [("lower", "H200"), ("higher", "A100")].flatMap { word, accelerator in
      comparisons(rows, word: word, accelerator)
    } + [
      Question(
        "continuous-never-cheaper", .accelerators,
        { value in
          "Continuous batching is \(value == .truth(true) ? "never" : "somewhere") cheaper than "
            + "chunked prefill for the systems' mixes under the three contracts"
        },
        answer: { scene in
          let mixes = scene.rows.drawn.anchors.map(\.mix)
          return .truth(
            scene.rows.contracts.indices.allSatisfy { contract in
              mixes.allSatisfy {
                scene.isChunkedNoDearer(scene.numbers.service(contract, $0))
              }
            })
        })
    ]
  }

  /// Where the break-even of an accelerator lies beside the reference's.
  private static func comparisons(_ rows: SceneRows, word: String, _ accelerator: String)
    -> [Question]
  {
    guard let own = rows.accelerators.firstIndex(of: accelerator) else { return [] }
    let reference = rows.accelerators[rows.reference]
    return rows.contracts.indices.compactMap { contract in
      func place(_ machine: Int) -> Int? {
        rows.links.firstIndex {
          $0.accelerator == machine && $0.contract == contract && $0.name == "nvlink"
        }
      }
      guard let one = place(own), let other = place(rows.reference) else { return nil }
      return Question(
        "alpha-star-\(word)/\(accelerator)-\(reference)/\(rows.contracts[contract].id)/nvlink",
        .accelerators,
        { _ in
          "Break-even on \(accelerator) beside \(reference)'s, \(rows.contracts[contract].name), "
            + "NVLink"
        },
        answer: { .relation(relation($0.breakEvens[one], to: $0.breakEvens[other])) })
    }
  }

  private static func relation(_ own: BreakEven, to other: BreakEven) -> Conclusion.Relation? {
    guard let own = own.place, let other = other.place else { return nil }
    // α* is known to 1e-12.
    if own == other || abs(own - other) < 1e-9 { return .same }
    return own < other ? .lower : .higher
  }

  // MARK: Mixes

  /// Each mix that a row was published for, once: under Figure 1's contract and under its own.
  private static func mixes(_ rows: SceneRows) -> [Question] {
    let figure = BreakEvenResult.contracts.firstIndex(of: ReferenceFrame().contract)
    var asked: [Service] = []
    var questions: [Question] = []
    for anchor in rows.drawn.anchors {
      let contracts = [figure.map { rows.contracts[$0] }, SceneRows.Contract(of: anchor)]
      for contract in contracts.compactMap({ $0 }) {
        let service = contract.service(anchor.mix)
        guard !asked.contains(service) else { continue }
        asked.append(service)
        questions.append(
          Question(
            "disaggregation/\(rows.accelerators[rows.reference])/\(contract.id)/\(anchor.id)",
            .mixes, { _ in "Disaggregation, \(anchor.label), \(contract.name)" },
            answer: { .verdict($0.verdict(service)) }))
      }
    }
    return questions
  }
}

/// Whole milliseconds where there are such, else tenths.
private func whole(_ value: Double) -> String {
  let tenths = (value * 10).rounded() / 10
  return Int(exactly: tenths).map(String.init) ?? "\(tenths)"
}
