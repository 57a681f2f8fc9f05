import Foundation
import TestSupport
import Testing

/// One rebuild's surroundings, all drawn from a seed.
private struct Surroundings {
  private var numbers: SeededNumbers

  init(seed: Int) { numbers = SeededNumbers(seed: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15) }

  mutating func choice<Element>(_ elements: [Element]) -> Element {
    elements[Int(numbers.next() % UInt64(elements.count))]
  }

  mutating func shuffled(_ elements: [String]) -> [String] {
    elements.map { ($0, numbers.next()) }.sorted { $0.1 < $1.1 }.map(\.0)
  }
}

/// A folder of the evidence in random surroundings, and the rebuilds made in it.
private struct Rebuild {
  private static let evidence = ["anchors.csv", "calibration.csv"]

  /// Runs a program as another user, where the tests may do so and that user may run it.
  private static let asAnotherUser: [String] = {
    let command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command + [Frontier.program.path, "--help"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard getuid() == 0, (try? process.run()) != nil else { return [] }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? command : []
  }()

  private let folder: TemporaryFolder
  private let work: URL
  private var surroundings: Surroundings
  /// What the program is run by; one user all the time, who can then write beside their own files.
  private let user: [String]

  init(seed: Int) throws {
    surroundings = Surroundings(seed: seed)
    user = surroundings.choice([[], Self.asAnotherUser])
    folder = try TemporaryFolder()
    work = folder.url.appending(
      path: surroundings.choice(["plain", "with blanks in it", "größe/tief/unten", "a,b@c;d"]))
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    for name in Self.evidence {
      try FileManager.default.copyItem(
        at: Frontier.repository.appending(path: name), to: work.appending(path: name))
    }
    for place in [folder.url, work] {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o777], ofItemAtPath: place.path)
    }
  }

  /// Draws `figures`, one by one or at once, and gives every file with its bytes.
  mutating func run(_ figures: [String]) throws -> [String: Data] {
    let environment = try environment()
    let order = surroundings.shuffled(figures)
    for group in surroundings.choice([[order], order.map { [$0] }]) {
      let (status, errors) = try draw(group, environment)
      try #require(status == 0, "\(errors) in \(environment)")
    }
    return try folder.contents().reduce(into: [:]) { files, file in
      if let path = file.key.components(separatedBy: "/out/").last, path != file.key {
        files[path] = file.value
      }
    }
  }

  /// Under a random umask, on one processor or all.
  private mutating func draw(_ figures: [String], _ environment: [String: String]) throws -> (
    status: Int32, errors: String
  ) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    let mask = surroundings.choice(["000", "022", "027", "077"])
    let hasTaskset = FileManager.default.isExecutableFile(atPath: "/usr/bin/taskset")
    let processors = hasTaskset ? surroundings.choice([[], ["taskset", "-c", "0"]]) : []
    process.arguments =
      ["-c", "umask \(mask); exec \"$@\"", "sh"] + processors
      + user + [Frontier.program.path, "figures"]
      + figures + ["--format", "png,svg", "--dpi", "40", "--out", "out"]
    process.environment = environment
    process.currentDirectoryURL = work
    let errors = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let complaints = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: complaints, as: UTF8.self))
  }

  private mutating func environment() throws -> [String: String] {
    let home = folder.url.appending(path: "home")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    var environment = [
      "PATH": "/usr/bin:/bin", "HOME": home.path, "USER": surroundings.choice(["root", "nobody"]),
      "TZ": surroundings.choice(["UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"]
      ),
      "LANG": surroundings.choice(["C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "xx_XX"]),
    ]
    if let locale = surroundings.choice([nil, "C", "fr_FR.UTF-8", "ja_JP.eucJP"]) {
      environment["LC_ALL"] = locale
    }
    if surroundings.choice([true, false]) {
      environment["FONTCONFIG_FILE"] = try fontSettings(in: home).path
    }
    return environment
  }

  /// A fontconfig file that prefers another font to DejaVu Sans, and has a font of another family
  /// under its file's name.
  private func fontSettings(in home: URL) throws -> URL {
    let fonts = home.appending(path: "fonts")
    try FileManager.default.createDirectory(at: fonts, withIntermediateDirectories: true)
    let other = URL(filePath: "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")
    if FileManager.default.fileExists(atPath: other.path) {
      try FileManager.default.copyItem(at: other, to: fonts.appending(path: "DejaVuSans.ttf"))
    }
    let file = home.appending(path: "fonts.conf")
    try """
    <?xml version="1.0"?>
    <fontconfig>
      <dir>\(fonts.path)</dir>
      <dir>/usr/share/fonts</dir>
      <cachedir>\(home.path)/cache</cachedir>
      <match target="pattern"><test name="family"><string>DejaVu Sans</string></test>
        <edit name="family" mode="assign" binding="strong"><string>DejaVu Sans Mono</string></edit>
      </match>
      <match target="font"><edit name="hintstyle" mode="assign"><const>hintfull</const></edit>
      </match>
    </fontconfig>
    """.write(to: file, atomically: true, encoding: .utf8)
    return file
  }
}

/// What the rebuilds gave, from several threads.
private final class Findings: @unchecked Sendable {
  private let lock = NSLock()
  private var versions: [String: Set<Data>] = [:]
  private var failures: [String] = []

  func add(_ files: [String: Data]) {
    lock.withLock { for (path, bytes) in files { versions[path, default: []].insert(bytes) } }
  }

  func fail(_ error: any Error) { lock.withLock { failures.append("\(error)") } }

  var result: (versions: [String: Set<Data>], failures: [String]) {
    lock.withLock { (versions, failures) }
  }
}

@Suite struct ReproducibilityTests {
  /// Figure 1, and now and then others; in a debug build, which is ten times as slow, less often.
  private func figures(_ index: Int) -> [String] {
    #if DEBUG
      ["1"] + (index.isMultiple(of: 10) ? ["2"] : []) + (index.isMultiple(of: 2) ? ["3"] : [])
    #else
      ["1"] + (index.isMultiple(of: 2) ? ["2", "3"] : [])
        + (index.isMultiple(of: 10) ? ["readings", "support", "contracts"] : [])
    #endif
  }

  @Test func fiftyRebuildsInRandomSurroundingsGiveOneSetOfFiles() throws {
    let findings = Findings()
    DispatchQueue.concurrentPerform(iterations: 50) { index in
      do {
        var rebuild = try Rebuild(seed: index)
        var files = try rebuild.run(figures(index))
        // SHA256SUMS lists what was drawn.
        if figures(index) != figures(0) { files["SHA256SUMS"] = nil }
        findings.add(files)
      } catch {
        findings.fail(error)
      }
    }
    let (versions, failures) = findings.result
    #expect(failures.isEmpty, "\(failures.first ?? "")")
    #expect(versions.count == 4 * figures(0).count + 1)
    for (path, contents) in versions {
      #expect(contents.count == 1, "\(path) came out in \(contents.count) versions")
    }
  }
}
