import Plotting
import Testing

@testable import Rendering

private let font = Font(size: 10)

@Suite struct PixelTests {
  @Test func aFilledRectangleCoversItsPixels() throws {
    let image = try pixels(width: 6, height: 4) {
      $0.fill(.rect(Rect(x: 1, y: 1, width: 3, height: 2)), with: .black)
    }
    #expect(shape(image) == ["......", ".###..", ".###..", "......"])
  }

  @Test func colourComponentsAreInTheirPlaces() throws {
    let image = try pixels(width: 1, height: 1) {
      $0.fill(.rect(Rect(x: 0, y: 0, width: 1, height: 1)), with: Color(0x123456))
    }
    #expect(image.pixels == [0x12, 0x34, 0x56])
  }

  @Test func resolutionScalesThePage() throws {
    let image = try pixels(width: 6, height: 4, dotsPerInch: 144) {
      $0.fill(.rect(Rect(x: 1, y: 1, width: 3, height: 2)), with: .black)
    }
    #expect(image.width == 12 && image.height == 8)
    let ink = try inked(image)
    #expect(ink.columns == 2...7 && ink.rows == 2...5)
  }

  @Test func areasFillByTheEvenOddRule() throws {
    let image = try pixels(width: 5, height: 3) {
      var path = Path.rect(Rect(x: 0, y: 0, width: 5, height: 3))
      path.append(.rect(Rect(x: 1, y: 1, width: 3, height: 1)))
      $0.fill(path, with: .black)
    }
    #expect(shape(image) == ["#####", "#...#", "#####"])
  }

  @Test func clipsNestAndEnd() throws {
    let image = try pixels(width: 6, height: 3) { canvas in
      let page = Path.rect(Rect(x: 0, y: 0, width: 6, height: 3))
      canvas.clip(to: .rect(Rect(x: 1, y: 0, width: 3, height: 2))) {
        canvas.clip(to: .rect(Rect(x: 2, y: 1, width: 4, height: 2))) {
          canvas.fill(page, with: .black)
        }
        canvas.fill(.rect(Rect(x: 0, y: 0, width: 2, height: 1)), with: .black)
      }
      canvas.fill(.rect(Rect(x: 5, y: 2, width: 1, height: 1)), with: .black)
    }
    #expect(shape(image) == [".#....", "..##..", ".....#"])
  }

  @Test func aClipWithAHoleKeepsTheHoleClear() throws {
    let image = try pixels(width: 5, height: 3, ringClip)
    #expect(shape(image) == ["#####", "#...#", "#####"])
  }

  @Test func strokesTakeWidthDashAndCap() throws {
    let line = Path.segment(Point(2, 1), Point(10, 1))
    let dashed = try pixels(width: 12, height: 2) {
      $0.stroke(line, with: Stroke(.black, width: 2, dash: [2, 1]))
    }
    #expect(shape(dashed)[0] == "..##.##.##..")
    let round = try pixels(width: 12, height: 2) {
      $0.stroke(line, with: Stroke(.black, width: 2, cap: .round))
    }
    #expect(shape(round)[0] == ".+########+.")
  }

  @Test func aDashDoesNotOutliveItsStroke() throws {
    let line = Path.segment(Point(0, 1), Point(6, 1))
    let image = try pixels(width: 6, height: 2) {
      $0.stroke(line, with: Stroke(.white, width: 2, dash: [1, 1]))
      $0.stroke(line, with: Stroke(.black, width: 2))
    }
    #expect(shape(image)[0] == "######")
  }

  @Test func curvesAndOpacityReachThePage() throws {
    let image = try pixels(width: 10, height: 10) {
      $0.fill(.circle(center: Point(5, 5), radius: 4), with: Color(0x000000, alpha: 0.5))
    }
    #expect(image[0, 0] == [255, 255, 255] && image[1, 1] == [255, 255, 255])
    #expect((126...129).contains(image[5, 5][0]))
    let ink = try inked(image)
    #expect(ink.columns == 1...8 && ink.rows == 1...8)
  }

  @Test func textStandsOnItsBaseline() throws {
    let image = try pixels(width: 20, height: 20) {
      $0.draw("H", at: Point(4, 15), font: font, color: .black, angle: 0)
    }
    // An H of 10 pt: 201…1339 of 2048 units wide, 1493 high.
    let ink = try inked(image)
    #expect(ink.columns == 4...10 && ink.rows == 7...14)
  }

  @Test func textTurnsClockwise() throws {
    let down = try inked(
      pixels(width: 20, height: 20) {
        $0.draw("H", at: Point(4, 4), font: font, color: .black, angle: 90)
      })
    #expect(down.columns == 4...11 && down.rows == 4...10)
    let up = try inked(
      pixels(width: 20, height: 20) {
        $0.draw("H", at: Point(15, 15), font: font, color: .black, angle: -90)
      })
    #expect(up.columns == 7...14 && up.rows == 8...14)
  }

  @Test func longTextIsDrawnToItsEnd() throws {
    let text = String(repeating: "−", count: 200) + "|"
    let width = try FontSet().width(of: text, font: font)
    let image = try pixels(width: width + 10, height: 20) {
      $0.draw(text, at: Point(0, 15), font: font, color: .black, angle: 0)
    }
    #expect(abs(Double(try inked(image).columns.upperBound) - width) < 3)
  }

  @Test func overlappingGlyphPartsLeaveNoHoles() throws {
    // The horn of ơ is a part of its own that reaches into the bowl at this pixel.
    let image = try pixels(width: 200, height: 200) {
      $0.draw("ơ", at: Point(40, 140), font: Font(size: 100), color: .black, angle: 0)
    }
    #expect(image[90, 94] == [0, 0, 0])
  }

  @Test func anImpossibleSizeIsAnError() throws {
    let page = drawing { $0.fill(Path(), with: .black) }
    for resolution in [0, -300, .infinity, .nan, 1e9] {
      #expect(throws: RenderingError.self) {
        _ = try renderPixels(page, dotsPerInch: resolution, fonts: FontSet())
      }
    }
  }

  @Test func cairosOwnComplaintIsPassedOn() throws {
    let page = drawing {
      $0.stroke(.segment(Point(0, 0), Point(9, 9)), with: Stroke(.black, width: 1, dash: [-1]))
    }
    let error = try #require(throws: RenderingError.self) {
      _ = try renderPDF(page, metadata: sampleMetadata, fonts: FontSet())
    }
    #expect(error.description.hasPrefix("cairo: ") && error.description.contains("dash"))
  }
}

/// Fills a page of 5 × 3 points through a clip that leaves out its middle.
func ringClip(on canvas: RecordingCanvas) {
  let page = Path.rect(Rect(x: 0, y: 0, width: 5, height: 3))
  var ring = page
  ring.append(.rect(Rect(x: 1, y: 1, width: 3, height: 1)))
  canvas.clip(to: ring) { canvas.fill(page, with: .black) }
}
