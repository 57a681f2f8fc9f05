/// Finds the word that was probably meant.
public enum Spelling {
  /// The Damerau-Levenshtein distance (optimal string alignment) of two words: the number of
  /// insertions, deletions, replacements and swaps of neighbours that turn one into the other.
  public static func distance(_ left: String, _ right: String) -> Int {
    let a = Array(left.unicodeScalars)
    let b = Array(right.unicodeScalars)
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
        var best = min(replaced, last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }

  /// The candidate nearest to `word`, letter case aside; the first of equally near ones.
  ///
  /// - Returns: nil when more than two thirds of the longer word would have to change, which is
  ///   another word rather than a misspelt one.
  public static func nearest(to word: String, among candidates: [String]) -> String? {
    let lowercased = word.lowercased()
    var best: (word: String, distance: Int)?
    for candidate in candidates {
      let distance = distance(lowercased, candidate.lowercased())
      let longer = max(word.unicodeScalars.count, candidate.unicodeScalars.count)
      guard distance * 3 <= longer * 2 else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.word
  }

  /// `; did you mean 'H100'?`, to end a message with, or nothing when no candidate is near.
  public static func suggestion(for word: String, among candidates: [String]) -> String {
    nearest(to: word, among: candidates).map { "; did you mean \(quoted($0))?" } ?? ""
  }
}
