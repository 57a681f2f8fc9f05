// libpng reports an error by longjmp, which must not cross a Swift frame. So every call that can
// fail stands here, in a C function that does its own setjmp and answers 1 for success or 0 with
// the reason in `message`. Whatever the answer, the caller ends with the matching _free function.

#ifndef COSTFRONTIER_CPNG_SHIM_H
#define COSTFRONTIER_CPNG_SHIM_H

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

typedef struct {
  char text[160];
} cpng_message;

static void cpng_error(png_structp png, png_const_charp text) {
  cpng_message *message = (cpng_message *)png_get_error_ptr(png);
  strncpy(message->text, text, sizeof message->text - 1);
  png_longjmp(png, 1);
}

// Warnings would go to stderr; what they tell (an unusual chunk) does not change the pixels.
static void cpng_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

// Writing

typedef struct {
  png_structp png;
  png_infop info;
  unsigned char *bytes;  // the file so far
  size_t count;
  size_t capacity;
  cpng_message message;
} cpng_writer;

static void cpng_append(png_structp png, png_bytep data, size_t count) {
  cpng_writer *writer = (cpng_writer *)png_get_io_ptr(png);
  if (count > writer->capacity - writer->count) {
    size_t capacity = 2 * writer->capacity + count;
    unsigned char *bytes = (unsigned char *)realloc(writer->bytes, capacity);
    if (!bytes) png_error(png, "out of memory");
    writer->bytes = bytes;
    writer->capacity = capacity;
  }
  memcpy(writer->bytes + writer->count, data, count);
  writer->count += count;
}

// Without this libpng would call fflush on the writer.
static void cpng_flush(png_structp png) { (void)png; }

// Starts an 8-bit file of sRGB pixels, RGB or RGBA; `writer` must be zeroed.
static inline int cpng_write_begin(cpng_writer *writer, png_uint_32 width, png_uint_32 height,
                                   int has_alpha, png_uint_32 pixels_per_metre) {
  writer->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer->message, cpng_error,
                                        cpng_warning);
  if (!writer->png) return 0;
  if (setjmp(png_jmpbuf(writer->png))) return 0;
  writer->info = png_create_info_struct(writer->png);
  if (!writer->info) png_error(writer->png, "out of memory");
  png_set_write_fn(writer->png, writer, cpng_append, cpng_flush);
  png_set_IHDR(writer->png, writer->info, width, height, 8,
               has_alpha ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(writer->png, writer->info, PNG_sRGB_INTENT_RELATIVE);
  if (pixels_per_metre)
    png_set_pHYs(writer->png, writer->info, pixels_per_metre, pixels_per_metre,
                 PNG_RESOLUTION_METER);
  return 1;
}

// Adds one text chunk: tEXt, or iTXt when `international`.
static inline int cpng_write_text(cpng_writer *writer, const char *key, const char *value,
                                  int international) {
  if (setjmp(png_jmpbuf(writer->png))) return 0;
  png_text text;
  memset(&text, 0, sizeof text);
  text.compression = international ? PNG_ITXT_COMPRESSION_NONE : PNG_TEXT_COMPRESSION_NONE;
  text.key = (png_charp)key;
  text.text = (png_charp)value;
  text.text_length = strlen(value);
  png_set_text(writer->png, writer->info, &text, 1);
  return 1;
}

// Writes the header; rows follow.
static inline int cpng_write_header(cpng_writer *writer, int filter, int level, int memory) {
  if (setjmp(png_jmpbuf(writer->png))) return 0;
  png_set_filter(writer->png, PNG_FILTER_TYPE_BASE, filter);
  png_set_compression_level(writer->png, level);
  png_set_compression_mem_level(writer->png, memory);
  png_write_info(writer->png, writer->info);
  return 1;
}

// Writes the next `count` rows: 3 bytes a pixel or 4, one row after the other.
static inline int cpng_write_rows(cpng_writer *writer, const unsigned char *pixels, int count) {
  if (setjmp(png_jmpbuf(writer->png))) return 0;
  size_t stride = png_get_rowbytes(writer->png, writer->info);
  for (int row = 0; row < count; row++) png_write_row(writer->png, pixels + row * stride);
  return 1;
}

// Writes the end, after as many rows as the picture is high.
static inline int cpng_write_end(cpng_writer *writer) {
  if (setjmp(png_jmpbuf(writer->png))) return 0;
  png_write_end(writer->png, NULL);
  return 1;
}

static inline void cpng_write_free(cpng_writer *writer) {
  png_destroy_write_struct(&writer->png, &writer->info);
  free(writer->bytes);
}

// Reading

typedef struct {
  png_structp png;
  png_infop info;
  const unsigned char *next;
  size_t left;
  png_uint_32 width;
  png_uint_32 height;
  int passes;             // over the rows, more than one when interlaced
  int has_alpha;          // whether the file had any
  unsigned char *pixels;  // width * height * 3
  cpng_message message;
} cpng_reader;

static void cpng_take(png_structp png, png_bytep data, size_t count) {
  cpng_reader *reader = (cpng_reader *)png_get_io_ptr(png);
  if (count > reader->left) png_error(png, "the file is cut short");
  memcpy(data, reader->next, count);
  reader->next += count;
  reader->left -= count;
}

// Whether the file is as long as its chunks say: libpng takes memory for a chunk before it reads it.
// What is no PNG at all is left to libpng.
static inline int cpng_is_whole(const unsigned char *bytes, size_t count) {
  if (count < 8 || png_sig_cmp(bytes, 0, 8)) return 1;
  size_t start = 8;
  while (count - start >= 8) {
    size_t length = png_get_uint_32(bytes + start);
    if (length > count - start - 8) return 0;
    if (!memcmp(bytes + start + 4, "IEND", 4)) return 1;
    start += 8 + length;
    start += count - start < 4 ? count - start : 4;
  }
  return 1;
}

// Lays RGBA on white, where it is.
static inline void cpng_lay_on_white(unsigned char *pixels, size_t count) {
  for (size_t pixel = 0; pixel < count; pixel++) {
    unsigned alpha = pixels[4 * pixel + 3];
    for (int part = 0; part < 3; part++)
      pixels[3 * pixel + part] =
          (unsigned char)((pixels[4 * pixel + part] * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}

// Reads what a file of any kind of PNG says before its pixels; `reader` must be zeroed. `bytes` must
// outlive the reading of the pixels.
static inline int cpng_read_header(cpng_reader *reader, const unsigned char *bytes, size_t count) {
  reader->next = bytes;
  reader->left = count;
  reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader->message, cpng_error,
                                       cpng_warning);
  if (!reader->png) return 0;
  if (setjmp(png_jmpbuf(reader->png))) return 0;
  png_structp png = reader->png;
  png_infop info = reader->info = png_create_info_struct(png);
  if (!info) png_error(png, "out of memory");
  png_set_read_fn(png, reader, cpng_take);
  png_set_user_limits(png, 32767, 32767);  // what a cairo image can be
  png_set_chunk_malloc_max(png, 1 << 20);  // of a text, unpacked
  png_set_chunk_cache_max(png, 128);       // texts and unknown chunks
  if (!cpng_is_whole(bytes, count)) png_error(png, "the file is cut short");
  png_read_info(png, info);
  png_set_expand(png);
  png_set_strip_16(png);
  png_set_gray_to_rgb(png);
  reader->passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  reader->width = png_get_image_width(png, info);
  reader->height = png_get_image_height(png, info);
  reader->has_alpha = (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) != 0;
  return 1;
}

// Reads the pixels after the header, as 8-bit RGB on white.
static inline int cpng_read_pixels(cpng_reader *reader) {
  if (setjmp(png_jmpbuf(reader->png))) return 0;
  png_structp png = reader->png;
  png_infop info = reader->info;
  size_t stride = (reader->has_alpha ? 4 : 3) * (size_t)reader->width;
  if (png_get_rowbytes(png, info) != stride) png_error(png, "not convertible to RGB");
  reader->pixels = (unsigned char *)malloc(stride * reader->height);
  if (!reader->pixels) png_error(png, "out of memory");
  for (int pass = 0; pass < reader->passes; pass++)
    for (png_uint_32 row = 0; row < reader->height; row++)
      png_read_row(png, reader->pixels + row * stride, NULL);
  png_read_end(png, info);
  if (reader->has_alpha)
    cpng_lay_on_white(reader->pixels, (size_t)reader->width * reader->height);
  return 1;
}

static inline void cpng_read_free(cpng_reader *reader) {
  png_destroy_read_struct(&reader->png, &reader->info, NULL);
  free(reader->pixels);
}

#endif
