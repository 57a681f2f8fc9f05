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
  /// - Parameter share: the largest share of the longer word that may have to change.
  /// - Returns: nil when more than that share of the longer word would have to change, which is
  ///   another word rather than a misspelt one; the beginning of a candidate is always near. Also
  ///   nil for what is too long to be a word, or among too many candidates to be looked for.
  public static func nearest(
    to word: String, among candidates: [String], share: Double = 1.0 / 3
  ) -> String? {
    guard word.utf8.count <= ReadingLimits.mostSpellingCharacters,
      candidates.count <= ReadingLimits.mostSpellingCandidates
    else { return nil }
    let lowercased = word.lowercased()
    let length = lowercased.unicodeScalars.count
    var best: (word: String, distance: Int)?
    for candidate in candidates {
      let longest = max(length, candidate.utf8.count)
      guard longest <= ReadingLimits.mostSpellingCharacters else { continue }
      let other = candidate.lowercased()
      let isBeginning = length > 1 && other.hasPrefix(lowercased)
      let longer = max(length, other.unicodeScalars.count)
      let most = share * Double(longer)
      // Each character that one has more than the other is to be inserted: that much is sure.
      let least = longer - min(length, other.unicodeScalars.count)
      guard isBeginning || Double(least) <= most, least < best?.distance ?? .max else { continue }
      let distance = distance(lowercased, other)
      guard isBeginning || Double(distance) <= most else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.word
  }

  /// `; did you mean 'H100'?`, to end a message with, or nothing when no candidate is near.
  public static func suggestion(
    for word: String, among candidates: [String], share: Double = 1.0 / 3
  ) -> String {
    nearest(to: word, among: candidates, share: share).map { "; did you mean \(quoted($0))?" } ?? ""
  }
}
