// What PipeWire calls the pixel formats that V4L2 has codes for.
#pragma once
#include <spa/param/video/format-utils.h>
#include <stddef.h>
#include <stdint.h>

/// V4L2's code of a raw format; 0 where it has none.
uint32_t cpipewire_code(enum spa_video_format format);
/// The raw format of a code; SPA_VIDEO_FORMAT_UNKNOWN for any other.
enum spa_video_format cpipewire_format(uint32_t code);
