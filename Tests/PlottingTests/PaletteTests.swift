import Glibc
import Testing

@testable import Plotting

@Suite struct PaletteTests {
  @Test(arguments: 1...9)
  func aDivergingPaletteDarkensAwayFromItsMiddle(count: Int) {
    let colors = DivergingPalette.purpleOrange.bands(perSide: count)
    #expect(colors.count == 2 * count + 1)
    let light = colors.map(\.relativeLuminance)
    #expect(zip(light[..<count], light[1...count]).allSatisfy { $0 < $1 })
    #expect(zip(light[count...], light[(count + 1)...]).allSatisfy { $0 > $1 })
    #expect(colors[count] == DivergingPalette.purpleOrange.neutral)
  }

  @Test func bandsAreSymmetricAboutZero() {
    let bands = ColorBands.symmetric(edges: [0.5, 0.01, 0.1], palette: .purpleOrange)
    #expect(bands.edges == [-0.5, -0.1, -0.01, 0.01, 0.1, 0.5])
    #expect(bands.colors.count == 7)
    #expect(bands.color(of: 0) == DivergingPalette.purpleOrange.neutral)
    #expect(bands.color(of: 0.01) == bands.colors[4])
    #expect(bands.color(of: -7) == bands.colors[0])
    #expect(bands.color(of: 0.5) == bands.colors[6])
  }
}

extension Color {
  /// Relative luminance as in WCAG 2.1 (sRGB, D65), ignoring alpha: 0 is black, 1 is white.
  fileprivate var relativeLuminance: Double {
    func linear(_ component: Double) -> Double {
      component <= 0.04045 ? component / 12.92 : pow((component + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}
