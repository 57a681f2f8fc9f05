/// What a file says about its figure; the same in every format.
public struct Metadata: Equatable, Sendable {
  /// A further statement, such as the price pin the figure was made with.
  public struct Entry: Equatable, Sendable {
    /// 1 to 79 ASCII characters, as PNG demands.
    public let key: String
    /// Any text.
    public let value: String

    /// For formats that have no keys of their own.
    var text: String { "\(key): \(value)" }

    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  public var title: String
  /// The figure in words, for someone who cannot see it.
  public var description: String
  /// The program that made the file.
  public var software: String
  /// Written after the other three, in this order.
  public var entries: [Entry]

  public init(
    title: String, description: String, software: String = "costfrontier", entries: [Entry] = []
  ) {
    self.title = title
    self.description = description
    self.software = software
    self.entries = entries
  }

  /// Everything in the order it is written, under the keys that the PNG specification suggests.
  var allEntries: [Entry] {
    [
      Entry(key: "Title", value: title), Entry(key: "Description", value: description),
      Entry(key: "Software", value: software),
    ] + entries
  }
}
