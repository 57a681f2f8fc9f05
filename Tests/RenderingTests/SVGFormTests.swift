import Rendering
import Testing

@Suite struct SVGFormTests {
  private func form(_ text: String) -> String { canonicalForm(ofSVG: Array(text.utf8)) }

  private let original = """
    <svg width="10pt"><defs><clipPath id="a-1"><path d="M 0 0 L 1 1 "/></clipPath></defs>
    <g clip-path="url(#a-1)"><path fill="#000" stroke="none" d="M 0 0 L 5 5 "/></g></svg>
    """

  @Test func idsOrderOfAttributesAndWhiteSpaceDoNotCount() {
    let other = """
      <?xml version="1.0"?>
      <svg width="10pt">
        <defs>
          <clipPath id="clip7"><path d="M 0 0 L 1 1 "/></clipPath></defs><g clip-path="url(#clip7)">
          <path style="fill:#000" d="M 0 0 L 5 5 "/></g></svg>
      """
    #expect(form(original) == form(other))
  }

  @Test func whatShowsDoesCount() {
    for (old, new) in [
      ("L 5 5", "L 5 6"), ("#000", "#001"), ("10pt", "11pt"),
      ("stroke=\"none\"", "stroke=\"#f00\""),
    ] {
      #expect(form(original) != form(original.replacing(old, with: new)), "\(new)")
    }
  }

  /// Two clips must not be taken for one another.
  @Test func aReferenceToAnotherIdCounts() {
    let two = "<svg><clipPath id=\"a\"/><clipPath id=\"b\"/><g clip-path=\"url(#a)\"/></svg>"
    #expect(form(two) != form(two.replacing("url(#a)", with: "url(#b)")))
  }
}
