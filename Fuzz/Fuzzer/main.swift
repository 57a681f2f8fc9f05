import CFuzzer
import FuzzTargets
import Glibc

// `Fuzzer TARGET` and libFuzzer's own arguments; scripts/fuzz calls it.

/// That of the first argument: libFuzzer's callback has no place for it.
private let target = FuzzTarget.all.first { $0.name == CommandLine.arguments.dropFirst().first }

guard target != nil else {
  print("usage: Fuzzer TARGET [libFuzzer's arguments]")
  for target in FuzzTarget.all { print(target.name) }
  exit(2)
}
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
var count = CommandLine.argc - 1
let status = LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
  do {
    try target?.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  } catch {
    fatalError("\(error)")
  }
  return 0
}
exit(status)
