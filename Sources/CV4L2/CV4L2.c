#include "CV4L2.h"

#include <errno.h>
#include <fcntl.h>
#include <libv4l-plugin.h>
#include <string.h>
#include <time.h>
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

// Has a name, and answers nothing else.
static int ask_nobody(void *context, int descriptor, unsigned long request, void *argument) {
    (void)context, (void)descriptor;
    if (request == VIDIOC_QUERYCAP) {
        struct v4l2_capability *capability = argument;
        memset(capability, 0, sizeof *capability);
        strcpy((char *)capability->driver, "none");
        return 0;
    }
    errno = ENOTTY;
    return -1;
}

struct v4lconvert_data *cv4l2_converter_without_device(void) {
    static const struct libv4l_dev_ops nobody = {.ioctl = ask_nobody};
    return v4lconvert_create_with_dev_ops(-1, NULL, &nobody);
}

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec + now.tv_nsec * 1e-9;
}

double cv4l2_now(void) { return seconds(CLOCK_MONOTONIC); }

double cv4l2_boot_now(void) { return seconds(CLOCK_BOOTTIME); }
