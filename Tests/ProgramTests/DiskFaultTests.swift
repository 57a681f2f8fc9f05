import Foundation
import Rendering
import Testing

private let evidence = ["anchors.csv", "calibration.csv"]

/// Figure 2 as SVG, which is drawn quickest, in `out`.
private let draw = ["figures", "2", "--format", "svg", "--out", "out"]

/// A folder with the evidence and Figure 2 as it was under another setting.
private func drawn() throws -> TemporaryFolder {
  let folder = try TemporaryFolder(copying: evidence)
  let outcome = try Frontier.run(draw + ["--set", "transfer.overlap=0.4"], in: folder.url)
  try #require(outcome.status == 0, "\(outcome.errors)")
  return folder
}

extension TemporaryFolder {
  /// Runs the program with redirections that only a shell can make.
  fileprivate func shell(_ redirection: String, _ arguments: [String]) throws -> Frontier.Outcome {
    try Frontier.run(
      ["-c", "exec \"$0\" \"$@\" \(redirection)", Frontier.program.path] + arguments, in: url,
      program: URL(filePath: "/bin/sh"))
  }

  fileprivate func sums() throws -> Frontier.Outcome {
    try Frontier.run(
      ["--check", "--quiet", "SHA256SUMS"], in: url.appending(path: "out"),
      program: URL(filePath: "/usr/bin/sha256sum"))
  }
}

@Suite struct DiskFaultTests {
  @Test(arguments: [">/dev/full", ">&-"]) func anAnswerThatCannotBeWrittenReplacesNothing(
    redirection: String
  ) throws {
    let folder = try drawn()
    let before = try folder.contents()
    for command in [
      draw, ["locate", "--prompt", "900", "--output", "300", "--figure", "new/locate.svg"],
      ["pins", "--plot", "prices.svg"],
      ["diff", ".", "+decode=memory-bound", "--out", "difference", "--pictures", "svg"],
      ["--version"], ["locate", "--help"],
    ] {
      let outcome = try folder.shell(redirection, command)
      #expect(outcome.status == 2, "\(command)")
      #expect(
        outcome.errorLines.count == 1 && outcome.errors.contains("cannot write to standard output"))
      #expect(try folder.contents() == before)
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/new"))
    }
  }

  /// What a kill between staging and replacing leaves, and one in the midst of replacing.
  @Test(arguments: [false, true]) func anInterruptedWriteIsSaidAndEnded(isCommitted: Bool) throws {
    let folder = try drawn()
    let old = try folder.contents()
    try folder.write(
      "process 1\0replace figure-2.svg\0replace SHA256SUMS\0" + (isCommitted ? "commit\0" : ""),
      to: "out/.frontier-write")
    try folder.write("<svg/>", to: "out/.frontier-file-0.new")
    let verified = try Frontier.run(
      ["verify", "out", "--set", "transfer.overlap=0.4", "--report", "report"], in: folder.url)
    #expect(verified.status == 1)
    #expect(verified.output.contains("a write was interrupted; `frontier figures` finishes"))
    #expect(!verified.output.contains(".frontier-file"))
    try FileManager.default.removeItem(at: folder.url.appending(path: "report"))

    let next = try Frontier.run(draw + ["--set", "transfer.overlap=0.4"], in: folder.url)
    #expect(next.status == 0, "\(next.errors)")
    #expect(try folder.contents() == old)
    #expect(try folder.sums().status == 0)
  }

  /// In a sticky folder nobody may replace another's file; the first of the set were replaced.
  @Test(.enabled(if: getuid() == 0)) func aRefusedReplacementPutsEverythingBack() throws {
    let folder = try drawn()
    let out = folder.url.appending(path: "out")
    for name in ["figure-2.svg", "SHA256SUMS", "data/figure-2.csv", "data"] {
      try #require(chown(out.appending(path: name).path, 65534, 65534) == 0)
    }
    for path in [out.path, folder.path] { try #require(chmod(path, 0o1777) == 0) }
    let before = try folder.contents()
    let outcome = try Frontier.run(
      ["--reuid=65534", "--regid=65534", "--clear-groups", Frontier.program.path] + draw,
      in: folder.url, program: URL(filePath: "/usr/bin/setpriv"))
    // Where that user may not run the program, there is nothing to see.
    if outcome.status == 2 {
      #expect(
        outcome.errorLines == ["error: cannot write out/figure-2.txt: Operation not permitted"])
    }
    #expect(try folder.contents() == before)
  }

  @Test func foreignLinesDoNotStayInTheSums() throws {
    let folder = try drawn()
    let sum = String(repeating: "0", count: 64)
    try folder.write("precious", to: "precious")
    try folder.write("mine", to: "out/mine")
    try folder.write(
      folder.text("out/SHA256SUMS") + "0000  ../precious\n\(sum)  ../precious\n\(sum)  mine\n"
        + "\(sum)  \(folder.path)/precious\n\(sum)  data/../../precious\n", to: "out/SHA256SUMS")
    try Frontier.run(draw, in: folder.url)
    let names = try folder.text("out/SHA256SUMS").split(separator: "\n").map { $0.dropFirst(66) }
    #expect(names == ["data/figure-2.csv", "figure-2.svg", "figure-2.txt"])
    #expect(try folder.sums().status == 0)
  }

  @Test func runsAtOnceLoseNoLine() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let names = ["2", "readings", "s4", "s5"]
    let place = folder.url
    DispatchQueue.concurrentPerform(iterations: names.count) { index in
      let outcome = try? Frontier.run(
        ["figures", names[index], "--format", "svg", "--out", "out"], in: place)
      #expect(outcome?.status == 0, "\(outcome?.errors ?? "")")
    }
    #expect(try folder.text("out/SHA256SUMS").split(separator: "\n").count == 3 * names.count)
    #expect(try folder.sums().status == 0)
  }

  // MARK: Reading

  @Test func aPipeOrADeviceIsNoInput() throws {
    let folder = try TemporaryFolder(copying: evidence)
    for option in ["--anchors", "--calibration"] {
      let outcome = try Frontier.run(["audit", option, "/dev/zero"], in: folder.url)
      #expect(outcome.status == 2)
      #expect(
        outcome.errorLines == [
          "error: cannot read /dev/zero: it is a device or a terminal; name a file"
        ])
    }
  }

  @Test func whatCannotBeAFigureIsNotRead() throws {
    let folder = try drawn()
    try folder.write("secret", to: "secret")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/out/link.txt", withDestinationPath: "../secret")
    try FileManager.default.removeItem(at: folder.url.appending(path: "out/figure-2.txt"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/out/figure-2.txt", withDestinationPath: "../secret")
    try folder.write("", to: "out/sparse.svg")
    try #require(truncate("\(folder.path)/out/sparse.svg", 20_000_000_000) == 0)
    try #require(mkfifo("\(folder.path)/out/pipe\u{1B}[2J", 0o600) == 0)
    try folder.write(String(repeating: "<", count: 200_000), to: "out/figure-2.svg")

    let outcome = try Frontier.run(
      ["verify", "out", "--set", "transfer.overlap=0.4", "--report", "report"], in: folder.url)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("it has more than 67108864 bytes (64 MiB)"))
    #expect(!outcome.output.contains("\u{1B}"))
    try FileManager.default.removeItem(at: folder.url.appending(path: "out/sparse.svg"))
    let report = try folder.contents().filter { $0.key.hasPrefix("report/") }
    #expect(report["report/expected/figure-2.txt"] != nil)
    #expect(report.values.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("secret") })
  }

  /// A picture that says that it has a billion pixels, and one that says that it has 2400 dots per
  /// inch, are each wrong by themselves.
  @Test func onePictureDoesNotDecideForAll() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let figures = ["figures", "2", "s4", "s5", "--dpi", "36", "--format", "png", "--out", "out"]
    try Frontier.run(figures, in: folder.url)
    for (name, chunk, patch) in [
      ("figure-2", "IHDR", [0, 0, 0x7F, 0xFF, 0, 0, 0x7F, 0xFF]),
      ("figure-s4", "pHYs", [0, 1, 0x71, 0x18, 0, 1, 0x71, 0x18]),
    ] as [(String, String, [UInt8])] {
      let file = folder.url.appending(path: "out/\(name).png")
      var bytes = [UInt8](try Data(contentsOf: file))
      let start = try #require(bytes.firstRange(of: Array(chunk.utf8))).lowerBound
      bytes.replaceSubrange(start + 4..<start + 12, with: patch)
      let end = start + 4 + (chunk == "IHDR" ? 13 : 9)
      bytes.replaceSubrange(end..<end + 4, with: crc32(bytes[start..<end]))
      try Data(bytes).write(to: file)
    }
    let outcome = try Frontier.run(
      ["verify", "out", "--format", "csv", "--report", "report"], in: folder.url)
    #expect(outcome.status == 1)
    for line in [
      "figure-2.png,differs", "figure-s4.png,pixels", "figure-s5.png,bytes", "SHA256SUMS,differs",
    ] {
      #expect(outcome.output.contains("\n\(line)"), "\(outcome.output)")
    }
  }

  /// The check sum of a PNG's chunk.
  private func crc32(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 {
        let isOdd = sum & 1 == 1
        sum >>= 1
        if isOdd { sum ^= 0xEDB8_8320 }
      }
    }
    return withUnsafeBytes(of: (~sum).bigEndian) { Array($0) }
  }

  // MARK: Other programs

  /// A folder and a partial clone of it that lacks its files, and whose settings would have git run
  /// a program to fetch them.
  private func partialClone() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let script = """
      git init --quiet source && cd source && git config uploadpack.allowFilter true
      cp "$1"/anchors.csv "$1"/calibration.csv .
      git add . && git -c user.name=T -c user.email=t@example.org commit --quiet -m one
      cd .. && git clone --quiet --no-checkout --filter=blob:none "file://$PWD/source" clone
      printf '#!/bin/sh\\ntouch "%s/ran"\\nexec git-upload-pack "$@"\\n' "$PWD" >run
      chmod +x run && cd clone && git config remote.origin.uploadpack "$PWD/../run"
      git config protocol.allow always && git config protocol.file.allow always
      git config core.fsmonitor "$PWD/../run" && git config core.pager "$PWD/../run"
      cp "$1"/anchors.csv "$1"/calibration.csv .
      """
    let outcome = try Frontier.run(
      ["-ec", script, "sh", Frontier.repository.path], in: folder.url,
      program: URL(filePath: "/bin/sh"))
    try #require(outcome.status == 0, "\(outcome.errors)")
    return folder
  }

  @Test func aRepositoryRunsNothing() throws {
    let folder = try partialClone()
    let outcome = try Frontier.run(
      ["diff", "HEAD:", "."], in: folder.url.appending(path: "clone"))
    #expect(outcome.status == 2)
    #expect(
      outcome.errorLines == [
        "error: the git repository here does not hold ./anchors.csv of revision 'HEAD' whole; fetch "
          + "or mend it with git first"
      ])
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/ran"))
    // Left to itself git would have run it: the test can fail.
    try Frontier.run(
      ["-c", "git cat-file blob HEAD:anchors.csv"], in: folder.url.appending(path: "clone"),
      program: URL(filePath: "/bin/sh"))
    #expect(FileManager.default.fileExists(atPath: folder.path + "/ran"))
  }

  @Test(.enabled(if: getuid() == 0)) func anothersRepositoryIsSaidToBeThat() throws {
    let folder = try TemporaryFolder(copying: evidence)
    try Frontier.run(
      ["-ec", "git init --quiet . && chown -R 65534:65534 ."], in: folder.url,
      program: URL(filePath: "/bin/sh"))
    let outcome = try Frontier.run(["diff", "HEAD:", "."], in: folder.url)
    #expect(outcome.status == 2)
    #expect(
      outcome.errorLines == [
        "error: cannot read 'HEAD:', as the git repository here belongs to another user, and "
          + "safe.directory is not read; run as that user, or in a copy of your own"
      ])
  }

  private static let hasNamespaces =
    (try? Frontier.run(["-rn", "true"], program: URL(filePath: "/usr/bin/unshare")).status) == 0

  /// In a network namespace without so much as a loopback interface.
  @Test(.enabled(if: hasNamespaces)) func noNetworkIsNeeded() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let outside = try Frontier.run(draw, in: folder.url)
    let files = try folder.contents()
    let inside = try Frontier.run(
      ["-rn", Frontier.program.path] + draw, in: folder.url,
      program: URL(filePath: "/usr/bin/unshare"))
    #expect(inside.status == 0 && inside.output == outside.output)
    #expect(try folder.contents() == files)
  }
}
