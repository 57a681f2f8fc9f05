/// A model's name as its owners write it: `Llama-2-70B` for the id `llama-2-70b`.
public enum ModelName {
  private static let words = ["opt": "OPT", "bloom": "BLOOM"]

  public static func text(_ id: String) -> String {
    id.split(separator: "-").map { part in
      if let word = words[String(part)] { return word }
      let isSize = part.last == "b" && part.dropLast().allSatisfy { $0.isNumber || $0 == "." }
      return isSize ? part.uppercased() : part.prefix(1).uppercased() + part.dropFirst()
    }.joined(separator: "-")
  }
}
