import Synchronization

/// Remembers which constants were looked up in the calibrations that record in it.
public final class LookupLog: Sendable {
  private let noted = Mutex<Set<Int>>([])

  public init() {}

  /// The lines of calibration.csv whose constants were looked up; an override counts as the row
  /// that it replaces.
  public var lines: Set<Int> { noted.withLock { $0 } }

  func note(_ constant: Constant) { noted.withLock { _ = $0.insert(constant.line) } }
}
