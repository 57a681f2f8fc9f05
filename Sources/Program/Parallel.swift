import Dispatch

/// Work on all processors at once.
enum Parallel {
  /// The results of `transform`, in the order of `items`.
  static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ transform: @Sendable (Item) -> Result
  ) -> [Result] {
    var results = [Result?](repeating: nil, count: items.count)
    results.withUnsafeMutableBufferPointer { buffer in
      let slots = Slots(base: buffer.baseAddress)
      DispatchQueue.concurrentPerform(iterations: items.count) { index in
        slots.base?[index] = transform(items[index])
      }
    }
    return results.compactMap { $0 }
  }

  /// Each iteration writes its own slot and no other.
  private struct Slots<Element>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Element>?
  }
}
