import Testing

@testable import Plotting

@Suite struct RoomiestPlaceTests {
  private let plot = Rect(x: 0, y: 0, width: 160, height: 120)
  private let air = 1.5

  /// A sum of random waves, negative in some places and missing in others.
  private func field(_ random: inout Congruential) -> SampledField {
    let waves = (0..<4).map { _ in
      (random.next() * 0.09, random.next() * 0.12, random.next() * 6, random.next() - 0.4)
    }
    let level = random.next() * 1.6 - 0.8
    let gap = random.next() * 200
    return SampledField(
      x: (0..<33).map { Double($0) * 5 }, y: (0..<31).map { 120 - Double($0) * 4 }
    ) { column, row in
      let (x, y) = (Double(column) * 5, Double(row) * 4)
      if gap < 100 && abs(x - gap) < 6 { return .nan }
      return waves.reduce(level) { $0 + $1.3 * sine($1.0 * x + $1.1 * y + $1.2) }
    }
  }

  /// A wave of parabolas is wavy enough.
  private func sine(_ phase: Double) -> Double {
    let turn = phase / 3 - (phase / 3).rounded()
    return 16 * turn * (0.5 - abs(turn))
  }

  /// Every place against every sample: what the search must agree with to the last bit.
  private func bruteForce(
    _ field: SampledField, sign: Double, size: Size, taken: [Rect]
  ) -> Point? {
    var best: (center: Point, room: Double)?
    for column in field.x.indices {
      for row in stride(from: 0, to: field.y.count, by: 3) {
        let center = Point(field.x[column], field.y[row])
        let box = Rect(
          x: center.x - size.width / 2, y: center.y - size.height / 2, width: size.width,
          height: size.height
        ).inset(by: -air)
        guard plot.contains(box), !taken.contains(where: { $0.overlap(box) > 0 }) else { continue }
        var nearest = Double.infinity
        for (column, x) in field.x.enumerated() {
          for (row, y) in field.y.enumerated() where !(field[column, row] * sign > 0) {
            let dx = max(box.minX - x, x - box.maxX, 0)
            let dy = max(box.minY - y, y - box.maxY, 0)
            nearest = min(nearest, dx * dx + dy * dy)
          }
        }
        let room = min(nearest, 1e4)
        if room > best?.room ?? 0 { best = (center, room) }
      }
    }
    return best?.center
  }

  @Test func theSearchFindsWhatLookingEverywhereFinds() {
    var random = Congruential(state: 11)
    var found = 0
    for _ in 0..<9 {
      let field = field(&random)
      let size = Size(width: 4 + random.next() * 30, height: 4 + random.next() * 12)
      let taken = (0..<Int(random.next() * 4)).map { _ in
        Rect(x: random.next() * 120, y: random.next() * 90, width: 40, height: 25)
      }
      for sign in [1.0, -1] {
        let place = RoomiestPlace(in: field, sign: sign)
          .center(for: size, air: air, in: plot, clearOf: taken)
        #expect(place == bruteForce(field, sign: sign, size: size, taken: taken))
        found += place == nil ? 0 : 1
      }
    }
    // Neither always nor never.
    #expect((5..<18).contains(found))
  }

  @Test func aWholePlotOfOneSignGivesItsFirstPlace() {
    let field = SampledField(x: [0, 40, 80, 120, 160], y: [120, 80, 40, 0]) { _, _ in 1 }
    let size = Size(width: 10, height: 10)
    let place = RoomiestPlace(in: field, sign: 1)
      .center(for: size, air: air, in: plot, clearOf: [], rowStep: 1)
    #expect(place == Point(40, 80))
    #expect(
      RoomiestPlace(in: field, sign: -1)
        .center(for: size, air: air, in: plot, clearOf: [], rowStep: 1) == nil)
  }
}
