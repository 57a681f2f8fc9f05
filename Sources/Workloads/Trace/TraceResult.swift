import CostModel
import Evidence
import Frontier

/// What a trace costs on a deployment: window by window, under one architecture throughout, and
/// under the cheapest in each window. Requests are taken at their window's mean lengths, and
/// instances at saturation.
public struct TraceResult: Equatable, Sendable {
  /// Why no architecture has a cost in a window.
  public enum Absence: String, Equatable, Sendable, CaseIterable {
    case noPrefill = "no prefill"
    case noDecode = "no decode"
    case infeasible
  }

  /// One window of the trace.
  public struct Window: Equatable, Sendable {
    public let requests: TraceWindow
    /// All infeasible where there is nothing to prefill or to decode.
    public let costs: ArchitectureCosts
    /// The architectures whose first token comes within the TTFT limit, without any queue.
    public let inTime: [Architecture]
    /// nil where an architecture is feasible.
    public let absence: Absence?
  }

  /// One architecture throughout.
  public struct Choice: Equatable, Sendable {
    public let architecture: Architecture
    /// How many windows it does not meet the contract in, though another architecture does.
    public let infeasibleWindows: Int
    /// How many windows it is feasible in, but late for the first token.
    public let lateWindows: Int
    /// Of all windows that can be served; nil where it does not serve all of them.
    public let usd: Double?
    /// USD per million tokens.
    public let cpm: Double?
    /// usd over the cost of switching, less 1.
    public let excess: Double?
    /// In how many windows it is the cheapest, and how many tokens those have.
    public let cheapestWindows: Int
    public let cheapestTokens: Double
  }

  public let trace: Trace
  public let deployment: Deployment
  public let assumptions: Assumptions
  public let windows: [Window]
  /// Costs of the trace's overall mean mix; nil without prefill or without decode.
  public let overall: ArchitectureCosts?
  /// Tokens of the windows that can be served; all totals are over those.
  public let servedTokens: Double
  /// The cheapest in each window; what it costs to switch is not in it. nil where no window can be
  /// served.
  public let switchingUSD: Double?
  /// How often the cheapest changes from one window that can be served to the next.
  public let changes: Int
  /// In the order of `ArchitectureCosts.architectures`.
  public let choices: [Choice]

  /// - Throws: the lookup's error when a constant that the assumptions name is missing.
  public init(_ trace: Trace, _ deployment: Deployment, in edition: Edition) throws {
    self.trace = trace
    self.deployment = deployment
    assumptions = try Assumptions(edition)
    overall =
      Self.served(
        promptTokens: trace.promptTokens.mean, outputTokens: trace.outputTokens.mean, deployment
      )?.costs
    let windows = trace.windows.map { Window($0, deployment) }
    self.windows = windows
    let served = windows.filter { $0.absence == nil }
    servedTokens = served.reduce(0) { $0 + $1.requests.tokens }
    let switching = served.reduce(0) { $0 + ($1.usd($1.costs.cheapest) ?? 0) }
    switchingUSD = served.isEmpty ? nil : switching
    let cheapest = served.compactMap(\.costs.cheapest)
    changes = zip(cheapest, cheapest.dropFirst()).count { $0 != $1 }
    choices = ArchitectureCosts.architectures.map {
      Choice($0, served, switchingUSD: switching)
    }
  }

  static func served(
    promptTokens: Double, outputTokens: Double, _ deployment: Deployment
  ) -> ServedCosts? {
    guard promptTokens > 0, outputTokens > 0 else { return nil }
    let mix = Mix(promptTokens: promptTokens, outputTokens: outputTokens)
    return ServedCosts(deployment.model, deployment.service(mix), over: deployment.transfer)
  }
}

extension TraceResult {
  /// What the windows that can be served cost together under one architecture throughout.
  public var fixedCosts: ArchitectureCosts {
    func cpm(_ architecture: Architecture) -> Double? { choice(architecture)?.cpm }
    return ArchitectureCosts(
      continuous: cpm(.colocated(.continuous)), chunked: cpm(.colocated(.chunked)),
      disaggregated: cpm(.disaggregated))
  }

  /// The cheapest architecture of those that serve every window that can be served.
  public var bestChoice: Choice? { choice(fixedCosts.cheapest) }

  /// The architecture that is cheapest for the trace's overall mean mix.
  public var choiceOfOverallMix: Choice? { choice(overall?.cheapest) }

  private func choice(_ architecture: Architecture?) -> Choice? {
    choices.first { $0.architecture == architecture }
  }

  /// USD per million tokens of the cheapest in each window.
  public var switchingCPM: Double? { switchingUSD.map { $0 / servedTokens * 1e6 } }

  public var servedWindows: Int { windows.count { $0.absence == nil } }

  /// How many windows have no answer for that reason.
  public func windows(with absence: Absence) -> Int { windows.count { $0.absence == absence } }
}

extension TraceResult.Window {
  init(_ requests: TraceWindow, _ deployment: Deployment) {
    self.requests = requests
    let served = TraceResult.served(
      promptTokens: requests.meanPromptTokens, outputTokens: requests.meanOutputTokens, deployment)
    let costs = served?.costs
    let limit = deployment.limits.ttftMs / 1000
    inTime = ArchitectureCosts.architectures.filter {
      (served?.firstTokenSeconds($0) ?? .infinity) <= limit
    }
    self.costs = costs ?? ArchitectureCosts(continuous: nil, chunked: nil, disaggregated: nil)
    absence =
      switch costs {
      case nil: requests.outputTokens == 0 ? .noDecode : .noPrefill
      case let costs?: costs.cheapest == nil ? .infeasible : nil
      }
  }

  /// What the window's tokens cost under an architecture; nil where it does not meet the contract.
  public func usd(_ architecture: Architecture?) -> Double? {
    architecture.flatMap { costs[$0] }.map { $0 * requests.tokens / 1e6 }
  }
}

extension TraceResult.Choice {
  /// - Parameter windows: those that can be served.
  init(_ architecture: Architecture, _ windows: [TraceResult.Window], switchingUSD: Double) {
    let costs = windows.compactMap { $0.usd(architecture) }
    let usd = costs.count == windows.count && !windows.isEmpty ? costs.reduce(0, +) : nil
    let cheapest = windows.filter { $0.costs.cheapest == architecture }
    self.architecture = architecture
    self.usd = usd
    infeasibleWindows = windows.count - costs.count
    lateWindows = windows.count {
      $0.costs[architecture] != nil && !$0.inTime.contains(architecture)
    }
    cpm = usd.map { $0 / windows.reduce(0) { $0 + $1.requests.tokens } * 1e6 }
    excess = usd.map { $0 / switchingUSD - 1 }
    cheapestWindows = cheapest.count
    cheapestTokens = cheapest.reduce(0) { $0 + $1.requests.tokens }
  }
}
