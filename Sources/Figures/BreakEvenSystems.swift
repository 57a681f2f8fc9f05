import CostModel
import Frontier
import Plotting

/// The published systems in one plot of Figure 2: points at their (α, B), colocated ones as ticks on
/// the α axis.
struct BreakEvenSystems {
  private let place: BreakEvenAxes.Place
  private let plot: Rect
  private let places: [Place]
  /// Whether the systems are labelled: they lie at the same places in every panel.
  private let areNamed: Bool
  private let idPrefix: String

  /// α outside the axis goes to its end, marked by an arrow and its number.
  /// - Parameter contract: the panel's.
  init(
    _ systems: [BreakEvenResult.System], plot: Rect, contract: BreakEvenSurface.Contract,
    areNamed: Bool
  ) {
    idPrefix = contract.idPrefix
    let place = BreakEvenAxes.Place(in: plot)
    self.place = place
    self.plot = plot
    self.areNamed = areNamed
    var ticks: [Tick: Int] = [:]
    places = systems.reduce(into: []) { places, system in
      if system.bandwidth == nil {
        let tick = Tick(
          isOnContract: system.isOnContract, share: (system.prefillShare * 1e9).rounded())
        if let same = ticks[tick] {
          if !places[same].names.contains(system.name) { places[same].names.append(system.name) }
          return
        }
        ticks[tick] = places.count
      }
      let height = system.bandwidth.map { place.y.clampedPosition(of: $0) } ?? plot.maxY
      places.append(
        Place(
          id: system.id, names: [system.name], isOnContract: system.isOnContract,
          share: system.prefillShare, bandwidth: system.bandwidth,
          point: Point(place.x.clampedPosition(of: system.prefillShare), height),
          isOutside: !place.x.domain.contains(system.prefillShare)))
    }
  }

  /// What colocated systems have in common that share a tick; the prefill share in 10⁻⁹.
  private struct Tick: Hashable {
    let isOnContract: Bool
    let share: Double
  }

  /// What systems have in common of which only the first is named.
  private struct Namesake: Hashable {
    let names: [String]
    let bandwidth: Double
  }

  /// A disaggregated system as a point, or several colocated ones at one α as a tick.
  private struct Place {
    /// Of the first.
    let id: String
    var names: [String]
    let isOnContract: Bool
    let share: Double
    let bandwidth: Double?
    let point: Point
    let isOutside: Bool

    /// Where a label is attached: the tail of an arrow, the middle of a tick, the mark itself.
    var handle: Point {
      point.offset(isOutside ? -10 : 0, bandwidth == nil ? -5 : 0)
    }
  }

  func draw(on canvas: any Canvas) {
    // Rows without a contract under those with one; off the axis only the latter.
    for place in places.sorted(by: { !$0.isOnContract && $1.isOnContract }) {
      guard place.isOnContract || !place.isOutside else { continue }
      canvas.group(name(place)) { draw(place, on: canvas) }
    }
  }

  private func name(_ place: Place) -> MarkName {
    let bandwidth = place.bandwidth.map {
      "\(NumberFormat.rounded($0 / 1e9, digits: 3)) GB/s"
    }
    return MarkName(
      id: "\(idPrefix)system-\(place.id)",
      title: "\(place.names.joined(separator: ", ")): prefill share "
        + "\(NumberFormat.significant(place.share, digits: 3)), \(bandwidth ?? "colocated")"
        + (place.isOnContract ? "" : ", no contract"))
  }

  private func draw(_ place: Place, on canvas: any Canvas) {
    let point = place.point
    if place.isOutside {
      let direction = point.x > plot.midX ? -1.0 : 1
      Arrow(
        from: point.offset(12 * direction, place.bandwidth == nil ? -5 : 0),
        to: point.offset(0, place.bandwidth == nil ? -5 : 0),
        stroke: Self.pointer
      ).draw(on: canvas)
    } else if place.bandwidth == nil {
      Polyline(
        [point, point.offset(0, -9)], stroke: Self.tick(isOnContract: place.isOnContract),
        halo: 0.8
      ).draw(on: canvas)
    } else {
      Marker(Self.marker(isOnContract: place.isOnContract), at: point).draw(on: canvas)
    }
  }

  private static func marker(isOnContract: Bool) -> MarkerStyle {
    let color = FigureStyle.color(.disaggregated)
    return isOnContract
      ? MarkerStyle(.circle, radius: 3.2, fill: color, outline: Stroke(.white, width: 0.8))
      : .hollow(.circle, color, radius: 2.2, width: 0.9)
  }

  /// Towards a prefill share outside the axis.
  private static let pointer = Stroke(.black, width: 1.2)

  private static func tick(isOnContract: Bool) -> Stroke {
    Stroke(isOnContract ? .black : .gray(0.45), width: isOnContract ? 2 : 1)
  }

  /// What the marks of `systems` mean, of each kind that there is.
  static func legend(_ systems: [BreakEvenResult.System]) -> [LegendEntry] {
    let shares = BreakEvenAxes().bottom.scale.domain
    let isBeyond = systems.contains { $0.isOnContract && !shares.contains($0.prefillShare) }
    return [(true, ""), (false, ", no contract")].flatMap { isOnContract, suffix -> [LegendEntry] in
      let own = systems.filter { $0.isOnContract == isOnContract }
      var entries: [LegendEntry] = []
      if own.contains(where: { $0.bandwidth != nil }) {
        entries.append(
          LegendEntry(
            RichText(plain: "published P/D system" + suffix),
            marker: marker(isOnContract: isOnContract)))
      }
      if own.contains(where: { $0.bandwidth == nil }) {
        entries.append(
          LegendEntry(
            RichText(plain: "published colocated (no B)" + suffix),
            marker: MarkerStyle(.tick, radius: 4, outline: tick(isOnContract: isOnContract))))
      }
      return entries
    }
      + (isBeyond
        ? [LegendEntry("published, α beyond the axis", pointer: pointer)] : [])
  }

  /// The marks, for texts to keep clear of.
  var boxes: [Rect] {
    places.map { place in
      Rect(x: place.point.x - 5, y: place.point.y - 9, width: 10, height: 12)
    }
  }

  private var unnamedBoxes: [Rect] {
    let named = Set(namedIndices)
    return places.indices.filter { !named.contains($0) && !places[$0].isOutside }.map { index in
      let place = places[index]
      let reach = place.isOnContract ? 4.0 : 2.5
      return Rect(around: [
        place.point.offset(-reach, place.bandwidth == nil ? -9 : -reach),
        place.point.offset(reach, reach),
      ])
    }
  }

  /// - Parameter lines: what labels must not cross.
  func labels(font: Font, clearOf lines: [[Point]], measurer: any TextMeasurer) -> LabelLayout {
    let placer = LabelPlacer(
      font: font, measurer: measurer, bounds: plot.inset(by: 2),
      obstacles: areNamed ? unnamedBoxes : [], lines: lines)
    return placer.place(
      named.map { place in
        let name = place.names.joined(separator: ", ").shortened(to: 24)
        let text =
          place.isOutside ? "\(name), α \(NumberFormat.significant(place.share, digits: 3))" : name
        return LabelRequest(
          at: place.handle, radius: place.isOutside ? 4 : 4.5, RichText(plain: text),
          preferred: [.left, .aboveLeft, .above])
      })
  }

  /// How many of the labels of a layout are left out, in a sentence for the figure; nil where none
  /// is.
  func note(of layout: LabelLayout, source: String) -> String? {
    let missing = layout.leftOut.count
    guard missing > 0 else { return nil }
    return
      "Names left out for want of room: \(missing) of \(layout.labels.count + missing) systems; "
      + "\(source) has them all (kind: system)."
  }

  /// Of points with one name at one bandwidth the first is named for all.
  private var named: [Place] { areNamed ? namedIndices.map { places[$0] } : [] }

  private var namedIndices: [Int] {
    var seen: Set<Namesake> = []
    return places.indices.filter { index in
      let place = places[index]
      guard !place.isOutside, let bandwidth = place.bandwidth else { return place.isOnContract }
      let isFirst = seen.insert(Namesake(names: place.names, bandwidth: bandwidth)).inserted
      return isFirst && place.isOnContract
    }
  }
}
