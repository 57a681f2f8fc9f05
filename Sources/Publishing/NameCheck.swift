import Disk
import Evidence
import Plotting
import Rendering

/// Whether the names in an edition's rows can stand on a figure.
struct NameCheck {
  private let fonts: FontSet

  init(fonts: FontSet) { self.fonts = fonts }

  /// - Throws: a `FileError` naming every row whose name cannot be shown.
  func check(_ edition: Edition) throws {
    let refused = edition.anchors.flatMap { anchor in
      Set(fonts.unshowable([anchor.system, anchor.label])).sorted().map {
        "line \(anchor.line): “\($0.shortened)”"
      }
    }
    guard !refused.isEmpty else { return }
    throw FileError(
      "figures cannot show these names of anchors (\(refused.joined(separator: ", "))): write them "
        + "in Latin, Greek or Cyrillic letters, from left to right")
  }
}

extension String {
  /// The start of a long name.
  fileprivate var shortened: String { count > 40 ? prefix(39) + "…" : self }
}
