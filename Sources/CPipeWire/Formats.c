#include "Formats.h"

#include <linux/videodev2.h>

#include "CPipeWire.h"

#define PAIRS(F) \
    F(GRAY8, V4L2_PIX_FMT_GREY) F(NV12, V4L2_PIX_FMT_NV12) F(NV21, V4L2_PIX_FMT_NV21) F(I420, V4L2_PIX_FMT_YUV420) \
    F(YV12, V4L2_PIX_FMT_YVU420) F(NV16, V4L2_PIX_FMT_NV16) F(NV61, V4L2_PIX_FMT_NV61) F(NV24, V4L2_PIX_FMT_NV24) \
    F(Y42B, V4L2_PIX_FMT_YUV422P) F(Y41B, V4L2_PIX_FMT_YUV411P) F(YUV9, V4L2_PIX_FMT_YUV410) \
    F(YVU9, V4L2_PIX_FMT_YVU410) F(YUY2, V4L2_PIX_FMT_YUYV) F(YVYU, V4L2_PIX_FMT_YVYU) F(UYVY, V4L2_PIX_FMT_UYVY) \
    F(VYUY, V4L2_PIX_FMT_VYUY) F(v308, V4L2_PIX_FMT_YUV24) F(AYUV, V4L2_PIX_FMT_AYUV32) \
    F(GRAY16_LE, V4L2_PIX_FMT_Y16) F(GRAY16_BE, V4L2_PIX_FMT_Y16_BE) F(RGB, V4L2_PIX_FMT_RGB24) \
    F(BGR, V4L2_PIX_FMT_BGR24) F(BGRx, V4L2_PIX_FMT_XBGR32) F(BGRA, V4L2_PIX_FMT_ABGR32) \
    F(RGBx, V4L2_PIX_FMT_RGBX32) F(RGBA, V4L2_PIX_FMT_RGBA32) F(xRGB, V4L2_PIX_FMT_XRGB32) \
    F(ARGB, V4L2_PIX_FMT_ARGB32) F(xBGR, V4L2_PIX_FMT_BGRX32) F(ABGR, V4L2_PIX_FMT_BGRA32) \
    F(RGB16, V4L2_PIX_FMT_RGB565) F(RGB15, V4L2_PIX_FMT_XRGB555)

uint32_t cpipewire_code(enum spa_video_format format) {
    switch (format) {
#define CODE(name, code) case SPA_VIDEO_FORMAT_##name: return code;
        PAIRS(CODE)
#undef CODE
    default: return 0;
    }
}

enum spa_video_format cpipewire_format(uint32_t code) {
    switch (code) {
#define FORMAT(name, code) case code: return SPA_VIDEO_FORMAT_##name;
        PAIRS(FORMAT)
#undef FORMAT
    default: return SPA_VIDEO_FORMAT_UNKNOWN;
    }
}

size_t cpipewire_formats(const uint32_t **formats) {
#define ENTRY(name, code) code,
    // JPEG is no raw format, and the last here.
    static const uint32_t all[] = {PAIRS(ENTRY) V4L2_PIX_FMT_MJPEG};
#undef ENTRY
    *formats = all;
    return sizeof all / sizeof all[0];
}
