import Testing

@testable import Evidence

@Suite struct CalibrationTests {
  private let calibration: Calibration

  init() throws { calibration = try Fixture.load().calibration }

  private func failure(_ body: () throws(EvidenceError) -> Void) -> String? {
    do throws(EvidenceError) {
      try body()
      return nil
    } catch {
      return error.description
    }
  }

  // MARK: Lookups

  @Test func numbersAreInBaseUnitsAndTextAsPrinted() throws {
    #expect(try calibration.number(.accelerator("H100"), "peak_bf16_flops") == 989e12)
    #expect(try calibration.number(.accelerator("H100"), "hbm_bytes") == 80e9)
    #expect(try calibration.number(.contract("tight"), "ttft_ms") == 200)
    #expect(try calibration.number(.interconnect("pcie5.0"), "bytes_per_s") == 63e9)
    #expect(try calibration.word(.transfer, "regime") == "blocking")
    let constant = try calibration.constant(.contract("tight"), "ttft_ms")
    #expect(constant.value == .number(printed: 0.2, base: 200))
    #expect([constant.text, constant.unit] == ["0.2", "s"])
    #expect(constant.citation.evidence == .paper)
    #expect(constant.line == 25)
    #expect(!constant.isOverride)
  }

  @Test func aFailedLookupNamesTheNearest() {
    #expect(
      failure { () throws(EvidenceError) in
        _ = try calibration.number(.accelerator("h10"), "hbm_bytes")
      } == "the calibration has no 'accelerator/h10'; did you mean 'accelerator/H100'?")
    #expect(
      failure { () throws(EvidenceError) in
        _ = try calibration.number(.accelerator("H100"), "hbm_byte")
      } == "accelerator/H100 has no parameter 'hbm_byte'; did you mean 'hbm_bytes'?")
    #expect(
      failure { () throws(EvidenceError) in _ = try calibration.number(.transfer, "regime") }
        == "transfer.regime is the word 'blocking', not a number")
    #expect(
      failure { () throws(EvidenceError) in _ = try calibration.word(.transfer, "overlap") }
        == "transfer.overlap is the number 0.5, not a word")
  }

  @Test func idsAreInFileOrder() throws {
    #expect(calibration.ids(of: .contract) == ["tight", "standard", "relaxed"])
    #expect(calibration.ids(of: .rate) == ["CoreWeave/H100", "AWS/H100"])
    #expect(calibration.ids(of: .deployment) == [])
    #expect(calibration.fileRows.map(\.line) == Array(2...51))
    // Without those of the other readings and of the choices themselves.
    #expect(calibration.rows.map(\.line) == [Int](2...21) + [Int](24...39))
  }

  @Test(arguments: [
    ("2025-01-01", "", "0.41"), ("", "2025-01-01", "0.42"), ("2023-01-01", "2025-01-01", "0.42"),
    ("2025-01-01", "2023-01-01", "0.41"),
  ])
  func theLatestOfSeveralDatesHolds(first: String, second: String, value: String) throws {
    let rows = [("0.41", first), ("0.42", second)].map { value, date in
      "accelerator/H100,prefill_mfu,\(value),1,\(date),,,,,Blog,text,figure,\n"
    }
    let text = try Fixture.calibration.replacing(
      "accelerator/H100,prefill_mfu,0.43,1,2024-09-05,,,,,Blog,text,figure,\n", by: rows.joined())
    let constant = try Fixture.load(calibration: text).calibration
      .constant(.accelerator("H100"), "prefill_mfu")
    #expect(constant.text == value)
  }

  // MARK: Settings

  @Test func aSettingReplacesOneConstant() throws {
    let set = try calibration.setting("accelerator/H100.prefill_mfu=0.36")
    #expect(try set.number(.accelerator("H100"), "prefill_mfu") == 0.36)
    #expect(try calibration.number(.accelerator("H100"), "prefill_mfu") == 0.43)
    #expect(set.rows == calibration.rows)
    let override = try #require(set.overrides.first)
    #expect(override.isOverride)
    #expect(override.name == "accelerator/H100.prefill_mfu")
    #expect(override.citation.note == "in place of 0.43 1")
    #expect(set != calibration)
  }

  @Test func aSettingIsInTheUnitOfTheFile() throws {
    #expect(
      try calibration.setting("accelerator/H100.hbm_bytes=141")
        .number(.accelerator("H100"), "hbm_bytes") == 141e9)
    #expect(
      try calibration.setting("interconnect/pcie5.0.bytes_per_s=32")
        .number(.interconnect("pcie5.0"), "bytes_per_s") == 32e9)
    #expect(
      try calibration.setting("transfer.regime=amortized").word(.transfer, "regime")
        == "amortized")
  }

  @Test func theLastSettingOfAConstantHolds() throws {
    let set = try calibration.setting("transfer.overlap=0.1")
      .setting("deployment.z99=2").setting("transfer.overlap=0.2")
    #expect(set.overrides.map(\.text) == ["2", "0.2"])
    #expect(try set.number(.transfer, "overlap") == 0.2)
  }

  private static let faultySettings: [(assignment: String, message: String)] = [
    (
      "transfer.overlap",
      "'transfer.overlap' is not a setting; write entity.parameter=value, "
        + "like accelerator/H100.prefill_mfu=0.36"
    ),
    (
      "transfer=0.5",
      "'transfer=0.5' is not a setting; write entity.parameter=value, "
        + "like accelerator/H100.prefill_mfu=0.36"
    ),
    ("transfr.overlap=0.5", "the calibration has no 'transfr'; did you mean 'transfer'?"),
    (
      "transfer.overlp=0.5", "transfer has no parameter 'overlp'; did you mean 'overlap'?"
    ),
    (
      "transfer.overlap=1.5",
      "transfer.overlap: '1.5' is out of range; write a number at least 0 and at most 1"
    ),
    (
      "transfer.overlap=",
      "transfer.overlap: '' is not a decimal number; write it like 0.27 or 2.039e12"
    ),
    (
      "accelerator/H100.hbm_bytes=141 GB",
      "accelerator/H100.hbm_bytes: '141 GB' is not a decimal number; write it like 0.27 or 2.039e12"
    ),
    (
      "transfer.regime=amortised",
      "transfer.regime: 'amortised' is not one of blocking, amortized; did you mean 'amortized'?"
    ),
  ]

  @Test(arguments: faultySettings)
  func aFaultySettingIsRefused(assignment: String, message: String) {
    #expect(throws: EvidenceError(message)) { try calibration.setting(assignment) }
  }

  // MARK: Rates

  private func rate(_ accelerator: String, _ pin: String) throws(EvidenceError) -> String {
    try calibration.rate(of: accelerator, at: calibration.pin(PinName(parsing: pin))).text
  }

  @Test func theLatestRateAtOrBeforeThePinHolds() throws {
    #expect(try rate("H100", "2026-05-01") == "6.155")
    #expect(try rate("H100", "2030-01-01") == "6.155")
    #expect(try rate("H100", "2026-04-30") == "4.25")
    #expect(try rate("H100", "2024-01-15") == "4.25")
    #expect(try rate("H100", "AWS@2026-05-01") == "12.29")
  }

  private static let missingRates: [(accelerator: String, pin: String, message: String)] = [
    (
      "H100", "2024-01-14",
      "CoreWeave has no price for H100 at or before 2024-01-14; its earliest is of 2024-01-15"
    ),
    (
      "H200", "2026-05-01",
      "CoreWeave has no price for 'H200' on any date; it has prices for H100"
    ),
    (
      "H100", "coreweve@2026-05-01",
      "there are no prices of 'coreweve'; did you mean 'CoreWeave'?"
    ),
    (
      "H100", "Somebody-Else@2026-05-01",
      "there are no prices of 'Somebody-Else'; the providers are AWS, CoreWeave"
    ),
  ]

  @Test(arguments: missingRates)
  func aMissingRateSaysWhatThereIs(accelerator: String, pin: String, message: String) {
    #expect(throws: EvidenceError(message)) { try rate(accelerator, pin) }
  }

  @Test func ratesAreSorted() {
    #expect(
      calibration.rates.map { "\($0.entity) \($0.asOf?.description ?? "")" } == [
        "rate/AWS/H100 2024-06-01", "rate/CoreWeave/H100 2024-01-15",
        "rate/CoreWeave/H100 2026-05-01",
      ])
    #expect(calibration.providers == ["AWS", "CoreWeave"])
  }

  @Test func aRateThatIsSetHoldsOnEveryDate() throws {
    let set = try calibration.setting("rate/CoreWeave/H100.usd_per_hour=5")
    func price(_ pin: String) throws -> Double {
      try set.rate(of: "H100", at: set.pin(PinName(parsing: pin))).si
    }
    #expect(try price("2001-01-01") == 5)
    #expect(try price("2026-05-01") == 5)
    #expect(try price("AWS@2026-05-01") == 12.29)
    #expect(set.rates.map(\.text) == ["12.29", "5"])
  }

  // MARK: Pins

  @Test func pinsReadAndPrint() throws {
    #expect(try PinName(parsing: "2026-05-01").dated == .paper)
    #expect(try PinName(parsing: "CoreWeave@2026-05-01").dated == .paper)
    #expect(Pin.paper.description == "CoreWeave@2026-05-01")
  }

  @Test func theLatestPinIsTheDayOfTheLastReadingOfAnyPrice() throws {
    #expect(
      try calibration.pin(PinName(parsing: "AWS@latest")).description == "AWS@2024-06-01")
    #expect(try calibration.pin(PinName(parsing: "latest")) == .paper)
    #expect(
      throws: EvidenceError("there are no prices of 'coreweve'; did you mean 'CoreWeave'?")
    ) { try calibration.pin(PinName(parsing: "coreweve@latest")) }
    let set = try calibration.setting("rate/AWS/H100.usd_per_hour=5")
    // What is set has no date, and hides none.
    #expect(try set.pin(PinName(parsing: "AWS@latest")).description == "AWS@2024-06-01")
  }

  @Test(arguments: [
    "", "CoreWeave", "@2026-05-01", "CoreWeave@", "CoreWeave@2026-02-30", "a@b@2026-05-01",
    "@latest", "CoreWeave@Latest",
  ])
  func whatIsNoPinIsRefused(text: String) {
    let message =
      "'\(text)' is not a pin; write DATE, PROVIDER@DATE or PROVIDER@latest, like "
      + "CoreWeave@2026-05-01"
    #expect(throws: EvidenceError(message)) { try PinName(parsing: text) }
  }
}
