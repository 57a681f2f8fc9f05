/// One line of text, each run at its place relative to the line's start on the baseline.
struct TextLine: Equatable {
  struct Piece: Equatable {
    var text: String
    var font: Font
    var x: Double
    /// Below the baseline; negative for a superscript.
    var y: Double
    var width: Double
  }

  var pieces: [Piece] = []
  var width: Double = 0
  /// Greatest reach above the baseline, points.
  var ascent: Double
  /// Greatest reach below the baseline, points.
  var descent: Double
}

/// Turns rich text into lines.
struct Typesetter {
  let font: Font
  let measurer: any TextMeasurer

  func line(_ text: RichText) -> TextLine {
    var line = TextLine(ascent: font.ascent, descent: font.descent)
    for run in text.runs {
      let runFont = font.forRun(run)
      let shift = font.baselineShift(run.level)
      let width = measurer.width(of: run.text, font: runFont)
      line.pieces.append(
        TextLine.Piece(text: run.text, font: runFont, x: line.width, y: shift, width: width))
      line.width += width
      line.ascent = max(line.ascent, runFont.ascent - shift)
      line.descent = max(line.descent, runFont.descent + shift)
    }
    return line
  }

  /// Breaks `text` between words, each line as full as it goes.
  func lines(_ text: RichText, maxWidth: Double) -> [TextLine] {
    var lines: [TextLine] = []
    var current = RichText(runs: [])
    for word in words(of: text) {
      let longer = current.isEmpty ? word : current + RichText(plain: " ") + word
      if !current.isEmpty && line(longer).width > maxWidth {
        lines.append(line(current))
        current = word
      } else {
        current = longer
      }
    }
    return lines + [line(current)]
  }

  /// The text parted at its spaces; a word may consist of several runs ("TTFT" and its subscript).
  private func words(of text: RichText) -> [RichText] {
    var words = [RichText(runs: [])]
    for run in text.runs {
      for (index, part) in run.text.split(separator: " ", omittingEmptySubsequences: false)
        .enumerated()
      {
        if index > 0 { words.append(RichText(runs: [])) }
        guard !part.isEmpty else { continue }
        let piece = RichText(
          runs: [RichText.Run(String(part), level: run.level, isBold: run.isBold)])
        words[words.count - 1] = words[words.count - 1] + piece
      }
    }
    return words.filter { !$0.isEmpty }
  }
}

extension Font {
  /// The smallest text that a figure may show, points.
  static let smallestSize = 7.0

  /// The font of a sub- or superscript: 70 % of this one, but never under `smallestSize` unless
  /// this font is itself that small. Beside 10 pt text that is 7 pt.
  var script: Font {
    Font(size: max(0.7 * size, min(size, Self.smallestSize)), weight: weight)
  }

  /// The font in which a run beside this font's text is set.
  func forRun(_ run: RichText.Run) -> Font {
    let base = run.level == .normal ? self : script
    return run.isBold ? Font(size: base.size, weight: .bold) : base
  }

  /// How far the baseline of a run lies below the line's, points.
  func baselineShift(_ level: RichText.Run.Level) -> Double {
    switch level {
    case .normal: 0
    case .subscript: 0.2 * size
    case .superscript: -0.35 * size
    }
  }
}
