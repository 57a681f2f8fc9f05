import Evidence

/// What several rows of claims.csv come to, in a sentence that holds while their verdicts do.
public struct ClaimFinding: Equatable, Sendable {
  public let title: String
  /// What survives, what does not, and why.
  let sentence: String
  /// The verdicts that the sentence says.
  public let verdicts: [Presupposition]

  /// A row, by id, with the verdict that a sentence takes it to have.
  public struct Presupposition: Equatable, Sendable {
    public let id: String
    public let verdict: Claim.Verdict
  }

  private init(
    _ title: String, _ sentence: String, reproduced: [String] = [], withinBand: [String] = [],
    contradicted: [String] = []
  ) {
    self.title = title
    self.sentence = sentence
    let groups: [(Claim.Verdict, [String])] = [
      (.reproduced, reproduced), (.withinBand, withinBand), (.contradicted, contradicted),
    ]
    verdicts = groups.flatMap { verdict, ids in
      ids.map { Presupposition(id: $0, verdict: verdict) }
    }
  }

  /// The finding among these rows: the stored sentence, or the verdicts as they are where one of
  /// them, or a row, is not what the sentence takes it to be.
  public func text(among entries: [ClaimBook.Entry]) -> String {
    let found = verdicts.map { row in entries.first { $0.claim.id == row.id }?.verdict }
    if found == verdicts.map(\.verdict) { return sentence }
    let parts = zip(verdicts, found).map { row, verdict in
      "`\(row.id)` is \(verdict?.rawValue ?? "not among the rows")"
    }
    return "With this evidence the verdicts are others than those that the paper's data give: "
      + parts.joined(separator: ", ") + "."
  }

  /// What a reader of the paper should know first.
  public static let all = [
    ClaimFinding(
      "The order on Figure 1's envelope",
      "The envelope does change hands once, as printed, but in the reverse order: chunked prefill "
        + "holds the tight end and disaggregation the relaxed one, on every accelerator, since the "
        + "published disaggregated points are slower to the first token and cheaper.",
      reproduced: ["envelope-partitions", "fig3-flip"],
      contradicted: [
        "envelope-below-flip-a100", "envelope-below-flip-h100", "envelope-below-flip-h200",
        "envelope-above-flip-a100", "envelope-above-flip-h100", "envelope-above-flip-h200",
      ]),
    ClaimFinding(
      "The crossover at (500, 50)",
      "The printed α of 0.45 holds within its own ±0.05 for the request length of the figures, and "
        + "fails for the Sarathi-Serve mix that the sentence names, whose longer requests leave "
        + "less to lose by colocation.",
      withinBand: ["crossover-500-50"], contradicted: ["crossover-500-50-sarathi-mix"]),
    ClaimFinding(
      "The crossover on other accelerators",
      "H200 does move it to lower α over NVLink, but not behind the slowest link, where chunked "
        + "prefill wins for every mix; A100 moves it the other way than printed, or leaves none, "
        + "since slower prefill makes its interference dearer.",
      reproduced: ["crossover-h200", "crossover-h200-relaxed"],
      contradicted: ["crossover-h200-relaxed-hdr", "crossover-a100", "crossover-a100-relaxed"]),
    ClaimFinding(
      "The bend of the contours",
      "The relaxed contour is convex, as printed; the tight one is too, and not concave, since "
        + "B*(α) is a hyperbola at every contract.",
      reproduced: ["relaxed-convex"], contradicted: ["tight-concave"]),
    ClaimFinding(
      "What continuous batching costs",
      "It is nowhere the one cheapest, and the vLLM measured beside Sarathi-Serve is dominated; "
        + "but it ties with chunked prefill where memory bounds both batches, and vLLM 0.6 at its "
        + "own published point is not dominated.",
      reproduced: [
        "continuous-never-cheapest-tight", "continuous-never-cheapest-standard",
        "continuous-never-cheapest-relaxed", "continuous-dominated-anchors",
      ],
      contradicted: [
        "continuous-strictly-dominated-standard", "continuous-strictly-dominated-relaxed",
        "vllm-0.6-dominated",
      ]),
    ClaimFinding(
      "The transfer tax",
      "It matters when a transfer stalls both instances; by Equation 6 to the letter it is shared "
        + "by the batch and moves nothing. The overlap band stays within 0.05 over NVLink, but not "
        + "on every slice: slow links move the crossover further.",
      reproduced: ["tau-first-class-blocking", "eta-band-nvlink"],
      contradicted: ["tau-first-class-eq6", "eta-band-every-slice"]),
    ClaimFinding(
      "KV sizes and transfer times",
      "327,680 bytes a token is right; reading 320 KiB as 320 KB makes the sizes and the times "
        + "over the slower links too small, and 900 GB/s adds both directions of a link of which "
        + "a transfer uses one.",
      reproduced: ["kv-bytes-per-token", "kv-kb-per-token-binary"],
      contradicted: [
        "kv-kb-per-token", "kv-request-4096", "kv-request-16384", "t-kv-roce400", "t-kv-hdr",
        "nvlink4-bandwidth",
      ]),
    ClaimFinding(
      "What is cited from other systems",
      "Splitwise's 1.4 is as cited; Sarathi-Serve's 5.6 is against Orca and not vLLM, its "
        + "1024-token chunk cannot run in 30 ms on the machine named, Mooncake's 5 is a simulated "
        + "run against a vLLM that serves one request at a time, and its 75 % of hidden transfer "
        + "is not in the paper.",
      reproduced: ["splitwise-1.4"],
      contradicted: ["sarathi-5.6", "chunk-1024-in-30ms", "mooncake-5x", "mooncake-75-hidden"]),
    ClaimFinding(
      "Predictions beside reports",
      "Mooncake's predicted 4.3 follows on its own hardware, but not on the common one; the 15 % "
        + "slack of chunked prefill and the 1.45 of Splitwise do not follow from the closed form "
        + "in the configurations that the sentences name.",
      reproduced: ["mooncake-uplift-a800"],
      contradicted: ["mooncake-uplift", "slack-500-50", "splitwise-uplift"]),
  ]
}
