// What Swift cannot see of V4L2: ioctl requests and pixel formats are macros, v4l2_ioctl is variadic. Streams are
// opened without libv4l's conversion, so that only frames that are analysed are ever decoded, and by us: libv4lconvert
// damages memory where a frame is not as it believes.
#pragma once
#include <libv4l2.h>
#include <linux/videodev2.h>
#include <stdint.h>

static const unsigned long CV4L2_QUERYCAP = VIDIOC_QUERYCAP;
static const unsigned long CV4L2_ENUM_FMT = VIDIOC_ENUM_FMT;
static const unsigned long CV4L2_S_FMT = VIDIOC_S_FMT;
static const unsigned long CV4L2_REQBUFS = VIDIOC_REQBUFS;
static const unsigned long CV4L2_QUERYBUF = VIDIOC_QUERYBUF;
static const unsigned long CV4L2_QBUF = VIDIOC_QBUF;
static const unsigned long CV4L2_DQBUF = VIDIOC_DQBUF;
static const unsigned long CV4L2_STREAMON = VIDIOC_STREAMON;
static const unsigned long CV4L2_STREAMOFF = VIDIOC_STREAMOFF;

static const uint32_t CV4L2_GREY = V4L2_PIX_FMT_GREY;
static const uint32_t CV4L2_YUYV = V4L2_PIX_FMT_YUYV;
static const uint32_t CV4L2_YVYU = V4L2_PIX_FMT_YVYU;
static const uint32_t CV4L2_UYVY = V4L2_PIX_FMT_UYVY;
static const uint32_t CV4L2_VYUY = V4L2_PIX_FMT_VYUY;
static const uint32_t CV4L2_NV12 = V4L2_PIX_FMT_NV12;
static const uint32_t CV4L2_NV21 = V4L2_PIX_FMT_NV21;
static const uint32_t CV4L2_YUV420 = V4L2_PIX_FMT_YUV420;
static const uint32_t CV4L2_YVU420 = V4L2_PIX_FMT_YVU420;
static const uint32_t CV4L2_MJPEG = V4L2_PIX_FMT_MJPEG;
static const uint32_t CV4L2_JPEG = V4L2_PIX_FMT_JPEG;

/// Opens a V4L2 node without conversion; the descriptor, or -errno.
int cv4l2_open(const char *path);
/// ioctl through libv4l2 (so that its plugins are honoured), retried on EINTR; 0 or -errno.
int cv4l2_ioctl(int descriptor, unsigned long request, void *argument);
void cv4l2_close(int descriptor);
