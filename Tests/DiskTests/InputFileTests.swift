import Foundation
import Testing

@testable import Disk

@Suite struct InputFileTests {
  @Test func theLimitIsReadAndNothingPastIt() throws {
    let folder = try Folder(["a": "12345"])
    #expect(try Files.read("\(folder.path)/a", limit: 5) == Array("12345".utf8))
    #expect(throws: FileError.self) { try Files.read("\(folder.path)/a", limit: 4) }
    #expect(throws: FileError.self) { try Files.read("\(folder.path)/none") }
  }

  /// Its size is asked for before it is read.
  @Test func aSparseFileIsRefusedAtOnce() throws {
    let folder = try Folder(["a": ""])
    try #require(truncate("\(folder.path)/a", 20_000_000_000) == 0)
    let error = #expect(throws: FileError.self) { try Files.read("\(folder.path)/a") }
    #expect(error?.description.contains("more than 268435456 bytes") == true)
  }

  @Test(arguments: ["/dev/zero", "/dev/full", "/"]) func devicesAndFoldersAreNotRead(path: String) {
    #expect(throws: FileError.self) { try Files.read(path) }
  }

  @Test func aPipeIsReadWhereSomebodyWrites() throws {
    let folder = try Folder()
    let pipe = "\(folder.path)/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    let error = #expect(throws: FileError.self) { try InputFile(pipe, silence: 0.05).bytes() }
    #expect(error?.description.contains("nobody has written") == true)
    let text = String(repeating: "0123456789", count: 20_000)
    DispatchQueue.global().async {
      let handle = FileHandle(forWritingAtPath: pipe)
      try? handle?.write(contentsOf: Data(text.utf8))
      try? handle?.close()
    }
    #expect(try InputFile(pipe).bytes() == Array(text.utf8))
  }

  /// Files of /proc say that they have no bytes, and have some.
  @Test func aFileThatDoesNotSayItsSizeIsBoundedToo() throws {
    #expect(try !Files.read("/proc/self/status").isEmpty)
    #expect(throws: FileError.self) { try Files.read("/proc/self/status", limit: 10) }
  }
}
