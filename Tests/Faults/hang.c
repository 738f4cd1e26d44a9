// Loaded into the daemon: calls that do not return for as long as a file says so, and a camera in place of a named pipe.
//
// EMOTUNES_TEST_HANG      a file. Each of its lines has a call and what the call's path begins with: while the line is there,
//                         such calls wait. Calls: open, opendir, stat, fsync, dequeue (a frame of the camera), connect
//                         (its path is "inet" or "unix"). Those of "unplugged" do not wait: the camera is not there.
// EMOTUNES_TEST_STAMPS    how the camera stamps its frames: sound (if unset), none, realtime, jump, late, constant, zero,
//                         negative, backwards.
// EMOTUNES_TEST_FRAMES    a file of grey pictures, 640 by 480, of which the camera shows two a second; black without it.
// EMOTUNES_TEST_PICTURES  a file with two numbers: the first of the pictures shown, and how many.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

/// What the file holds, ended by a NUL; read past every function of this file's.
static int contents(const char *variable, char *text, size_t size) {
    const char *path = getenv(variable);
    int file = path ? syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return 0;
    ssize_t count = syscall(SYS_read, file, text, size - 1);
    syscall(SYS_close, file);
    text[count > 0 ? count : 0] = 0;
    return count > 0;
}

static int isHung(const char *call, const char *path) {
    char text[4096], *rest = text, *line;
    if (!path || !contents("EMOTUNES_TEST_HANG", text, sizeof text)) return 0;
    while ((line = strsep(&rest, "\n"))) {
        char *prefix = strchr(line, ' ');
        if (!prefix) continue;
        *prefix++ = 0;
        if (strcmp(line, call) == 0 && strncmp(path, prefix, strlen(prefix)) == 0) return 1;
    }
    return 0;
}

static void hang(const char *call, const char *path) {
    int error = errno;
    while (isHung(call, path)) usleep(20 * 1000);
    errno = error;
}

static void nameOf(int descriptor, char path[4096]) {
    char link[64];
    int error = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, 4095);
    path[length > 0 ? length : 0] = 0;
    errno = error;
}

static void hangOn(const char *call, int descriptor) {
    char path[4096];
    nameOf(descriptor, path);
    hang(call, path);
}

// Files and sockets.

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    int mode = va_arg(more, int);
    va_end(more);
    hang("open", path);
    if (isHung("unplugged", path)) return errno = ENOENT, -1;
    return ((int (*)(const char *, int, int))next("open"))(path, flags, mode);
}

DIR *opendir(const char *path) {
    hang("opendir", path);
    return ((DIR * (*)(const char *)) next("opendir"))(path);
}

#define STATUS(name, type)                                              \
    int name(const char *restrict path, struct type *restrict status) { \
        hang("stat", path);                                             \
        return ((int (*)(const char *, struct type *))next(#name))(path, status); \
    }
STATUS(stat, stat)
STATUS(lstat, stat)
STATUS(stat64, stat64)
STATUS(lstat64, stat64)

int fsync(int descriptor) {
    hangOn("fsync", descriptor);
    return ((int (*)(int))next("fsync"))(descriptor);
}

int fdatasync(int descriptor) {
    hangOn("fsync", descriptor);
    return ((int (*)(int))next("fdatasync"))(descriptor);
}

int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
    hang("connect", address->sa_family == AF_UNIX ? "unix" : "inet");
    return ((int (*)(int, const struct sockaddr *, socklen_t))next("connect"))(descriptor, address, length);
}

// The camera: ten frames a second.

enum { width = 640, height = 480, size = width * height, most = 4 };

static void *buffers[most];
static int queued[most], first;
static atomic_int waiting, sequence, isStreaming;
static pthread_t feeder;

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec + now.tv_nsec * 1e-9;
}

static int isCamera(int descriptor) {
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode);
}

/// Makes the pipe readable at every frame for which a buffer waits, as a driver does.
static void *feed(void *descriptor) {
    while (isStreaming) {
        int unread = 0;
        ioctl((int)(intptr_t)descriptor, FIONREAD, &unread);
        if (unread < waiting && write((int)(intptr_t)descriptor, "", 1) < 0) break;
        sequence++;
        usleep(100 * 1000);
    }
    return NULL;
}

static void stop(void) {
    if (atomic_exchange(&isStreaming, 0)) pthread_join(feeder, NULL);
}

int v4l2_fd_open(int descriptor, int flags) {
    if (isCamera(descriptor)) return descriptor;
    return ((int (*)(int, int))next("v4l2_fd_open"))(descriptor, flags);
}

int v4l2_close(int descriptor) {
    if (!isCamera(descriptor)) return ((int (*)(int))next("v4l2_close"))(descriptor);
    stop();
    return close(descriptor);
}

void *v4l2_mmap(void *start, size_t length, int protection, int flags, int descriptor, int64_t offset) {
    (void)start, (void)protection, (void)flags, (void)descriptor;
    if (!buffers[offset]) buffers[offset] = calloc(1, length);
    return buffers[offset];
}

int v4l2_munmap(void *start, size_t length) {
    (void)start, (void)length;
    return 0;
}

static void stamp(struct v4l2_buffer *buffer) {
    static double began;
    const char *how = getenv("EMOTUNES_TEST_STAMPS");
    double now = seconds(CLOCK_MONOTONIC), time = now - 0.03;
    if (!began) began = now;
    buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    if (!how || strcmp(how, "sound") == 0) {
    } else if (strcmp(how, "none") == 0) {
        buffer->flags = time = 0;
    } else if (strcmp(how, "realtime") == 0) {
        time = seconds(CLOCK_REALTIME);
    } else if (strcmp(how, "jump") == 0) {
        if (sequence >= 50 && sequence < 60) time += 600;
    } else if (strcmp(how, "late") == 0) {
        time = now - 1;
    } else if (strcmp(how, "constant") == 0) {
        time = began;
    } else if (strcmp(how, "zero") == 0) {
        time = 0;
    } else if (strcmp(how, "negative") == 0) {
        time = -now;
    } else if (strcmp(how, "backwards") == 0) {
        time = began - (now - began);
    }
    buffer->timestamp.tv_sec = time;
    buffer->timestamp.tv_usec = (time - buffer->timestamp.tv_sec) * 1e6;
}

static void paint(void *picture) {
    static const char *frames;
    static int count = -1;
    char text[64];
    int from = 0, shown = 0;
    if (count < 0) {
        const char *path = getenv("EMOTUNES_TEST_FRAMES");
        int file = path ? syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC) : -1;
        struct stat status;
        count = file >= 0 && fstat(file, &status) == 0 ? status.st_size / size : 0;
        if (count) frames = mmap(NULL, (size_t)count * size, PROT_READ, MAP_SHARED, file, 0);
    }
    if (!count) return;
    if (contents("EMOTUNES_TEST_PICTURES", text, sizeof text)) sscanf(text, "%d %d", &from, &shown);
    if (shown < 1) shown = count;
    int index = from + (int)(seconds(CLOCK_MONOTONIC) * 2) % shown;
    memcpy(picture, frames + (size_t)(index % count) * size, size);
}

static int dequeue(int descriptor, struct v4l2_buffer *buffer) {
    char tick, path[4096];
    hangOn("dequeue", descriptor);
    nameOf(descriptor, path);
    if (isHung("unplugged", path)) return errno = ENODEV, -1;
    if (!waiting || read(descriptor, &tick, 1) != 1) {
        errno = EAGAIN;
        return -1;
    }
    buffer->index = queued[first];
    first = (first + 1) % most;
    waiting--;
    paint(buffers[buffer->index]);
    buffer->sequence = sequence;
    buffer->bytesused = buffer->length = size;
    stamp(buffer);
    return 0;
}

int v4l2_ioctl(int descriptor, unsigned long request, ...) {
    va_list more;
    va_start(more, request);
    void *argument = va_arg(more, void *);
    va_end(more);
    if (!isCamera(descriptor))
        return ((int (*)(int, unsigned long, void *))next("v4l2_ioctl"))(descriptor, request, argument);
    switch (request) {
    case VIDIOC_QUERYCAP: {
        struct v4l2_capability *capability = argument;
        memset(capability, 0, sizeof *capability);
        strcpy((char *)capability->driver, "pipe");
        strcpy((char *)capability->card, "Camera in a pipe");
        strcpy((char *)capability->bus_info, "platform:pipe");
        capability->capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
        return 0;
    }
    case VIDIOC_ENUM_FMT: {
        struct v4l2_fmtdesc *format = argument;
        if (format->index) break;
        format->pixelformat = V4L2_PIX_FMT_GREY;
        return 0;
    }
    case VIDIOC_S_FMT: {
        struct v4l2_pix_format *picture = &((struct v4l2_format *)argument)->fmt.pix;
        picture->width = picture->bytesperline = width;
        picture->height = height;
        picture->sizeimage = size;
        picture->pixelformat = V4L2_PIX_FMT_GREY;
        picture->field = V4L2_FIELD_NONE;
        return 0;
    }
    case VIDIOC_REQBUFS: {
        struct v4l2_requestbuffers *wanted = argument;
        if (wanted->count > most) wanted->count = most;
        waiting = 0;
        return 0;
    }
    case VIDIOC_QUERYBUF: {
        struct v4l2_buffer *buffer = argument;
        buffer->length = size;
        buffer->m.offset = buffer->index;
        return 0;
    }
    case VIDIOC_QBUF:
        queued[(first + waiting) % most] = ((struct v4l2_buffer *)argument)->index;
        waiting++;
        return 0;
    case VIDIOC_DQBUF: return dequeue(descriptor, argument);
    case VIDIOC_STREAMON:
        if (!atomic_exchange(&isStreaming, 1)) pthread_create(&feeder, NULL, feed, (void *)(intptr_t)descriptor);
        return 0;
    case VIDIOC_STREAMOFF: stop(); return 0;
    }
    errno = EINVAL;
    return -1;
}
