// A camera for measurements, loaded into the daemon: opening the path TEST_CAMERA gives a 30-frames-a-second 640×480
// Motion-JPEG camera that shows the pictures of the file TEST_CAMERA_FRAMES (JPEG after JPEG) over and over. Everything
// from poll to libjpeg is the daemon's own way with a real camera; only the kernel's driver is missing.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { buffer_size = 1 << 20, most_buffers = 8, most_pictures = 4096 };

static struct {
    int descriptor;
    unsigned char *memory;
    unsigned queued[most_buffers], queued_count, buffers;
    unsigned char *pictures[most_pictures];
    unsigned lengths[most_pictures], picture_count, next;
    unsigned sequence;
} camera = {.descriptor = -1};

// Cuts the file into pictures at each JPEG's first marker.
static void load(void) {
    FILE *file = fopen(getenv("TEST_CAMERA_FRAMES"), "rb");
    if (!file) return;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    unsigned char *all = malloc(size);
    if (fread(all, 1, size, file) != (size_t)size) size = 0;
    fclose(file);
    for (long at = 0; at + 2 < size; at++) {
        if (all[at] != 0xFF || all[at + 1] != 0xD8 || all[at + 2] != 0xFF) continue;
        if (camera.picture_count > 0)
            camera.lengths[camera.picture_count - 1] = all + at - camera.pictures[camera.picture_count - 1];
        if (camera.picture_count == most_pictures) return;
        camera.pictures[camera.picture_count++] = all + at;
        camera.lengths[camera.picture_count - 1] = all + size - (all + at);
    }
}

int open(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = va_arg(arguments, mode_t);
    va_end(arguments);
    int (*next)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    const char *ours = getenv("TEST_CAMERA");
    if (!ours || strcmp(path, ours) != 0) return next(path, flags, mode);
    if (camera.picture_count == 0) load();
    camera.descriptor = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    return camera.descriptor;
}

static int control(unsigned long request, void *argument) {
    struct v4l2_capability *capability = argument;
    struct v4l2_fmtdesc *description = argument;
    struct v4l2_format *format = argument;
    struct v4l2_requestbuffers *wanted = argument;
    struct v4l2_buffer *buffer = argument;
    struct itimerspec timer = {{0, 33333333}, {0, 33333333}}, off = {{0, 0}, {0, 0}};
    switch (request) {
        case VIDIOC_QUERYCAP:
            memset(capability, 0, sizeof *capability);
            strcpy((char *)capability->card, "Test camera");
            strcpy((char *)capability->driver, "test");
            strcpy((char *)capability->bus_info, "test:0");
            capability->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
            capability->capabilities = capability->device_caps | V4L2_CAP_DEVICE_CAPS;
            return 0;
        case VIDIOC_ENUM_FMT:
            if (description->index > 0) return EINVAL;
            description->pixelformat = V4L2_PIX_FMT_MJPEG;
            return 0;
        case VIDIOC_S_FMT:
            format->fmt.pix.width = 640;
            format->fmt.pix.height = 480;
            format->fmt.pix.pixelformat = V4L2_PIX_FMT_MJPEG;
            format->fmt.pix.bytesperline = 0;
            format->fmt.pix.sizeimage = buffer_size;
            return 0;
        case VIDIOC_REQBUFS:
            camera.buffers = wanted->count = wanted->count < most_buffers ? wanted->count : most_buffers;
            camera.queued_count = 0;
            if (!camera.memory)
                camera.memory = mmap(NULL, (size_t)most_buffers * buffer_size, PROT_READ | PROT_WRITE,
                                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            return 0;
        case VIDIOC_QUERYBUF:
            buffer->length = buffer_size;
            buffer->m.offset = buffer->index * buffer_size;
            return 0;
        case VIDIOC_QBUF:
            camera.queued[camera.queued_count++] = buffer->index;
            return 0;
        case VIDIOC_STREAMON: return timerfd_settime(camera.descriptor, 0, &timer, NULL) ? errno : 0;
        case VIDIOC_STREAMOFF: return timerfd_settime(camera.descriptor, 0, &off, NULL) ? errno : 0;
        case VIDIOC_DQBUF: {
            // A driver fills its buffers and then drops frames: however many were due, no more than it has are waiting.
            static uint64_t due;
            uint64_t expired;
            if (read(camera.descriptor, &expired, sizeof expired) == sizeof expired) {
                camera.sequence += expired;
                due += expired;
            }
            if (due > camera.buffers) due = camera.buffers;
            if (due == 0 || camera.queued_count == 0 || camera.picture_count == 0) return EAGAIN;
            due--;
            buffer->index = camera.queued[0];
            memmove(camera.queued, camera.queued + 1, --camera.queued_count * sizeof camera.queued[0]);
            unsigned picture = camera.sequence % camera.picture_count;
            memcpy(camera.memory + (size_t)buffer->index * buffer_size, camera.pictures[picture], camera.lengths[picture]);
            buffer->bytesused = camera.lengths[picture];
            buffer->sequence = camera.sequence;
            buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
            struct timespec now;
            clock_gettime(CLOCK_MONOTONIC, &now);
            buffer->timestamp.tv_sec = now.tv_sec;
            buffer->timestamp.tv_usec = now.tv_nsec / 1000;
            return 0;
        }
        default: return ENOTTY;
    }
}

int v4l2_fd_open(int descriptor, int flags) {
    (void)flags;
    return descriptor;
}

int v4l2_ioctl(int descriptor, unsigned long request, ...) {
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (descriptor != camera.descriptor) {
        errno = ENOTTY;
        return -1;
    }
    int problem = control(request, argument);
    if (problem == 0) return 0;
    errno = problem;
    return -1;
}

void *v4l2_mmap(void *start, size_t length, int protection, int flags, int descriptor, int64_t offset) {
    (void)start, (void)length, (void)protection, (void)flags, (void)descriptor;
    return camera.memory + offset;
}

int v4l2_munmap(void *start, size_t length) {
    (void)start, (void)length;
    return 0;
}

int v4l2_close(int descriptor) {
    if (descriptor == camera.descriptor) camera.descriptor = -1;
    return close(descriptor);
}
