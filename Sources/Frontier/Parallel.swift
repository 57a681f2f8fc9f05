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
