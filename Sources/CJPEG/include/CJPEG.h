// Baseline JPEG through libjpeg, which libv4l brings into the process anyway.
#pragma once

#include <stddef.h>

// Fills `pixels` (`width` × `height` bytes, row by row) with a picture's brightness; of the colours nothing is decoded.
// 1, or 0 if the bytes are no whole baseline picture of that size. `pixels` then holds what came before the damage.
int cjpeg_decode_grey(const void *bytes, size_t count, unsigned width, unsigned height, unsigned char *pixels);

// Encodes `pixels` (`width` × `height` times red, green and blue, row by row) with a quality of 1 to 100. How many bytes
// `*bytes` holds then, to be freed with `free`; 0 and NULL if a side is 0 or above 65,500, or memory ran out.
size_t cjpeg_encode_colour(
    const unsigned char *pixels, unsigned width, unsigned height, int quality, unsigned char **bytes);
