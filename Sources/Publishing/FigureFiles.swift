import Disk
import Figures
import Glibc
import Rendering

/// A directory of figures as it is on disk.
public struct FigureFiles {
  /// By path below the directory.
  let files: [String: [UInt8]]
  /// Why a path is none that is read: a pipe, a link to nowhere, too many bytes.
  let unread: [String: String]
  /// Those of the files that are links to one.
  let links: Set<String>
  /// Whether a write to the directory was killed.
  public let isInterrupted: Bool
  /// What each PNG of a figure says of itself, by path.
  private let pictures: [PNGHeader]

  static let sums = "SHA256SUMS"

  /// The most that is read of one file, bytes: 64 MiB; a page at 2400 dots per inch has less.
  public static let mostBytes = 1 << 26
  /// The most that is read of all files, bytes: 256 MiB.
  public static let mostBytesTogether = 1 << 28
  /// The most files and folders of a directory.
  public static let mostNames = 10_000

  /// - Throws: a `FileError` when there is no such directory, or it has more than `mostNames` names.
  public init(_ path: String) throws {
    var files: [String: [UInt8]] = [:]
    var unread: [String: String] = [:]
    var links: Set<String> = []
    var rest = Self.mostBytesTogether
    isInterrupted = FileSet(path).interruption != nil
    for name in try Self.names(in: path) where !(isInterrupted && FileSet.isOfWrite(name)) {
      let whole = "\(path)/\(name)"
      // Reading from a pipe that nobody writes to would never end.
      guard Files.kind(of: whole, following: true) == .file else {
        unread[name] = "not a regular file"
        continue
      }
      do throws(FileError) {
        let bytes = try Files.read(whole, limit: min(rest, Self.mostBytes))
        rest -= bytes.count
        files[name] = bytes
        if Files.kind(of: whole) == .link { links.insert(name) }
      } catch {
        unread[name] = error.description
      }
    }
    (self.files, self.unread, self.links) = (files, unread, links)
    pictures = files.filter { $0.key.hasSuffix(".png") && Figure.hasFile($0.key) }
      .sorted { $0.key < $1.key }
      .compactMap { try? readPNGHeader($0.value) }
  }

  /// Every file below the directory, however deep.
  private static func names(in path: String) throws -> [String] {
    var names: [String] = []
    var count = 0
    // Those that are still to be looked through.
    var folders = [""]
    while let folder = folders.popLast() {
      guard let directory = opendir("\(path)/\(folder)") else {
        throw FileError(
          "cannot read \(path)/\(folder): \(String(cString: strerror(errno)))"
            + (errno == ENOENT ? "; name a directory that `frontier figures` wrote" : ""))
      }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard name != ".", name != ".." else { continue }
        count += 1
        guard count <= mostNames else {
          throw FileError(
            "\(path) has more than \(mostNames) files; name a directory that `frontier figures` "
              + "wrote")
        }
        if Files.kind(of: "\(path)/\(folder)\(name)") == .directory {
          folders.append("\(folder)\(name)/")
        } else {
          names.append(folder + name)
        }
      }
    }
    return names.sorted()
  }

  /// The lines of SHA256SUMS; nil when there is none.
  private var sumLines: [String]? {
    files[Self.sums].map {
      String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  /// The figures of which files are listed in SHA256SUMS or there; nil when there are none.
  public var figures: [Figure]? {
    let stems = Set(
      ((sumLines ?? []) + files.keys).map { line in
        let name = line.split { $0 == " " || $0 == "/" || $0 == "*" }.last ?? ""
        return String(name.prefix { $0 != "." })
      })
    let found = Figure.all.filter { stems.contains($0.id) }
    return found.isEmpty ? nil : found
  }

  /// The formats that should be there: of the pictures in SHA256SUMS, else of those found; nil when
  /// there are no pictures.
  public var formats: [PictureFormat]? {
    [sumLines ?? [], Array(files.keys)].lazy.map { names in
      PictureFormat.allCases.filter { format in
        names.contains { $0.hasSuffix(".\(format.rawValue)") }
      }
    }.first { !$0.isEmpty }
  }

  /// Of most of the PNGs that say one that a PNG may have. PNG counts whole pixels to the metre,
  /// 0.0254 dots per inch: the roundest resolution that could have been meant.
  public var dotsPerInch: Double? {
    Self.commonest(
      pictures.compactMap(\.dotsPerInch).map { written in
        [1.0, 10].map { (written * $0).rounded() / $0 }.first { abs($0 - written) < 0.018 }
          ?? written
      }.filter(PictureFormat.resolutions.contains))
  }

  /// The value that stands there most often; the first of several.
  private static func commonest<Value: Equatable>(_ values: [Value]) -> Value? {
    func count(_ value: Value) -> Int { values.count { $0 == value } }
    let most = values.map(count).max()
    return values.first { count($0) == most }
  }

  /// The statement of a picture's metadata that says how wide it was asked for.
  static let widthKey = "Width"

  /// How wide most PNGs say that they were asked for, or else the first SVG; nil where none does.
  /// - Throws: a `FileError` when it says something that is no width.
  public func size() throws -> SheetSize? {
    let inPNG = Self.commonest(
      pictures.compactMap { $0.text.first { $0.key == Self.widthKey }?.value })
    let text = inPNG ?? svgStatement(Self.widthKey)
    return try text.map { try SheetSize(parsing: $0, option: "the width that the files tell") }
  }

  /// The accelerators that Figure 3 was asked for: as its picture says, or without PNG and SVG
  /// those in its data; nil where nothing says.
  public var accelerators: [String]? {
    guard files["figure-3.png"] != nil || files["figure-3.svg"] != nil else {
      let rows = files["data/figure-3.csv"]?.split(separator: UInt8(ascii: "\n")).dropFirst()
      return rows?.map { String(decoding: $0.prefix { $0 != UInt8(ascii: ",") }, as: UTF8.self) }
        .withoutRepeats()
    }
    let inPNG = files["figure-3.png"].flatMap { try? readPNGHeader($0) }?.text
      .first { $0.key == Figure.acceleratorsKey }?.value
    return (inPNG ?? svgStatement(Figure.acceleratorsKey, in: "figure-3.svg"))
      .map { $0.split(separator: ",").map(String.init) }
  }

  /// A statement in the metadata near the start of an SVG, the first one where none is named.
  private func svgStatement(_ key: String, in name: String? = nil) -> String? {
    let first = files.filter { name == nil ? $0.key.hasSuffix(".svg") : $0.key == name }
      .min { $0.key < $1.key }
    let head = String(decoding: (first?.value ?? []).prefix(16384), as: UTF8.self)
    return head.split(separator: "\n").lazy
      .first { $0.hasPrefix("\(key): ") }
      .map { $0.dropFirst(key.count + 2).prefix { $0 != "<" } }.map(String.init)
  }

  /// What the pictures lie on: nothing where most PNGs are transparent or an SVG has no background's
  /// rectangle, the only one that it can have.
  public var background: PictureBackground {
    let hasNone =
      Self.commonest(pictures.map(\.hasAlpha))
      ?? files.first { $0.key.hasSuffix(".svg") }.map {
        !String(decoding: $0.value, as: UTF8.self).contains("<rect ")
      } ?? false
    return hasNone ? .none : .white
  }

  /// What the PNG files say of their making where that is not what is asked for.
  public func statements(unlike asked: [(key: String, value: String)]) -> [String] {
    guard let found = pictures.first?.text else { return [] }
    return asked.compactMap { key, value in
      guard let made = found.first(where: { $0.key == key })?.value, made != value else {
        return nil
      }
      let option =
        switch key {
        case "Pin": "; give --pin \(made) to compare with that"
        case "Readings": "; give --reading as they were"
        case "Settings": "; give --set as they were"
        default: ""
        }
      return "the files were made with \(key) \(made), not \(value)\(option)"
    }
  }
}
