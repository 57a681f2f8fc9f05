import Foundation
import Plotting
import Testing

@testable import Rendering

/// What `draw` leaves on a page of `width` × `height` points, at `dotsPerInch`.
func pixels(
  width: Double = 20, height: Double = 10, dotsPerInch: Double = 72,
  _ draw: (RecordingCanvas) -> Void
) throws -> PixelImage {
  try renderPixels(
    drawing(width: width, height: height, draw), dotsPerInch: dotsPerInch, fonts: FontSet())
}

func drawing(width: Double = 20, height: Double = 10, _ draw: (RecordingCanvas) -> Void) -> Drawing
{
  let canvas = RecordingCanvas()
  draw(canvas)
  return Drawing(size: Size(width: width, height: height), operations: canvas.operations)
}

/// The picture as text, a line to a row: `#` for black, `.` for white, `+` for anything between.
func shape(_ image: PixelImage) -> [String] {
  (0..<image.height).map { y in
    (0..<image.width).map { x in
      switch image[x, y] {
      case [0, 0, 0]: "#"
      case [255, 255, 255]: "."
      default: "+"
      }
    }.joined()
  }
}

/// Columns and rows that are not wholly white.
func inked(_ image: PixelImage) throws -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>) {
  var (columns, rows): ([Int], [Int]) = ([], [])
  for y in 0..<image.height {
    for x in 0..<image.width where image[x, y] != [255, 255, 255] {
      columns.append(x)
      rows.append(y)
    }
  }
  return (
    try #require(columns.min())...(try #require(columns.max())),
    try #require(rows.min())...(try #require(rows.max()))
  )
}

extension [UInt8] {
  var utf8: String { String(decoding: self, as: UTF8.self) }
}
