/// Eight colours that people with any common colour vision can tell apart: Okabe and Ito, "Color
/// Universal Design", 2008.
public enum OkabeIto {
  public static let black = Color(0x000000)
  public static let orange = Color(0xE69F00)
  public static let skyBlue = Color(0x56B4E9)
  public static let bluishGreen = Color(0x009E73)
  public static let yellow = Color(0xF0E442)
  public static let blue = Color(0x0072B2)
  public static let vermillion = Color(0xD55E00)
  public static let reddishPurple = Color(0xCC79A7)
}
