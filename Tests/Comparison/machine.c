// Loaded into the programs that are compared: a machine of which everything they can tell apart is known.
//
// EMOTUNES_TEST_CLOCK    a file of eight bytes: what the wall clock says, in nanoseconds since 1970. It stands still
//                        until the file is changed. The other clocks run as ever.
// EMOTUNES_TEST_JOURNAL  a file that takes what would go to the journal: each field in a line, an empty line after
//                        each entry.
// EMOTUNES_TEST_FRAMES   a file of grey pictures, 640 by 480, which a named pipe opened as a camera delivers: one for
//                        every byte that is written into the pipe, from the first again after the last.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static const int64_t second = 1000000000;

static void *map(const char *variable, size_t *length) {
    const char *path = getenv(variable);
    struct stat status;
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return NULL;
    void *mapped = MAP_FAILED;
    if (fstat(file, &status) == 0) mapped = mmap(NULL, status.st_size, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (length) *length = status.st_size;
    return mapped == MAP_FAILED ? NULL : mapped;
}

// The wall clock.

static const volatile int64_t *wall;

__attribute__((constructor)) static void begin(void) { wall = map("EMOTUNES_TEST_CLOCK", NULL); }

int clock_gettime(clockid_t clock, struct timespec *now) {
    if (wall && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        now->tv_sec = *wall / second;
        now->tv_nsec = *wall % second;
        return 0;
    }
    return syscall(SYS_clock_gettime, clock, now);
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec moment;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &moment);
    now->tv_sec = moment.tv_sec;
    now->tv_usec = moment.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now) {
    struct timespec moment;
    clock_gettime(CLOCK_REALTIME, &moment);
    if (now) *now = moment.tv_sec;
    return moment.tv_sec;
}

// A wait with an end by the wall clock: Dispatch counts a few seconds on from what the clock says.
int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict end) {
    struct timespec now, real;
    clock_gettime(CLOCK_REALTIME, &now);
    clock_gettime(CLOCK_MONOTONIC, &real);
    int64_t left = (end->tv_sec - now.tv_sec) * second + end->tv_nsec - now.tv_nsec;
    int64_t until = real.tv_sec * second + real.tv_nsec + (left > 0 ? left : 0);
    struct timespec moment = {.tv_sec = until / second, .tv_nsec = until % second};
    return sem_clockwait(semaphore, CLOCK_MONOTONIC, &moment);
}

// The journal.

int sd_journal_sendv(const struct iovec *fields, int count) {
    const char *path = getenv("EMOTUNES_TEST_JOURNAL");
    int file = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666) : -1;
    if (file < 0) return -ENOENT;
    size_t length = 1;
    for (int index = 0; index < count; index++) length += fields[index].iov_len + 1;
    char *text = malloc(length), *end = text;
    for (int index = 0; index < count; index++) {
        const char *bytes = fields[index].iov_base;
        for (size_t place = 0; place < fields[index].iov_len; place++)
            *end++ = bytes[place] == '\n' ? '\r' : bytes[place];
        *end++ = '\n';
    }
    *end++ = '\n';
    ssize_t written = write(file, text, end - text);
    free(text);
    close(file);
    return written < 0 ? -errno : 0;
}

// The camera.

enum { width = 640, height = 480, size = width * height, most = 4 };

static void *buffers[most];
static int queued[most], first, waiting;
static uint32_t sequence;

static int isPipe(int descriptor) {
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode);
}

int v4l2_fd_open(int descriptor, int flags) {
    (void)flags;
    return descriptor;
}

int v4l2_close(int descriptor) { return close(descriptor); }

void *v4l2_mmap(void *start, size_t length, int protection, int flags, int descriptor, int64_t offset) {
    (void)start, (void)protection, (void)flags, (void)descriptor;
    if (!buffers[offset]) buffers[offset] = malloc(length);
    return buffers[offset];
}

int v4l2_munmap(void *start, size_t length) {
    (void)start, (void)length;
    return 0;
}

static int dequeue(int descriptor, struct v4l2_buffer *buffer) {
    static const char *frames;
    static size_t length;
    char tick;
    if (!frames) frames = map("EMOTUNES_TEST_FRAMES", &length);
    if (!waiting || read(descriptor, &tick, 1) != 1) {
        errno = EAGAIN;
        return -1;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    buffer->index = queued[first];
    first = (first + 1) % most;
    waiting--;
    if (frames && length >= size) memcpy(buffers[buffer->index], frames + sequence % (length / size) * size, size);
    buffer->sequence = sequence++;
    buffer->bytesused = buffer->length = size;
    buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    buffer->timestamp.tv_sec = now.tv_sec;
    buffer->timestamp.tv_usec = now.tv_nsec / 1000;
    return 0;
}

int v4l2_ioctl(int descriptor, unsigned long request, ...) {
    va_list more;
    va_start(more, request);
    void *argument = va_arg(more, void *);
    va_end(more);
    if (!isPipe(descriptor)) return syscall(SYS_ioctl, descriptor, request, argument);
    switch (request) {
    case VIDIOC_QUERYCAP: {
        struct v4l2_capability *capability = argument;
        memset(capability, 0, sizeof *capability);
        strcpy((char *)capability->driver, "pipe");
        strcpy((char *)capability->card, "Camera of the comparison");
        strcpy((char *)capability->bus_info, "platform:pipe");
        capability->capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
        return 0;
    }
    case VIDIOC_ENUM_FMT: {
        struct v4l2_fmtdesc *format = argument;
        if (format->index == 0) {
            format->pixelformat = V4L2_PIX_FMT_GREY;
            return 0;
        }
        break;
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
        queued[(first + waiting++) % most] = ((struct v4l2_buffer *)argument)->index;
        return 0;
    case VIDIOC_DQBUF: return dequeue(descriptor, argument);
    case VIDIOC_STREAMON:
    case VIDIOC_STREAMOFF: return 0;
    }
    errno = EINVAL;
    return -1;
}
