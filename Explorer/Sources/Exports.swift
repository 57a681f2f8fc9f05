/// What the page calls. It asks for room with `malloc`, writes what it asks to one stretch of numbers,
/// and reads what is left in another.

/// `ExplorerCall.answer` of the inputs at `asked`.
/// - Returns: how many numbers there are at `answered`.
@_expose(wasm, "answer") @_cdecl("answer")
public func answer(
  _ asked: UnsafePointer<Double>, _ answered: UnsafeMutablePointer<Double>
) -> Int32 {
  var question = Question(asked)
  return leave(question.call().answer(), at: answered)
}

/// `ExplorerCall.winner` of the inputs at `asked`.
@_expose(wasm, "winner") @_cdecl("winner")
public func winner(_ asked: UnsafePointer<Double>) -> Int32 {
  var question = Question(asked)
  return question.call().winner()
}

/// `ExplorerCall.panel` of the inputs at `asked` and of the axes that follow them: shares,
/// bandwidths, overlaps.
/// - Returns: how many numbers there are at `answered`.
@_expose(wasm, "panel") @_cdecl("panel")
public func panel(
  _ asked: UnsafePointer<Double>, _ shares: Int32, _ bandwidths: Int32, _ overlaps: Int32,
  _ answered: UnsafeMutablePointer<Double>
) -> Int32 {
  var question = Question(asked)
  let call = question.call()
  let axes = [shares, bandwidths, overlaps].map { question.next(Int($0)) }
  return leave(
    call.panel(shares: axes[0], bandwidths: axes[1], overlaps: axes[2]), at: answered)
}

/// Numbers, read from the first on.
private struct Question {
  private var place: UnsafePointer<Double>

  init(_ place: UnsafePointer<Double>) { self.place = place }

  mutating func next(_ count: Int) -> [Double] {
    defer { place += count }
    return (0..<count).map { place[$0] }
  }

  mutating func call() -> ExplorerCall { ExplorerCall(next(ExplorerInput.allCases.count)) }
}

private func leave(_ numbers: [Double], at place: UnsafeMutablePointer<Double>) -> Int32 {
  for (index, number) in numbers.enumerated() { place[index] = number }
  return Int32(numbers.count)
}
