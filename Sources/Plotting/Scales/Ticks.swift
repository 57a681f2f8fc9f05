/// A labelled place on an axis.
public struct Tick: Equatable, Sendable {
  public var value: Double
  public var label: RichText

  public init(_ value: Double, _ label: RichText) {
    self.value = value
    self.label = label
  }
}

/// The labelled (major) and the bare (minor) ticks of an axis, each in rising order.
public struct Ticks: Equatable, Sendable {
  public var major: [Tick]
  public var minor: [Double]

  public init(major: [Tick], minor: [Double] = []) {
    self.major = major
    self.minor = minor
  }

  /// Ticks labelled with a common number of decimals.
  public init(evenlyLabelled values: [Double], minor: [Double] = []) {
    let decimals = NumberFormat.decimalsNeeded(values)
    major = values.map { value in
      Tick(value, RichText(plain: NumberFormat.fixed(value, decimals: decimals)))
    }
    self.minor = minor
  }

  /// Ticks each labelled with no more decimals than its own value needs: 0.5, 1, 10,000.
  public init(plainlyLabelled values: [Double], minor: [Double] = []) {
    major = values.map { Tick($0, RichText(plain: NumberFormat.plain($0))) }
    self.minor = minor
  }
}
