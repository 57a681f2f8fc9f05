import Glibc
import Synchronization

/// While it is there, signals that end a program wait; then they have their effect.
///
/// A call that waits is interrupted by them all the same, and a limit on file sizes and a closed pipe
/// are errors of the call that meets them.
final class SignalDelay {
  /// The signal that came, 0 before there is one. A handler can reach nothing else.
  fileprivate static let arrived = Atomic<Int32>(0)
  private static let delayed = [SIGHUP, SIGINT, SIGQUIT, SIGTERM]
  private static let ignored = [SIGPIPE, SIGXFSZ]

  private var before: [(signal: Int32, action: sigaction)] = []

  init() {
    Self.arrived.store(0, ordering: .relaxed)
    for signal in Self.delayed { set(signal, note) }
    for signal in Self.ignored { set(signal, ignore) }
  }

  /// Whether a signal waits to have its effect.
  var isPending: Bool { Self.arrived.load(ordering: .relaxed) != 0 }

  private func set(_ signal: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var old = sigaction()
    sigaction(signal, nil, &old)
    // What is ignored (nohup) stays so.
    guard unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) != 1 else { return }
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    sigaction(signal, &action, nil)
    before.append((signal, old))
  }

  /// Gives the signals back, and one that came its effect.
  func end() {
    for (signal, action) in before {
      var action = action
      sigaction(signal, &action, nil)
    }
    before = []
    let signal = Self.arrived.exchange(0, ordering: .relaxed)
    if signal != 0 { raise(signal) }
  }
}

private func note(_ signal: Int32) { SignalDelay.arrived.store(signal, ordering: .relaxed) }

private func ignore(_ signal: Int32) {}
