import CCairo

/// cairo's own words for a status.
func message(of status: cairo_status_t) -> String {
  cairo_status_to_string(status).map { String(cString: $0) } ?? "status \(status.rawValue)"
}

/// - Throws: `RenderingError.cairo` with cairo's message for any status but success.
func throwUnlessSuccess(_ status: cairo_status_t) throws {
  guard status == CAIRO_STATUS_SUCCESS else {
    throw RenderingError.cairo(message: message(of: status))
  }
}
