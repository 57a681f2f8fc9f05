import CostModel
import Evidence
import Normalization

/// The two results that a constant is held against: Figure 1's envelope, and Figure 2's break-even
/// prefill share at one contract and bandwidth.
public struct Headline: Equatable, Sendable {
  public let envelope: ParetoEnvelope
  /// α* at `contract` over the reference accelerator's scale-up link, at the default η.
  public let breakEven: BreakEven

  public static let contract = "standard"

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  init(_ edition: Edition) throws {
    let normalizer = try Normalizer(edition)
    envelope = ParetoEnvelope(
      try edition.anchors.filter { try edition.exclusion(of: $0) == nil }.compactMap { anchor in
        let row = try normalizer.normalize(anchor)
        return row.cpm.map {
          CostPoint(id: row.id, architecture: anchor.architecture, ttft: row.ttft, cpm: $0)
        }
      })
    let surface = try BreakEvenSurface(edition, contract: Self.contract)
    breakEven = surface.breakEvenPrefillShare(
      bandwidth: try edition.calibration.referenceBandwidth, overlap: surface.transfer.overlap)
  }
}

/// What became of an envelope.
public struct EnvelopeChange: Equatable, Sendable {
  /// Of all TTFT at which both envelopes have a cost, the relative change of cost that is largest
  /// in size, signed; nil when there is no such TTFT.
  public let largest: Double?
  /// A flip is known by the architectures it leads from and to; those of the old envelope that
  /// the new one lacks, by old TTFT.
  public let vanished: [ParetoEnvelope.Flip]
  /// Those that only the new envelope has.
  public let appeared: [ParetoEnvelope.Flip]
  /// Those that both have, at another TTFT.
  public let moved: [Move]

  public struct Move: Equatable, Sendable {
    public let from: ParetoEnvelope.Flip
    public let to: ParetoEnvelope.Flip
  }

  public var hasSameFlips: Bool { vanished.isEmpty && appeared.isEmpty && moved.isEmpty }

  public init(from old: ParetoEnvelope, to new: ParetoEnvelope) {
    // Both are constant between their corners, so their corners see every ratio there is.
    let ratios = (old.vertices + new.vertices).compactMap { vertex -> Double? in
      guard let before = old.cost(at: vertex.ttft), let after = new.cost(at: vertex.ttft) else {
        return nil
      }
      return after / before - 1
    }
    largest = ratios.max { $0.magnitude < $1.magnitude }
    var unmatched = new.flips
    var vanished: [ParetoEnvelope.Flip] = []
    var moved: [Move] = []
    for flip in old.flips {
      let same = unmatched.firstIndex { ($0.from, $0.to) == (flip.from, flip.to) }
      guard let index = same else {
        vanished.append(flip)
        continue
      }
      let match = unmatched.remove(at: index)
      if match.ttft != flip.ttft { moved.append(Move(from: flip, to: match)) }
    }
    appeared = unmatched
    self.vanished = vanished
    self.moved = moved
  }
}

/// What one constant does to the headline results when it is another.
public struct ConstantEffect: Equatable, Sendable {
  public struct Trial: Equatable, Sendable {
    /// What stood in the constant's place.
    public let variation: Constant
    /// Whether it had to stop at the end of the constant's range.
    public let isClamped: Bool
    /// nil when the headline results do not read the constant.
    public let change: EnvelopeChange?
    public let breakEven: BreakEven
  }

  public let constant: Constant
  /// α* with the constant as it is.
  public let baseline: BreakEven
  /// A number less and plus the share; a word's alternatives.
  public let trials: [Trial]

  /// The larger of the changes of the envelope, in size.
  public var envelopeReach: Double {
    trials.compactMap { $0.change?.largest?.magnitude }.max() ?? 0
  }

  /// The larger of the changes of α*, in size; infinite when it comes into being or ends.
  public var breakEvenReach: Double {
    trials.map { trial in
      if trial.breakEven == baseline { return 0 }
      return breakEvenChange(trial)?.magnitude ?? .infinity
    }.max() ?? 0
  }

  /// How far α* moved; nil when there is none before or after.
  public func breakEvenChange(_ trial: Trial) -> Double? {
    baseline.value.flatMap { before in trial.breakEven.value.map { $0 - before } }
  }
}

/// How the headline results depend on each constant.
public struct ConstantEffects: Sendable {
  /// ±10 %.
  public static let share = 0.1

  public let baseline: Headline
  private let edition: Edition
  /// The lines of calibration.csv that the headline results read.
  private let lines: Set<Int>

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(_ edition: Edition) throws {
    self.edition = edition
    let log = LookupLog()
    baseline = try Headline(edition.recording(in: log))
    lines = log.lines
  }

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public func effect(of constant: Constant) throws -> ConstantEffect {
    ConstantEffect(
      constant: constant, baseline: baseline.breakEven,
      trials: try constant.variations(by: Self.share).map(trial))
  }

  private func trial(_ variation: Variation) throws -> ConstantEffect.Trial {
    // What the results never look up cannot move them.
    let isRead = lines.contains(variation.constant.line)
    let headline =
      isRead
      ? try Headline(edition.with(edition.calibration.replacing(with: variation.constant)))
      : baseline
    return ConstantEffect.Trial(
      variation: variation.constant, isClamped: variation.isClamped,
      change: isRead ? EnvelopeChange(from: baseline.envelope, to: headline.envelope) : nil,
      breakEven: headline.breakEven)
  }
}
