/// The middle 90 % of numbers, and their median.
public struct Quantiles: Equatable, Sendable {
  public let p05: Double
  public let p50: Double
  public let p95: Double

  /// Of at least one number, else nil. Between two numbers it interpolates, as NumPy does by
  /// default.
  public init?(_ numbers: [Double]) {
    guard !numbers.isEmpty else { return nil }
    var numbers = numbers
    // From the highest down: each leaves what lies below it in front.
    let found = [0.95, 0.5, 0.05].map { Self.quantile($0, of: &numbers) }
    (p05, p50, p95) = (found[2], found[1], found[0])
  }

  private static func quantile(_ share: Double, of numbers: inout [Double]) -> Double {
    let place = share * Double(numbers.count - 1)
    let index = Int(place)
    let low = select(index, of: &numbers)
    guard index + 1 < numbers.count, let high = numbers[(index + 1)...].min() else { return low }
    return low + (place - Double(index)) * (high - low)
  }

  /// The number that sorting would put at `index`, with none larger before it and none smaller
  /// behind it afterwards (Hoare's selection; to sort 20,000 numbers for three of them takes longer
  /// than to draw them).
  private static func select(_ index: Int, of numbers: inout [Double]) -> Double {
    var (low, high) = (0, numbers.count - 1)
    while low < high {
      let pivot = numbers[index]
      var (left, right) = (low, high)
      repeat {
        while numbers[left] < pivot { left += 1 }
        while pivot < numbers[right] { right -= 1 }
        if left <= right {
          numbers.swapAt(left, right)
          left += 1
          right -= 1
        }
      } while left <= right
      if right < index { low = left }
      if index < left { high = right }
    }
    return numbers[index]
  }
}
