import TestSupport

extension SeededNumbers {
  /// Up to `length` of the pieces, one after another.
  mutating func text(of pieces: [String], upTo length: Int) -> String {
    (0..<Int.random(in: 0...length, using: &self)).map { _ in
      pieces[Int.random(in: pieces.indices, using: &self)]
    }.joined()
  }
}
