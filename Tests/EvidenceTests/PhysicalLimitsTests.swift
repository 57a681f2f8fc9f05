import Tables
import Testing

@testable import Evidence

/// Every number of the data files has a lower and an upper end.
@Suite struct PhysicalLimitsTests {
  private static let constants = EntityKind.allCases.flatMap { kind in
    kind.parameters.compactMap { parameter -> (name: String, parameter: Parameter)? in
      guard case .number = parameter.content else { return nil }
      return ("\(kind.rawValue).\(parameter.name)", parameter)
    }
  }

  @Test func everyConstantIsReadToItsEndsAndNoFurther() throws {
    #expect(Self.constants.count > 25)
    for (name, parameter) in Self.constants {
      guard case .number(let limits) = parameter.content else { continue }
      let least = try #require(Self.end(limits.lower), "\(name)")
      let most = try #require(Self.end(limits.upper), "\(name)")
      for unit in parameter.units.units where unit.binaryExponent == 0 {
        for (base, isAllowed) in [
          (least, limits.contain(least)), (most, limits.contain(most)), (least - 1.5, false),
          (most * 1.5 + 1, false), (-1, false),
        ] {
          let text = "\(base)e\(-unit.decimalExponent)".replacing("e+", with: "e")
          guard text.firstIndex(of: "e") == text.lastIndex(of: "e") else { continue }
          let isRead = (try? parameter.value(text, unit: unit)) != nil
          #expect(isRead == isAllowed, "\(name)=\(text) \(unit.name)")
        }
      }
    }
  }

  private static func end(_ bound: Limits.Bound?) -> Double? {
    switch bound {
    case .including(let end), .excluding(let end): end
    case nil: nil
    }
  }

  @Test func complaintsSayTheRangeInTheUnitAsPrinted() throws {
    let calibration = try Calibration.load(name: "c.csv", bytes: Array(Fixture.calibration.utf8))
    for (setting, range) in [
      (
        "accelerator/H100.peak_bf16_flops=1e-300",
        "at least 0.001 and at most 1e+09 (TFLOP/s)"
      ), ("accelerator/H100.hbm_bytes_per_s=1.7e308", "at least 1000000 and at most 1e+17 (B/s)"),
      ("accelerator/H100.hbm_bytes=1e-9", "at least 0.001 and at most 10000000 (GB)"),
      ("contract/tight.ttft_ms=1e9", "at least 1e-06 and at most 1000000 (s)"),
    ] {
      #expect {
        _ = try calibration.setting(setting)
      } throws: {
        "\($0)".hasSuffix("is out of range; write a number \(range)")
      }
    }
  }

  /// What the draws take stays within what the file may say.
  @Test func theEndsOfARangeAreValuesToo() throws {
    let file = Fixture.calibration.replacing(
      "transfer,overlap,0.5,1,,,,0.3,0.8", with: "transfer,overlap,0.5,1,,,,-0.3,1.8")
    var complaints: [Complaint] = []
    _ = CalibrationTable.read(Array(file.utf8), file: "c.csv", complaints: &complaints)
    #expect(
      complaints.map(\.message) == [
        "'-0.3' is out of range; write a number at least 0 and at most 1"
      ])
  }
}
