import Disk
import Evidence
import Normalization
import Publishing

/// What FROM or TO of `frontier diff` names: a price sheet's pin, an edition of the two files, or
/// both; and the readings that hold on that side.
struct DiffSide {
  /// Where anchors.csv and calibration.csv come from.
  enum Place: Equatable {
    /// The files that --anchors and --calibration name.
    case current
    case directory(String)
    case revision(String)
  }

  let place: Place
  /// nil is that of --pin.
  let pin: PinName?

  /// Over those of --reading.
  let readings: [Reading]

  /// Reads `PIN`, `DIR`, `REV:`, `DIR,PIN` or `REV:,PIN`, each with `+NAME=READING` as often as
  /// wanted; `+NAME=READING` alone is the pin of --pin.
  ///
  /// What reads as a pin is one; to name a directory that does, write it with a slash.
  /// - Throws: an `EvidenceError` for an empty text, or a reading in another form.
  init(parsing whole: String) throws {
    let (text, readings) = try Self.split(whole)
    self.readings = readings
    if text.isEmpty, !readings.isEmpty {
      (place, pin) = (.current, nil)
      return
    }
    if let pin = Self.pin(text) {
      (place, self.pin) = (.current, pin)
      return
    }
    var path = text
    var pin: PinName?
    if let comma = text.lastIndex(of: ","),
      let appended = Self.pin(String(text[text.index(after: comma)...]))
    {
      (path, pin) = (String(text[..<comma]), appended)
    }
    guard !path.isEmpty else {
      throw EvidenceError("'\(whole)' names nothing to compare; write \(Self.forms)")
    }
    self.pin = pin
    place = path.hasSuffix(":") ? .revision(String(path.dropLast())) : .directory(path)
  }

  /// The readings at the end of a side, and what stands before them. A path may have plus signs of
  /// its own: what follows one is a reading from the first with an equals sign on, and after a pin
  /// or nothing always.
  private static func split(_ whole: String) throws -> (text: String, readings: [Reading]) {
    let parts = whole.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
    let isBare = parts[0].isEmpty || pin(parts[0]) != nil
    let first = isBare ? 1 : parts.dropFirst().firstIndex { $0.contains("=") } ?? parts.count
    return (
      parts[..<first].joined(separator: "+"), try Reading.list(Array(parts[first...]))
    )
  }

  /// The pin that `text` is, unless its provider has what no provider's name has but paths and
  /// revisions have.
  private static func pin(_ text: String) -> PinName? {
    guard let pin = try? PinName(parsing: text),
      !pin.provider.contains(where: { ",/:".contains($0) })
    else { return nil }
    return pin
  }

  private var isPin: Bool { place == .current }

  /// The text that this side was read from, with the commit in place of a revision and the day in
  /// place of `latest`, which may be others tomorrow.
  /// - Throws: a `FileError` when git does not know the revision.
  func lasting(_ text: String, at pin: Pin) throws -> String {
    let text = dated(text, at: pin)
    guard case .revision(let name) = place else { return text }
    return try GitRevision(name).commit + text.dropFirst(name.count)
  }

  private func dated(_ text: String, at pin: Pin) -> String {
    // What follows the pin are readings.
    guard self.pin.map({ $0.dated == nil }) == true, let last = text.ranges(of: "latest").last
    else {
      return text
    }
    var dated = text
    dated.replaceSubrange(last, with: pin.date.description)
    return dated
  }

  static let forms =
    "DATE, PROVIDER@DATE, PROVIDER@latest, DIR, REV:, or DIR,PIN or REV:,PIN, or any of these "
    + "with +NAME=READING"

  /// Reads and checks the side's files.
  /// - Throws: an `IngestError`, or a `Failure` that names the side.
  func load(_ options: EvidenceOptions, named text: String) throws -> NamedEdition {
    do {
      let edition = try options.edition(
        of: files(options, named: text), at: pin ?? PinName(parsing: options.pin),
        readings: readings)
      _ = try edition.rate(of: ReferenceFrame.referenceAccelerator)
      let asked = readings.map { "+\($0)" }.joined()
      return NamedEdition(
        isPin ? edition.pin.description + asked : dated(text, at: edition.pin), edition)
    } catch let error as EvidenceError {
      throw Failure("\(text): \(error.description)")
    }
  }

  private func files(_ options: EvidenceOptions, named text: String) throws
    -> EvidenceOptions.EditionFiles
  {
    switch place {
    case .current:
      return try options.files()
    case .directory(let path):
      func file(_ name: String) throws -> DataFile.Contents {
        // As the same files are called where no directory is named.
        let folder = path == "." ? "" : path.hasSuffix("/") ? path : "\(path)/"
        let file = folder + name
        guard Files.exists(path) else { throw Self.unknown(text, path) }
        guard Files.exists(file) else {
          throw Failure(
            "\(path) has no \(name); a directory to compare holds anchors.csv and calibration.csv")
        }
        return (file, try Files.read(file))
      }
      return (try file("anchors.csv"), try file("calibration.csv"))
    case .revision(let name):
      let revision = try GitRevision(name)
      func file(_ path: String) throws -> DataFile.Contents {
        ("\(name):\(path)", try revision.read(path))
      }
      return (try file("anchors.csv"), try file("calibration.csv"))
    }
  }

  /// That `path` is neither a pin nor a directory; a text that was meant as a pin says why not.
  private static func unknown(_ text: String, _ path: String) -> Failure {
    text.contains("@")
      ? Failure(
        "\(text) is not a pin; write DATE, PROVIDER@DATE or PROVIDER@latest, like \(Pin.paper)")
      : Failure("\(path) is neither a pin nor a directory; write \(forms)")
  }
}
