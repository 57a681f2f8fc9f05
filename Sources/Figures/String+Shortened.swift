extension String {
  /// This text with its end cut off where it is longer than `count` characters.
  func shortened(to count: Int) -> String {
    self.count > count ? prefix(count - 1) + "…" : self
  }
}
