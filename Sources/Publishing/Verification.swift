import Disk
import Plotting
import Rendering

/// How far two renderings of one picture may be apart: what other versions of cairo and FreeType
/// make of the edges of the same shapes.
public enum PixelTolerance {
  /// The largest difference of a colour component, of 255.
  public static let levels = 16
  /// The largest share of pixels that may differ at all, percent.
  public static let percent = 0.5
}

/// How a file compares with what it should be.
public struct FileCheck {
  public enum Level: String {
    case bytes, canonical, pixels, close, consistent
    case differs, missing, unexpected

    public var holds: Bool { ![.differs, .missing, .unexpected].contains(self) }
  }

  let path: String
  public let level: Level
  let detail: String
  /// For a check that fails: what should be there, what is, and what they differ in.
  public var evidence: [OutputFile] = []
}

/// Files that should be in a directory, held against those that are.
public struct Verification {
  private let expected: [OutputFile]
  private let disk: FigureFiles

  public init(expected: [OutputFile], disk: FigureFiles) {
    (self.expected, self.disk) = (expected, disk)
  }

  /// By path, SHA256SUMS last.
  public func checks() throws -> [FileCheck] {
    let known = Set(expected.map(\.path) + [FigureFiles.sums])
    let stray = disk.files.filter { !known.contains($0.key) }.map { path, bytes in
      FileCheck(
        path: path, level: .unexpected, detail: "no figure has this file",
        evidence: actual(path, bytes))
    }
    let unread = disk.unread.filter { !known.contains($0.key) }.map { path, reason in
      FileCheck(path: path, level: .unexpected, detail: reason)
    }
    let checks = (try expected.map(check) + stray + unread + interruption)
      .sorted { $0.path < $1.path }
    return checks + [try checkSums(areFilesExact: checks.allSatisfy { $0.level == .bytes })]
  }

  private var interruption: [FileCheck] {
    guard disk.isInterrupted else { return [] }
    return [
      FileCheck(
        path: FileSet.journal, level: .unexpected,
        detail: "a write was interrupted; `frontier figures` finishes or undoes it")
    ]
  }

  private func missing(_ file: OutputFile) -> FileCheck {
    let reason = disk.unread[file.path]
    return FileCheck(
      path: file.path, level: reason == nil ? .missing : .differs, detail: reason ?? "",
      evidence: [OutputFile(path: "expected/\(file.path)", bytes: file.bytes)])
  }

  /// A file as it is, for the report; nothing of a link, which may lead to what is nobody's business.
  private func actual(_ path: String, _ bytes: [UInt8]) -> [OutputFile] {
    disk.links.contains(path) ? [] : [OutputFile(path: "actual/\(path)", bytes: bytes)]
  }

  private func check(_ file: OutputFile) throws -> FileCheck {
    guard let actual = disk.files[file.path] else { return missing(file) }
    if actual == file.bytes { return FileCheck(path: file.path, level: .bytes, detail: "") }
    if file.path.hasSuffix(".png") { return checkPixels(file, actual: actual) }
    if file.path.hasSuffix(".svg"),
      canonicalForm(ofSVG: actual) == canonicalForm(ofSVG: file.bytes)
    {
      return FileCheck(path: file.path, level: .canonical, detail: "")
    }
    return failed(file, actual: actual)
  }

  /// A text file that differs: the lines that do.
  private func failed(_ file: OutputFile, actual: [UInt8]) -> FileCheck {
    guard !file.path.hasSuffix(".pdf") else {
      return FileCheck(
        path: file.path, level: .differs, detail: "PDF is compared by bytes alone",
        evidence: both(file, actual))
    }
    let lines = LineDifference(expected: file.bytes, actual: actual)
    return FileCheck(
      path: file.path, level: .differs, detail: lines.summary,
      evidence: both(
        file, actual,
        [OutputFile(path: "difference/\(file.path).txt", bytes: Array(lines.text.utf8))]))
  }

  /// - Parameter difference: what shows where the two differ.
  private func both(
    _ file: OutputFile, _ actual: [UInt8], _ difference: [OutputFile] = []
  ) -> [OutputFile] {
    let actual = self.actual(file.path, actual)
    return [OutputFile(path: "expected/\(file.path)", bytes: file.bytes)] + actual
      + (actual.isEmpty ? [] : difference)
  }

  private func checkPixels(_ file: OutputFile, actual: [UInt8]) -> FileCheck {
    func differs(_ detail: String, _ evidence: [OutputFile] = []) -> FileCheck {
      FileCheck(
        path: file.path, level: .differs, detail: detail, evidence: both(file, actual, evidence))
    }
    do {
      let wanted = try decodePNG(file.bytes)
      try Self.checkSize(readPNGHeader(actual), is: wanted.header)
      let found = try decodePNG(actual)
      let pixels = try comparePixels(wanted.image, found.image)
      let count = wanted.image.width * wanted.image.height
      let share = 100 * Double(pixels.differingPixels) / Double(count)
      let isClose =
        pixels.maximumDifference <= PixelTolerance.levels && share <= PixelTolerance.percent
      let detail =
        pixels.differingPixels == 0
        ? ""
        : "\(pixels.differingPixels) pixels (\(NumberFormat.significant(share, digits: 2)) %) "
          + "by up to \(pixels.maximumDifference) of 255"
      guard isClose else {
        let strip = try encodePNG(comparisonStrip(wanted.image, found.image))
        return differs(detail, [OutputFile(path: "difference/\(file.path)", bytes: strip)])
      }
      guard wanted.text == found.text else {
        return differs("the statements in it differ" + (detail.isEmpty ? "" : "; \(detail)"))
      }
      return FileCheck(
        path: file.path, level: pixels.differingPixels == 0 ? .pixels : .close, detail: detail)
    } catch {
      return differs((error as? RenderingError)?.description ?? "it cannot be read")
    }
  }

  /// Before the pixels of a picture are read, which may be very many.
  private static func checkSize(_ found: PNGHeader, is wanted: PNGHeader) throws {
    guard (found.width, found.height) == (wanted.width, wanted.height) else {
      throw RenderingError.sizesDiffer(
        before: "\(wanted.width) × \(wanted.height)", after: "\(found.width) × \(found.height)")
    }
  }

  /// SHA256SUMS against the files beside it, whatever these should be.
  private func checkSums(areFilesExact: Bool) throws -> FileCheck {
    let path = FigureFiles.sums
    let text = try disk.files.filter { $0.key != path }.sorted { $0.key < $1.key }
      .map { "\(try Files.sha256($0.value))  \($0.key)\n" }.joined()
    let wanted = OutputFile(path: path, bytes: Array(text.utf8))
    guard let actual = disk.files[path] else { return missing(wanted) }
    guard actual == wanted.bytes else { return failed(wanted, actual: actual) }
    return areFilesExact
      ? FileCheck(path: path, level: .bytes, detail: "")
      : FileCheck(path: path, level: .consistent, detail: "with the files beside it")
  }
}

/// The lines in which two texts differ, from the first that does to the last.
private struct LineDifference {
  private let missing: [Substring]
  private let extra: [Substring]
  private let first: Int

  init(expected: [UInt8], actual: [UInt8]) {
    let wanted = String(decoding: expected, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let found = String(decoding: actual, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let head = zip(wanted, found).prefix { $0 == $1 }.count
    let room = min(wanted.count, found.count) - head
    let tail = zip(wanted.reversed(), found.reversed()).prefix(room).prefix { $0 == $1 }.count
    first = head + 1
    missing = Array(wanted[head..<wanted.count - tail])
    extra = Array(found[head..<found.count - tail])
  }

  var summary: String { "from line \(first)" }

  var text: String {
    (["@@ line \(first) @@"] + missing.map { "- \($0)" } + extra.map { "+ \($0)" })
      .joined(separator: "\n") + "\n"
  }
}
