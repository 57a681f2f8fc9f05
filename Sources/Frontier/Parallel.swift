import Dispatch
import Synchronization

/// Work on all processors at once.
public enum Parallel {
  /// The results of `transform`, in the order of `items`.
  /// - Throws: the error of the first item that has one.
  public static func map<Item: Sendable, Made: Sendable>(
    _ items: [Item], _ transform: @Sendable (Item) throws -> Made
  ) throws -> [Made] {
    let results = Mutex<[Int: Result<Made, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: items.count) { index in
      let result = Result { try transform(items[index]) }
      results.withLock { $0[index] = result }
    }
    return try results.withLock { $0 }.sorted { $0.key < $1.key }.map { try $0.value.get() }
  }
}

/// Counts what is done, from any thread, and tells someone.
public final class Counter: Sendable {
  private let total: Int
  private let done = Mutex(0)
  private let tell: @Sendable (Int, Int) -> Void

  /// - Parameter tell: is told how many of how many are done.
  public init(of total: Int, _ tell: @escaping @Sendable (Int, Int) -> Void) {
    (self.total, self.tell) = (total, tell)
  }

  public func count() {
    let count = done.withLock { count in
      count += 1
      return count
    }
    tell(count, total)
  }
}
