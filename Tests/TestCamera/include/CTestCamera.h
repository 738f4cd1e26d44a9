// A camera of the test's own in a PipeWire session: a node that shows the pictures it is given.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ctestcamera ctestcamera;

/// remote: the session's socket. format: PipeWire's name of a pixel format, or "MJPG". stride: bytes of a line; 0 for JPEG.
/// size: bytes of the largest picture. Null where there is no session.
ctestcamera *ctestcamera_open(
    const char *remote, const char *name, const char *description, int priority, const char *format, uint32_t width,
    uint32_t height, int32_t stride, uint32_t size);
/// Whether somebody watches.
bool ctestcamera_is_watched(ctestcamera *camera);
/// Shows a picture to who watches; false where nobody does. stamp: nanoseconds of the monotonic clock; 0 for none.
bool ctestcamera_show(ctestcamera *camera, const void *bytes, size_t count, int64_t stamp);
/// It is gone from the session.
void ctestcamera_close(ctestcamera *camera);
