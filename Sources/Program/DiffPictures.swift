import Figures
import Rendering

struct DiffPictures {
  let sides: DiffSides
  let formats: [PictureFormat]
  let dpi: Double
  func files() throws -> [OutputFile] { [] }
}
