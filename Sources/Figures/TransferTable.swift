import Frontier
import Plotting
import Tables

/// The data file and the words of Figure S4.
enum TransferTable {
  private static let header = [
    "kind", "model", "accelerators", "interconnects", "bandwidth_gb_s", "prompt_tokens",
    "transfer_ms", "prefill_ms", "transfer_over_prefill",
  ]

  /// figure-s4.csv: `time` (a prompt over an interconnect beside its prefill) and `balance` (the
  /// bandwidth at which both take the same time).
  static func table(of result: TransferTimes) -> DataTable {
    var data = DataTable(header)
    let cases = result.prefills + [result.ungrouped].compactMap { $0 }
    for prefill in cases {
      let machine = [prefill.model, prefill.accelerators.joined(separator: " ")]
      for link in result.links {
        for prompt in TransferTimes.promptTokens {
          data.append(
            ["time"] + machine + [
              link.ids.joined(separator: " "), DataText.text(link.bandwidth / 1e9),
              DataText.text(prompt),
              DataText.text(
                1000 * prefill.transferSeconds(promptTokens: prompt, over: link.bandwidth)),
              DataText.text(1000 * prefill.seconds(promptTokens: prompt)),
              DataText.text(prefill.transferShare(over: link.bandwidth)),
            ])
        }
      }
      data.append(
        ["balance"] + machine + [
          "", DataText.text(prefill.balancingBandwidth / 1e9), "", "", "", "1",
        ])
    }
    return data
  }

  /// For each model over which of the interconnects a transfer outlasts its prefill.
  static func notes(_ result: TransferTimes) -> [String] {
    verdicts(result) + [
      "prefill without attention's FLOPs, which grow with the square of the prompt, as in the "
        + "closed form",
      "whole transfers: η and the regime say who waits for them, not how long they take",
    ]
  }

  static func verdicts(_ result: TransferTimes) -> [String] {
    let reference = result.prefills.map { (name: result.assumptions.frame.modelName, prefill: $0) }
    let other = result.ungrouped.map { [(name: "OPT-66B", prefill: $0)] } ?? []
    let cases = (reference + other).map { name, prefill in
      let slow = result.links.filter { prefill.transferShare(over: $0.bandwidth) > 1 }
      return Verdict(
        model: name, accelerators: prefill.accelerators, slow: slow.map(Interconnects.name))
    }
    // Machines of one model of which the same holds are told together.
    let together = cases.reduce(into: [Verdict]()) { verdicts, one in
      if let last = verdicts.last, last.model == one.model, last.slow == one.slow {
        verdicts[verdicts.count - 1].accelerators += one.accelerators
      } else {
        verdicts.append(one)
      }
    }
    return together.map { verdict in
      let links = verdict.slow.isEmpty ? "none of these interconnects" : verdict.slow.listed
      return "\(verdict.model) on \(verdict.accelerators.listed): a transfer outlasts its prefill "
        + "over \(links)"
    }
  }

  private struct Verdict {
    let model: String
    var accelerators: [String]
    /// Names of interconnects.
    let slow: [String]
  }

  /// The figure in plain ASCII words.
  static func description(_ result: TransferTimes) -> String {
    let balances = result.prefills.map { prefill in
      "\(NumberFormat.ascii(prefill.balancingBandwidth / 1e9, digits: 3)) GB/s on "
        + prefill.accelerators.joined(separator: " and ")
    }
    let other = result.ungrouped.map {
      " Without grouped keys and values, as in OPT-66B on \($0.accelerators.joined()), below "
        + "\(NumberFormat.ascii($0.balancingBandwidth / 1e9, digits: 3)) GB/s."
    }
    return
      "(a), logarithmic on both axes: the time that the KV cache of a prompt of 128 to 131072 "
      + "tokens takes to move over each interconnect, and its prefill, for "
      + "\(result.assumptions.frame.modelName). (b): the one over the other by bandwidth. Both "
      + "grow in proportion with the prompt, so that a transfer outlasts its prefill below a "
      + "bandwidth and at any prompt: below \(balances.joined(separator: ", "))."
      + (other ?? "") + " " + verdicts(result).joined(separator: ". ") + "."
  }
}

extension [String] {
  /// `A100, H100 and H200`
  var listed: String {
    count > 1 ? dropLast().joined(separator: ", ") + " and \(self[count - 1])" : joined()
  }
}
