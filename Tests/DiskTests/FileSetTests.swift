import Foundation
import Testing

@testable import Disk

private struct Refused: Error {}

private func file(_ path: String, _ text: String) -> OutputFile {
  OutputFile(path: path, bytes: Array(text.utf8))
}

private let new = [file("a", "new a"), file("data/b", "new b"), file("c", "new c")]
private let old = ["a": "old a", "data/b": "old b", "mine": "mine"]
private let before: [String: String?] = [
  "a": "old a", "data/b": "old b", "mine": "mine", "data": nil,
]
private let after: [String: String?] = [
  "a": "new a", "data/b": "new b", "c": "new c", "mine": "mine", "data": nil,
]

@Suite struct FileSetTests {
  @Test func allIsAnnouncedBeforeAnythingIsReplaced() throws {
    let folder = try Folder(old)
    var announced: [String] = []
    try FileSet(folder.path).write(new) { paths in
      announced = paths
      let now = try folder.contents()
      #expect(now["a"] == "old a" && now["c"] == nil)
    }
    #expect(announced == new.map { "\(folder.path)/\($0.path)" })
    #expect(try folder.contents() == after)
  }

  @Test func whatCannotBeAnnouncedIsNotWritten() throws {
    let folder = try Folder(old)
    #expect(throws: Refused.self) {
      try FileSet(folder.path).write(new + [file("x/y/z", "?")]) { _ in throw Refused() }
    }
    #expect(try folder.contents() == before)
    // Nor are the folders on the way there.
    #expect(throws: Refused.self) {
      try FileSet(folder.path + "/p/q").write(new) { _ in throw Refused() }
    }
    #expect(try folder.contents() == before)
  }

  @Test(arguments: ["directory", "pipe"]) func onlyFilesAreReplaced(kind: String) throws {
    let folder = try Folder(old)
    try folder.remove("a")
    if kind == "pipe" {
      try #require(mkfifo("\(folder.path)/a", 0o600) == 0)
    } else {
      try folder.write("?", to: "a/x")
    }
    let error = #expect(throws: FileError.self) { try FileSet(folder.path).write(new) { _ in } }
    #expect(error?.description.contains(kind) == true)
    #expect(try folder.contents()["data/b"] == "old b")
    #expect(try folder.contents().keys.allSatisfy { !FileSet.isOfWrite($0) })
  }

  @Test func aLinkIsReplacedAndNotFollowed() throws {
    let folder = try Folder(old)
    try folder.remove("a")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/a", withDestinationPath: "mine")
    try FileSet(folder.path).write(new) { _ in }
    #expect(try folder.contents() == after)
  }

  /// What a write does, one step after the other, as it would have been left by a kill.
  private static let steps: [@Sendable (Folder) throws -> Void] = [
    {
      try $0.write(
        "process 1\0make n\0replace a\0replace data/b\0new c\0", to: ".frontier-write")
    },
    { try $0.write("new a", to: ".frontier-file-0.new") },
    { try $0.write("new b", to: "data/.frontier-file-1.new") },
    { try $0.write("new c", to: ".frontier-file-2.new") },
    {
      try $0.write(
        "process 1\0make n\0replace a\0replace data/b\0new c\0commit\0", to: ".frontier-write")
    },
    { try $0.move("a", ".frontier-file-0.old") },
    { try $0.move(".frontier-file-0.new", "a") },
    { try $0.move("data/b", "data/.frontier-file-1.old") },
    { try $0.move("data/.frontier-file-1.new", "data/b") },
    { try $0.move(".frontier-file-2.new", "c") },
    { try $0.remove(".frontier-file-0.old") },
    { try $0.remove("data/.frontier-file-1.old") },
  ]

  @Test(arguments: 0...steps.count) func aKilledWriteIsFinishedOrUndone(done: Int) throws {
    let folder = try Folder(old)
    for step in Self.steps[..<done] { try step(folder) }
    #expect(FileSet(folder.path).interruption == (done == 0 ? nil : .killed))
    try FileSet(folder.path).write([file("d", "d")]) { _ in }
    #expect(FileSet(folder.path).interruption == nil)
    var expected = done < 5 ? before : after
    expected["d"] = "d"
    #expect(try folder.contents() == expected)
  }

  /// Whoever left such a file was no run of this program.
  @Test(arguments: [
    "process 1\0new ../precious", "process 1\0replace /precious", "process 1\0new a/../../precious",
    "process 1\0run a", "process 1; x", "new a", "mine",
  ])
  func aForeignJournalIsRefused(record: String) throws {
    let folder = try Folder(["precious": "precious", "out/a": "a", ".frontier-file-0.new": "?"])
    try folder.write("\(record)\0commit\0", to: "out/.frontier-write")
    let before = try folder.contents()
    #expect(throws: FileError.self) {
      try FileSet("\(folder.path)/out").write([file("b", "b")]) { _ in }
    }
    #expect(try folder.contents() == before)
  }

  @Test(arguments: [".frontier-file-0.new", "data/.frontier-file-1.old"])
  func whatIsInTheWayStays(name: String) throws {
    let folder = try Folder(old.merging([name: "mine"]) { $1 })
    let before = try folder.contents()
    let error = #expect(throws: FileError.self) { try FileSet(folder.path).write(new) { _ in } }
    #expect(error?.description.contains("\(name) is in the way") == true)
    #expect(try folder.contents() == before)
  }

  @Test func aJournalThatIsALinkIsRefused() throws {
    let folder = try Folder(["precious": "precious", "out/a": "a"])
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/out/.frontier-write", withDestinationPath: "../precious")
    #expect(throws: FileError.self) { try FileSet("\(folder.path)/out").write(new) { _ in } }
    #expect(try folder.contents()["precious"] == "precious")
    #expect(try folder.contents()["out/a"] == "a")
  }

  @Test func oneWritesAtATime() throws {
    let folder = try Folder(old)
    try FileSet(folder.path).write(new) { _ in
      #expect(FileSet(folder.path).interruption == .running(process: "process \(getpid())"))
    }
  }

  /// A disk that is full when the journal is cut short leaves nothing to finish.
  @Test func aJournalThatWasCutOffIsUndone() throws {
    let whole = Array("process 12\0make data\0new data/b\0replace a\0commit\0".utf8)
    let record = try #require(WriteJournal.parse(whole))
    #expect(record.isCommitted && record.folders == ["data"] && record.process == "12")
    #expect(record.entries == [.init(path: "data/b", isNew: true), .init(path: "a", isNew: false)])
    for count in 0..<whole.count {
      let cut = try #require(WriteJournal.parse(Array(whole[..<count])), "cut after \(count) bytes")
      #expect(!cut.isCommitted)
    }
  }

  @Test func aJournalThatWasCutOffWithinItsFirstWordIsTheProgramsOwn() throws {
    let folder = try Folder(old.merging([".frontier-write": "proc"]) { $1 })
    #expect(FileSet(folder.path).interruption == .killed)
    try FileSet(folder.path).write(new) { _ in }
    #expect(FileSet(folder.path).interruption == nil)
    #expect(try folder.contents() == after)
    for text in ["processes", "prose", "process", "process "].map({ Array($0.utf8) }) {
      let isOwn = text.starts(with: "process ".utf8) || text == Array("process".utf8)
      #expect((WriteJournal.parse(text) != nil) == isOwn)
    }
  }
}
