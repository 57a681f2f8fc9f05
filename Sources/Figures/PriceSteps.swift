import Evidence
import Plotting
import Tables

/// How a provider's prices are drawn over time: a solid step where two readings agree, a dashed one
/// through a gap in which the price changed unseen, marks at the readings, dots after the last.
struct PriceSteps {
  /// Their places by name.
  private let providers: [String: Int]

  init(_ histories: [PriceHistory]) {
    providers = Set(histories.map(\.provider)).sorted().enumerated().reduce(into: [:]) {
      $0[$1.element] = $1.offset
    }
  }

  /// - Parameters:
  ///   - x: decimal years.
  ///   - height: where a price lies, USD/h.
  func draw(
    _ history: PriceHistory, on canvas: any Canvas, plot: Rect, x: any Scale,
    height: (Double) -> Double
  ) {
    let color = color(history)
    let width = history.basis == .bundled ? 1.5 : 0.9
    func point(_ date: CalendarDate, _ price: Double) -> Point {
      Point(x.position(of: date.decimalYear), height(price))
    }
    for gap in history.gaps {
      let (old, new) = (point(gap.from, gap.priceBefore), point(gap.to, gap.priceAfter))
      Polyline(
        Staircase.points([old, new]), stroke: Stroke(color, width: width, dash: [2.5, 2])
      ).draw(on: canvas)
    }
    for period in history.periods {
      let points = period.readings.compactMap(\.asOf).map { point($0, period.price) }
      Polyline(points, stroke: Stroke(color, width: width)).draw(on: canvas)
      for point in points { Marker(marker(history), at: point).draw(on: canvas) }
    }
    guard let last = history.periods.last else { return }
    guard let date = last.last else {
      // Set for this run: it holds on every day.
      let y = height(last.price)
      Rule(
        from: Point(plot.minX, y), to: Point(plot.maxX, y), stroke: Stroke(color, width: width)
      ).draw(on: canvas)
      return
    }
    // To the provider's name; nothing is known after the last reading.
    let end = point(date, last.price)
    canvas.stroke(
      .segment(end, Point(plot.maxX, end.y)), with: Stroke(.gray(0.6), width: 0.5, dash: [0.8, 2]))
  }

  /// Without a halo, which would make a solid line with close readings look dashed.
  func marker(_ history: PriceHistory) -> MarkerStyle {
    let color = color(history)
    guard history.basis == .bundled else {
      return MarkerStyle(
        .circle, radius: 1.7, fill: .white, outline: Stroke(color, width: 0.8), halo: 0)
    }
    let shapes: [MarkerStyle.Shape] = [.circle, .square, .triangleUp, .diamond, .triangleDown]
    let index = providers[history.provider] ?? 0
    return MarkerStyle(shapes[index % shapes.count], radius: 1.9, fill: color, halo: 0)
  }

  /// Names at the lines tell providers apart; colours and shapes only help.
  private func color(_ history: PriceHistory) -> Color {
    guard history.basis == .bundled else { return .gray(0.4) }
    let colors = [
      OkabeIto.blue, OkabeIto.vermillion, OkabeIto.bluishGreen, OkabeIto.reddishPurple,
      OkabeIto.black, OkabeIto.orange, OkabeIto.skyBlue,
      // Beyond the palette: darker than its colours, and apart from them without red and green too.
      Color(0x7A4B00), Color(0x4B2E83), Color(0x5C6B00), Color(0x8A8A8A),
    ]
    return colors[(providers[history.provider] ?? 0) % colors.count]
  }

  /// The axis on which all readings have room, in years.
  static func dates(of histories: [PriceHistory]) -> Axis {
    let days = histories.flatMap(\.periods).flatMap(\.readings)
      .compactMap(\.asOf).map(\.decimalYear)
    let (low, high) = (days.min() ?? 2020, days.max() ?? 2021)
    let room = max(0.05, (high - low) * 0.02)
    let domain = low - room...high + room
    return Axis(
      .bottom, scale: LinearScale(domain), title: "date of reading", ticks: .years(domain))
  }
}

extension CalendarDate {
  /// 2026.5 is the middle of 2026.
  var decimalYear: Double {
    let start = CalendarDate(year: year, month: 1, day: 1)?.dayNumber ?? 0
    let days = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
    return Double(year) + Double(dayNumber - start) / Double(days)
  }
}
