// Recorded pictures through OpenCV's videoio and imgcodecs. Built as a library of its own and opened on demand: these
// two modules bring FFmpeg, GStreamer and GDAL along, which the daemon must not load.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct copencvvideo_file copencvvideo_file;

/// Opens a video; NULL with a message (at most `capacity` bytes, terminated) if it is none.
copencvvideo_file *copencvvideo_open(const char *path, char *message, int capacity);
void copencvvideo_close(copencvvideo_file *file);
double copencvvideo_rate(copencvvideo_file *file);
/// When the present frame is to be shown, in seconds from the beginning; negative where the file does not say.
double copencvvideo_time(copencvvideo_file *file);
/// Steps to the next frame without converting it: 1, or 0 at the end.
int copencvvideo_step(copencvvideo_file *file);
/// The present frame in grey, valid until the next call: 1, or 0 if it cannot be decoded.
int copencvvideo_grey(copencvvideo_file *file, const uint8_t **pixels, int *width, int *height, int *stride);
/// One picture file in grey; release it with copencvvideo_close. NULL if it cannot be decoded.
copencvvideo_file *copencvvideo_picture(const char *path, const uint8_t **pixels, int *width, int *height, int *stride);

#ifdef __cplusplus
}
#endif
