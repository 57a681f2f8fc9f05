import CFuzzer
import FuzzTargets
import Glibc

// `TARGET=NAME Fuzzer` and libFuzzer's own arguments; scripts/fuzz calls it. The name is in the
// environment because libFuzzer starts the program again with the arguments that it knows.

/// A constant of the file: libFuzzer's callback has no place for it.
private let target = FuzzTarget.all.first { target in
  getenv("TARGET").map { String(cString: $0) } == target.name
}

guard target != nil else {
  print("usage: TARGET=NAME Fuzzer [libFuzzer's arguments]")
  for target in FuzzTarget.all { print(target.name) }
  exit(2)
}
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
var count = CommandLine.argc
// Else its time would be the first input's.
try FuzzTarget.prepare()
let status = LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
  do {
    try target?.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  } catch {
    fatalError("\(error)")
  }
  return 0
}
exit(status)
