import Foundation

/// The built program, run as a user runs it.
struct Frontier {
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  }

  /// Runs `frontier`, or another program, and waits for it.
  /// - Parameters:
  ///   - directory: where it runs; the repository when nil.
  ///   - environment: set over the test's own.
  @discardableResult
  static func run(
    _ arguments: [String], in directory: URL? = nil, environment: [String: String] = [:],
    program: URL = Self.program
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = directory ?? repository
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // Drained beside each other: a full pipe would stop the program.
    let drain = Drain(errors.fileHandleForReading)
    let written = output.fileHandleForReading.readDataToEndOfFile()
    let complained = drain.wait()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: written, as: UTF8.self),
      errors: String(decoding: complained, as: UTF8.self))
  }

  /// The folder that holds Package.swift.
  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The tests' own executable lies beside the program.
  static let program: URL = {
    let executable = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let places = [executable, repository.appending(path: ".build/debug")]
    return places.map { $0.appending(path: "frontier") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    } ?? places[1].appending(path: "frontier")
  }()

  /// Reads a pipe to its end on a thread of its own.
  private final class Drain: @unchecked Sendable {
    private var data = Data()
    private let done = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle) {
      Thread.detachNewThread { [self] in
        data = handle.readDataToEndOfFile()
        done.signal()
      }
    }

    func wait() -> Data {
      done.wait()
      return data
    }
  }
}

/// A folder that lasts as long as the value does.
final class TemporaryFolder {
  let url: URL

  /// - Parameter copying: files of the repository to put into it.
  init(copying names: [String] = []) throws {
    url = FileManager.default.temporaryDirectory.appending(
      path: "frontier-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for name in names {
      try FileManager.default.copyItem(
        at: Frontier.repository.appending(path: name), to: url.appending(path: name))
    }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var path: String { url.path }

  func text(_ name: String) throws -> String {
    try String(contentsOf: url.appending(path: name), encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws {
    try text.write(to: url.appending(path: name), atomically: true, encoding: .utf8)
  }

  /// Every file below the folder with its bytes.
  func contents() throws -> [String: Data] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: url.path)
    return try paths.reduce(into: [:]) { files, path in
      let whole = url.appending(path: path)
      let kind = try FileManager.default.attributesOfItem(atPath: whole.path)[.type]
      if kind as? FileAttributeType == .typeRegular { files[path] = try Data(contentsOf: whole) }
    }
  }
}
