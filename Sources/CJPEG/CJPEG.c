#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
// Behind jpeglib.h, which says which version's numbers its messages have.
#include <jerror.h>

// libjpeg's error handling, with the way out of it.
struct handler {
    struct jpeg_error_mgr base;
    jmp_buf out;
};

static void leave(j_common_ptr picture) { longjmp(((struct handler *)picture->err)->out, 1); }

// Bytes too many before a marker harm nothing, nor does a missing end behind a whole picture. Any other warning is of
// samples that were lost and made up.
static void judge(j_common_ptr picture, int level) {
    if (level >= 0) return;
    int what = picture->err->msg_code;
    if (what != JWRN_EXTRANEOUS_DATA && what != JWRN_JPEG_EOF && what != JWRN_ADOBE_XFORM) leave(picture);
}

static void say_nothing(j_common_ptr picture) { (void)picture; }

int cjpeg_decode_grey(const void *bytes, size_t count, unsigned width, unsigned height, unsigned char *pixels) {
    struct jpeg_decompress_struct picture;
    struct handler handler;
    picture.err = jpeg_std_error(&handler.base);
    handler.base.error_exit = leave;
    handler.base.emit_message = judge;
    handler.base.output_message = say_nothing;
    // What is destroyed before it was created has no memory.
    picture.mem = NULL;
    if (setjmp(handler.out)) {
        jpeg_destroy_decompress(&picture);
        return 0;
    }
    jpeg_create_decompress(&picture);
    jpeg_mem_src(&picture, bytes, count);
    jpeg_read_header(&picture, TRUE);
    // Progressive or arithmetic, or in several scans: no camera sends it, and it takes memory and time without end.
    if (picture.image_width != width || picture.image_height != height || picture.progressive_mode ||
        picture.arith_code || jpeg_has_multiple_scans(&picture))
        leave((j_common_ptr)&picture);
    picture.out_color_space = JCS_GRAYSCALE;
    jpeg_start_decompress(&picture);
    while (picture.output_scanline < height) {
        JSAMPROW row = pixels + (size_t)picture.output_scanline * width;
        jpeg_read_scanlines(&picture, &row, 1);
    }
    // Not jpeg_finish_decompress: it would read on, and what follows the picture does not matter.
    jpeg_destroy_decompress(&picture);
    return 1;
}

size_t cjpeg_encode_colour(
    const unsigned char *pixels, unsigned width, unsigned height, int quality, unsigned char **bytes) {
    struct jpeg_compress_struct picture;
    struct handler handler;
    unsigned char *written = NULL;
    unsigned long count = 0;
    *bytes = NULL;
    picture.err = jpeg_std_error(&handler.base);
    handler.base.error_exit = leave;
    handler.base.output_message = say_nothing;
    picture.mem = NULL;
    if (setjmp(handler.out)) {
        // `written` may point to memory that libjpeg has replaced by more and freed, so it is not freed here.
        jpeg_destroy_compress(&picture);
        return 0;
    }
    jpeg_create_compress(&picture);
    jpeg_mem_dest(&picture, &written, &count);
    picture.image_width = width;
    picture.image_height = height;
    picture.input_components = 3;
    picture.in_color_space = JCS_RGB;
    jpeg_set_defaults(&picture);
    jpeg_set_quality(&picture, quality, TRUE);
    // Colours at full resolution: the edges of drawn areas stay sharp.
    picture.comp_info[0].h_samp_factor = picture.comp_info[0].v_samp_factor = 1;
    jpeg_start_compress(&picture, TRUE);
    while (picture.next_scanline < height) {
        JSAMPROW row = (JSAMPROW)pixels + (size_t)picture.next_scanline * width * 3;
        jpeg_write_scanlines(&picture, &row, 1);
    }
    jpeg_finish_compress(&picture);
    jpeg_destroy_compress(&picture);
    *bytes = written;
    return count;
}
