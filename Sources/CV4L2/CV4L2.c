#include "CV4L2.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int cv4l2_open(const char *path) {
    int descriptor;
    do {
        descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0) return -errno;
    // A node libv4l2 cannot take over (metadata, radio) still answers QUERYCAP through the plain descriptor.
    v4l2_fd_open(descriptor, V4L2_DISABLE_CONVERSION);
    return descriptor;
}

int cv4l2_ioctl(int descriptor, unsigned long request, void *argument) {
    int result;
    do {
        result = v4l2_ioctl(descriptor, request, argument);
    } while (result < 0 && errno == EINTR);
    return result < 0 ? -errno : 0;
}

void cv4l2_close(int descriptor) { v4l2_close(descriptor); }
