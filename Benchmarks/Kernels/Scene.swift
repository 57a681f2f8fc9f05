import Evidence
import Figures
import FoundationEssentials
import Frontier
import Plotting
import Rendering

/// What the benchmarks work on, made before any of them is timed.
struct Scene {
  /// The name and the bytes of a data file.
  typealias File = (name: String, bytes: [UInt8])

  let edition: Edition
  let anchors: File
  let calibration: File
  /// 1,300 rows.
  let manyAnchors: File
  /// About 13,000 rows.
  let manyConstants: File
  let fonts: FontSet
  /// Figure 1 as it is laid out on a page.
  let drawing: Drawing

  /// - Parameter folder: holds the two files with many rows, as `Benchmarks/rows` writes them.
  init(repository: String, folder: String) throws {
    func read(_ folder: String, _ name: String) throws -> File {
      (name, [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))))
    }
    anchors = try read(repository, "anchors.csv")
    calibration = try read(repository, "calibration.csv")
    manyAnchors = try read(folder, "anchors-1300.csv")
    manyConstants = try read(folder, "calibration-13000.csv")
    edition = try Edition.load(anchors: anchors, calibration: calibration)
    fonts = try FontSet()
    drawing = try Figure.paper[0].compute(edition).layout(on: Sheet(measurer: fonts)).drawing
  }

  /// Points evenly over four decades of TTFT, each with a different cost.
  /// - Parameter isStaircase: every point lies on the envelope; else a few do.
  static func points(_ count: Int, isStaircase: Bool) -> [CostPoint] {
    var state: UInt64 = 1
    func share() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    return (0..<count).map { index in
      let ttft = 100 + 9_900 * share()
      return CostPoint(
        id: "p\(index)",
        architecture: index.isMultiple(of: 2) ? .disaggregated : .colocated(.chunked), ttft: ttft,
        cpm: isStaircase ? 1000 / ttft : share())
    }
  }

  /// Points to label on a page, their marks not on each other.
  static func labels(_ count: Int) -> [LabelRequest] {
    let columns = Int(Double(count).squareRoot().rounded(.up))
    let (width, height) = (480.0 / Double(columns), 640.0 / Double(columns))
    return (0..<count).map { index in
      let (column, row) = (index % columns, index / columns)
      let shift = Double((index * 7) % 10) / 20
      return LabelRequest(
        at: Point((Double(column) + 0.25 + shift) * width, (Double(row) + 0.75 - shift) * height),
        radius: 3, RichText(plain: "row \(index)"))
    }
  }
}
