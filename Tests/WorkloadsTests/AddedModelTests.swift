import CostModel
import Evidence
import Normalization
import TestSupport
import Testing
import Workloads

@Suite struct AddedModelTests {
  @Test func theModelIsLookedUpAsAnyOther() throws {
    let config = try ConfigText.read(ConfigText.llama())
    let (edition, id) = try Repository.edition().adding(config)
    #expect(id == "llama-8.03b")
    let model = try edition.calibration.languageModel(id)
    #expect(model.parameters == 8_030_261_248)
    #expect(model.kvBytesPerToken == 2 * 32 * 8 * 128 * 2)
    let row = try edition.calibration.constant(.model(id), "parameters")
    #expect([row.citation.source, row.citation.locator] == ["my.json", config.summary])
    #expect(!row.isOverride)
    let others = try Repository.edition().calibration.ids(of: .model)
    #expect(edition.calibration.ids(of: .model) == others + [id])
  }

  @Test func theModelStaysUnderReadingsSettingsAndVariations() throws {
    let before = try Repository.edition(settings: ["deployment.tensor_parallel=2"])
    let (edition, id) = try before.adding(ConfigText.read(ConfigText.llama()))
    for choice in edition.calibration.choices {
      for reading in choice.alternatives {
        let calibration = try edition.with(readings: [reading]).calibration
        #expect(try calibration.languageModel(id).layers == 32)
        #expect(try calibration.number(.deployment, "tensor_parallel") == 2)
      }
    }
    let set = try edition.calibration.setting("transfer.overlap=0.2")
      .setting("model/\(id).layers=16").with(readings: [Reading(parsing: "kv=reserved")])
    #expect(try set.number(.model(id), "layers") == 16)
    #expect(try set.number(.transfer, "overlap") == 0.2)
    let ranged = edition.calibration.rangedRows
    let moved = try edition.calibration.at(ranged.map { try $0.si }, of: ranged)
    #expect(try moved.languageModel(id) == edition.calibration.languageModel(id))
  }

  @Test func rowsThatAreLookedUpAreTold() throws {
    let (edition, id) = try Repository.edition().adding(ConfigText.read(ConfigText.llama()))
    let log = LookupLog()
    _ = try edition.recording(in: log).calibration.languageModel(id)
    let read = edition.calibration.fileRows.filter { log.lines.contains($0.line) }.map(\.name)
    #expect(
      Set(read) == [
        "model/\(id).parameters", "model/\(id).layers", "model/\(id).kv_heads",
        "model/\(id).head_dim", "deployment.weight_bytes", "deployment.kv_bytes",
      ])
  }

  @Test func aNameOfTheCalibrationIsNotTaken() throws {
    let config = try ConfigText.read(ConfigText.llama(["_name_or_path": #""llama-2-70b""#]))
    let (once, id) = try Repository.edition().adding(config)
    #expect(id == "llama-2-70b-config")
    #expect(try once.calibration.languageModel("llama-2-70b").parameters == 68_976_648_192)
    #expect(try once.adding(config).id == "llama-2-70b-config-config")
    let citation = Citation(source: "", locator: "", evidence: .config, note: "")
    #expect(throws: EvidenceError.self) {
      try once.calibration.adding(
        model: id, parameters: 1, layers: 1, kvHeads: 1, headDimension: 1, citation: citation)
    }
  }

  @Test func aModelOfTheCalibrationCostsTheSameFromItsConfig() throws {
    let json = try #require(ModelConfigTests.calibrated.first { $0.id == "llama-2-70b" }).json
    let (edition, id) = try Repository.edition().adding(ConfigText.read(json))
    var plan = DeploymentPlan()
    let mix = Mix(promptTokens: 1000, outputTokens: 300)
    let own = try Deployment(plan, in: edition).costs(mix)
    plan.model = id
    #expect(try Deployment(plan, in: edition).costs(mix) == own)
  }
}
