#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_TRUETYPE_TABLES_H

// Gives `owner` to `release` once cairo needs the face no more: it keeps faces for a while after
// their last user let them go. Answers as cairo does; on failure `owner` is still the caller's.
static inline cairo_status_t ccairo_face_keep(cairo_font_face_t *face, void *owner,
                                              cairo_destroy_func_t release) {
  static const cairo_user_data_key_t key;
  return cairo_font_face_set_user_data(face, &key, owner, release);
}
