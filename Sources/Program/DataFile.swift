import ArgumentParser
import Disk
import Evidence
import Glibc
import Publishing

/// A file that the program reads: one that an option names, or else one that it comes with, in the
/// current folder or, where that has none, as `scripts/install` put it beside the program.
struct DataFile: ExpressibleByArgument, CustomStringConvertible, Sendable {
  /// The path, to name the file by, and what is in it.
  typealias Contents = (name: String, bytes: [UInt8])

  static let anchors = DataFile(default: "anchors")
  static let calibration = DataFile(default: "calibration")
  static let claims = DataFile(default: "claims")
  static let measurements = DataFile(default: "measurements")
  /// All that the program comes with.
  static let shipped = [anchors, calibration, claims, measurements]

  /// As it was given, or the bare name of the file that the program comes with.
  let name: String
  /// The option to name another by; nil for a file that was named.
  private let option: String?

  private init(default stem: String) {
    (name, option) = ("\(stem).csv", "--\(stem)")
  }

  init(argument: String) {
    (name, option) = (argument, nil)
  }

  var defaultValueDescription: String { name }

  /// The path that is read.
  var description: String { path ?? name }

  var isThere: Bool { path != nil }

  /// - Returns: nil for a file that is in neither place; a named one is taken to be there.
  private var path: String? {
    guard option != nil else { return name }
    return [name, "\(Self.installedFolder)/\(name)"].first(where: Files.exists)
  }

  /// - Throws: a `Failure` naming the file and what keeps it from being read.
  func read() throws -> Contents {
    try Self.require([self])
    return (description, try Files.read(description))
  }

  /// The file read by itself as calibration.csv.
  /// - Throws: an `IngestError` with every complaint there is, or a `Failure`.
  func calibration() throws -> Calibration {
    let file = try read()
    return try Calibration.load(name: file.name, bytes: file.bytes)
  }

  /// - Throws: a `Failure` naming every file that is in neither place, both places and the options.
  static func require(_ files: [DataFile]) throws {
    let missing = files.filter { !$0.isThere }
    guard !missing.isEmpty else { return }
    throw Failure(
      "there is no \(missing.map(\.name).joined(separator: " and no ")) in this folder or in "
        + "\(installedFolder); give "
        + missing.compactMap { file in file.option.map { "\($0) FILE" } }.joined(separator: " and ")
        + ", or run in the folder that has them with --directory DIR")
  }

  /// `share/costfrontier` of the prefix whose `bin` the program lies in, links to it followed.
  private static let installedFolder: String = {
    let program = Files.absolute("/proc/self/exe")
    let prefix = program.split(separator: "/").dropLast(2).reduce("") { "\($0)/\($1)" }
    return "\(prefix)/share/costfrontier"
  }()
}
