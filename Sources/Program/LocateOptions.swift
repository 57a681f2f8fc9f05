import ArgumentParser
import CostModel
import Disk
import Evidence
import Normalization
import Publishing
import Tables
import Workloads

/// The options that say what is to be served.
struct WorkloadOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Prompt tokens of a request, P.", valueName: "tokens"))
  var prompt: String?

  @Option(help: ArgumentHelp("Output tokens of a request, D.", valueName: "tokens"))
  var output: String?

  @Option(
    help: ArgumentHelp("Prefill share P/(P + D), in place of --prompt.", valueName: "share"))
  var alpha: String?

  @Option(
    help: ArgumentHelp("P + D, beside --alpha in place of --output.", valueName: "tokens"))
  var tokens: String?

  @Option(
    help: ArgumentHelp(
      "Requests/s that arrive for each accelerator that decodes (default: saturation).",
      valueName: "rate"))
  var arrivalRate: String?

  @Option(
    help: ArgumentHelp(
      "Price a hybrid too, with this share of the requests disaggregated.", valueName: "share"))
  var hybrid: String?

  /// nil where no request is described.
  /// - Throws: a `Failure` for a number out of range, or half a description.
  func mix() throws -> Mix? {
    let (bySize, byShare) = ([prompt, output], [alpha, tokens])
    guard bySize.contains(where: { $0 != nil }) || byShare.contains(where: { $0 != nil }) else {
      return nil
    }
    if let prompt, let output, alpha == nil, tokens == nil {
      return Mix(
        promptTokens: try PlanFormat.promptTokens.value(of: "--prompt", prompt),
        outputTokens: try PlanFormat.outputTokens.value(of: "--output", output))
    }
    if let alpha, let tokens, prompt == nil, output == nil {
      return Mix(
        prefillShare: try PlanFormat.prefillShare.value(of: "--alpha", alpha),
        tokens: try PlanFormat.tokens.value(of: "--tokens", tokens))
    }
    throw Failure("a request is --prompt P and --output D, or --alpha SHARE and --tokens P+D")
  }

  /// λ; nil is saturation.
  /// - Throws: a `Failure` for a number out of range.
  func rate() throws -> Double? {
    try arrivalRate.map { try PlanFormat.arrivalRate.value(of: "--arrival-rate", $0) }
  }

  /// - Throws: a `Failure` for a number out of range.
  func workload(_ mix: Mix) throws -> Workload {
    Workload(
      mix: mix, arrivalRate: try rate(),
      disaggregatedFraction: try hybrid.map { try PlanFormat.fraction.value(of: "--hybrid", $0) })
  }
}

/// The options that say what serves it.
struct DeploymentOptions: ParsableArguments {
  @Option(help: ArgumentHelp("An accelerator of the calibration.", valueName: "name"))
  var accelerator = ReferenceFrame.referenceAccelerator

  @Option(
    help: ArgumentHelp(
      "What an accelerator costs an hour, in USD (default: the price at --pin).",
      valueName: "price"))
  var usd: String?

  @Option(
    help: ArgumentHelp(
      "KV bandwidth between the pools in GB/s, or an interconnect of the calibration (default: the "
        + "accelerator's scale-up link).", valueName: "bandwidth"))
  var bandwidth: String?

  @Option(
    help: ArgumentHelp(
      "Limits of TTFT99 and TPOT99 in ms, like 500/50, or a contract of the calibration.",
      valueName: "ttft/tpot"))
  var contract = ReferenceFrame().contract

  @Option(
    help: ArgumentHelp(
      "Share of the KV transfer hidden behind decode (default: the calibration's).",
      valueName: "share"))
  var overlap: String?

  @Option(
    help: ArgumentHelp(
      "Cut the pools from this many whole instances (default: exact pools).", valueName: "count"))
  var instances: String?

  @Option(
    help: ArgumentHelp(
      "A model of the calibration (default: \(ReferenceFrame().model)).", valueName: "name"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "A model by its Hugging Face config.json, in place of --model.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var modelConfig: String?

  @Option(help: "Precision of the weights: bf16, fp8, fp4.")
  var weights = Precision.bf16

  @Option(help: "Precision of the KV cache: bf16, fp8.")
  var kv = KVPrecision.bf16

  /// The accelerator whose price at --pin is used, if it is.
  var priced: [String] { usd == nil ? [accelerator] : [] }

  /// What is set for this run besides `--set`, as that has it.
  /// - Throws: a `Failure` for a number out of range.
  func settings() throws -> [String] {
    var settings: [String] = []
    if let overlap {
      _ = try PlanFormat.overlap.value(of: "--overlap", overlap)
      settings.append("transfer.overlap=\(overlap)")
    }
    if let instances {
      let two = CellFormat.number(Limits(2...1e6, isInteger: true))
      _ = try two.value(of: "--instances", instances)
      settings.append("deployment.cluster_instances=\(instances)")
    }
    return settings
  }

  /// The edition with the model of --model-config, and what is deployed.
  /// - Throws: a `Failure` for what is not written as it should be, an `IngestError` of the
  ///   config.json.
  func plan(in edition: Edition) throws -> PlannedDeployment {
    var plan = DeploymentPlan()
    var edition = edition
    (plan.model, plan.accelerator) = (model ?? plan.model, accelerator)
    let config = try config()
    if let config { (edition, plan.model) = try edition.adding(config) }
    plan.usdPerHour = try usd.map { try PlanFormat.usdPerHour.value(of: "--usd", $0) }
    plan.link = try bandwidth.map { try PlanFormat.link.value(of: "--bandwidth", $0) }
    plan.contract = try PlanFormat.contract.value(of: "--contract", contract)
    plan.precision = ServingPrecision(weights: weights, kv: kv)
    return PlannedDeployment(edition: edition, plan: plan, config: config)
  }

  private func config() throws -> ModelConfig? {
    guard let modelConfig else { return nil }
    guard model == nil else {
      throw Failure("--model-config: --model names a model too; drop one of the two")
    }
    return try ModelConfig(bytes: Files.read(modelConfig), file: modelConfig)
  }
}

/// What is deployed, and the edition that knows its model.
struct PlannedDeployment {
  let edition: Edition
  let plan: DeploymentPlan
  /// nil for a model of the calibration.
  let config: ModelConfig?
}

extension Precision: ExpressibleByArgument {}
extension KVPrecision: ExpressibleByArgument {}
