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
          <path   d="M 0 0 L 5 5 " stroke="none"
        fill="#000" /><!-- by hand --></g></svg>
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

  @Test func wordsThatTheFileSaysCount() {
    let said = "<svg><title>Cost per token</title></svg>"
    #expect(form(said) == form(said.replacing("per ", with: "per\n  ")))
    #expect(form(said) != form(said.replacing("token", with: "word")))
  }

  @Test func spacesInATextCount() {
    let text = "<text x=\"1\">a  b</text>"
    #expect(form(text) != form(text.replacing("a  b", with: "a b")))
  }

  /// What is no XML is compared as the text that it is.
  @Test(arguments: [
    "", "<", ">", "<>", "</>", "<svg", "<svg a=", "<svg a=\"", "<svg a=\"b", "<svg a=b>", "\"=<\">",
    "<g id=\"url(#\" href=\"#\">", "<g clip-path=\"url(#)\" id=\"\"/>", "<!-- <a", "\u{0}<\u{0}>",
  ])
  func anyBytesHaveAForm(_ text: String) {
    #expect(form(text) == form(text))
    #expect(form("<a/>" + text + "x") != form("<b/>" + text + "x"))
  }

  @Test func bytesThatAreNoTextHaveAForm() {
    let bytes: [UInt8] = [0x3C, 0xFF, 0x3D, 0x22, 0xC3, 0x22, 0x3E, 0x80]
    #expect(!canonicalForm(ofSVG: bytes).isEmpty)
  }
}
