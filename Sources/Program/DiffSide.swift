import Evidence
import Normalization
import Publishing

/// What FROM or TO of `frontier diff` names: a price sheet's pin, an edition of the two files, or
/// both.
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
  let pin: Pin?

  /// Reads `PIN`, `DIR`, `REV:`, `DIR,PIN` or `REV:,PIN`.
  ///
  /// What reads as a pin is one; to name a directory that does, write it with a slash.
  /// - Throws: an `EvidenceError` for an empty text.
  init(parsing text: String) throws {
    if let pin = Self.pin(text) {
      (place, self.pin) = (.current, pin)
      return
    }
    var path = text
    var pin: Pin?
    if let comma = text.lastIndex(of: ","),
      let appended = Self.pin(String(text[text.index(after: comma)...]))
    {
      (path, pin) = (String(text[..<comma]), appended)
    }
    guard !path.isEmpty else {
      throw EvidenceError("'\(text)' names nothing to compare; write \(Self.forms)")
    }
    self.pin = pin
    place = path.hasSuffix(":") ? .revision(String(path.dropLast())) : .directory(path)
  }

  /// The pin that `text` is, unless its provider has what no provider's name has but paths and
  /// revisions have.
  private static func pin(_ text: String) -> Pin? {
    guard let pin = try? Pin(parsing: text), !pin.provider.contains(where: { ",/:".contains($0) })
    else { return nil }
    return pin
  }

  private var isPin: Bool { place == .current }

  static let forms = "DATE, PROVIDER@DATE, DIR, REV:, or DIR,PIN or REV:,PIN"

  /// Reads and checks the side's files.
  /// - Throws: an `IngestError`, or a `Failure` that names the side.
  func load(_ options: EvidenceOptions, named text: String) throws -> NamedEdition {
    do {
      let pin = try self.pin ?? Pin(parsing: options.pin)
      let edition = try options.edition(of: files(options, named: text), at: pin)
      _ = try edition.rate(of: ReferenceFrame.referenceAccelerator)
      return NamedEdition(isPin ? pin.description : text, edition)
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
        let file = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
        guard Files.exists(path) else { throw Self.unknown(text, path, options) }
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
  private static func unknown(_ text: String, _ path: String, _ options: EvidenceOptions) -> Failure
  {
    text.contains("@")
      ? Failure("\(text) is not a pin; write DATE or PROVIDER@DATE, like \(Pin.paper)")
      : Failure("\(path) is neither a pin nor a directory; write \(forms)")
  }
}
