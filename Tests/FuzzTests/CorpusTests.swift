import Foundation
import FuzzTargets
import TestSupport
import Testing

/// The inputs that the fuzzer found worth keeping, and those that once broke something.
@Suite struct CorpusTests {
  @Test(arguments: FuzzTarget.all) func noInputBreaksAnything(_ target: FuzzTarget) throws {
    let folder = Repository.root.appendingPathComponent("Fuzz/corpus/\(target)")
    let inputs = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(!inputs.isEmpty)
    for input in inputs {
      let bytes = try Repository.bytes("Fuzz/corpus/\(target)/\(input)")
      #expect(throws: Never.self, "\(input)") { try target.run(bytes) }
    }
  }
}
