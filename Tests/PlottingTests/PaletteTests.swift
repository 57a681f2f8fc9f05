import Testing

@testable import Plotting

@Suite struct PaletteTests {
  @Test func luminanceOfKnownColours() {
    #expect(Color.black.relativeLuminance == 0)
    #expect(abs(Color.white.relativeLuminance - 1) < 1e-12)
    #expect(abs(Color(0x00FF00).relativeLuminance - 0.7152) < 1e-12)
  }

  @Test(arguments: [OkabeIto.orange, OkabeIto.blue, OkabeIto.bluishGreen, .gray(0.01)])
  func greyKeepsTheLuminance(color: Color) {
    #expect(abs(color.inGray.relativeLuminance - color.relativeLuminance) < 1e-6)
    #expect(color.inGray.red == color.inGray.blue)
  }

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

  @Test func bandsMayMeetAtZero() {
    let bands = ColorBands.symmetric(
      edges: [0.1, 0.2], palette: .purpleOrange, splitsAtZero: true)
    #expect(bands.edges == [-0.2, -0.1, 0, 0.1, 0.2])
    #expect(bands.colors.count == 6)
    #expect(!bands.colors.contains(DivergingPalette.purpleOrange.neutral))
  }
}
