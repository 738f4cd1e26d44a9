// Baseline JPEG through libjpeg, which libv4l brings into the process anyway. Only the brightness is decoded.
#pragma once

#include <stddef.h>

// Fills `pixels` (`width` × `height` bytes, row by row) with a picture's brightness; 1, or 0 if the bytes are no whole
// baseline picture of that size. `pixels` then holds what came before the damage.
int cjpeg_decode_grey(const void *bytes, size_t count, unsigned width, unsigned height, unsigned char *pixels);
