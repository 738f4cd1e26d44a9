#include <errno.h>
#include <linux/dma-buf.h>
#include <linux/videodev2.h>
#include <spa/buffer/meta.h>
#include <spa/param/video/format-utils.h>
#include <spa/pod/builder.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "Formats.h"
#include "Internal.h"

#define pw cpipewire_library

/// Memory of a buffer that we had to make visible.
struct mapping {
    void *address;
    size_t length;
    /// Where the picture's memory begins in it.
    size_t offset;
};

static void on_add_buffer(void *data, struct pw_buffer *buffer) {
    struct spa_data *plane = &buffer->buffer->datas[0];
    (void)data;
    buffer->user_data = NULL;
    if (buffer->buffer->n_datas == 0 || plane->data || plane->fd < 0) return;
    if (plane->type != SPA_DATA_MemFd && plane->type != SPA_DATA_DmaBuf) return;
    // Memory that is not there would end us when it is read.
    struct stat file;
    if (plane->type == SPA_DATA_MemFd &&
        (fstat((int)plane->fd, &file) < 0 || file.st_size < (off_t)plane->mapoffset + (off_t)plane->maxsize))
        return;
    struct mapping *mapping = calloc(1, sizeof *mapping);
    if (!mapping) return;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    mapping->offset = plane->mapoffset % page;
    mapping->length = mapping->offset + plane->maxsize;
    mapping->address =
        mmap(NULL, mapping->length, PROT_READ, MAP_SHARED, (int)plane->fd, (off_t)(plane->mapoffset - mapping->offset));
    if (mapping->address == MAP_FAILED) {
        free(mapping);
        return;
    }
    buffer->user_data = mapping;
}

static void on_remove_buffer(void *data, struct pw_buffer *buffer) {
    cpipewire *c = data;
    struct mapping *mapping = buffer->user_data;
    if (c->kept == buffer) c->kept = NULL;
    if (!mapping) return;
    buffer->user_data = NULL;
    munmap(mapping->address, mapping->length);
    free(mapping);
}

static const uint8_t *memory(const struct pw_buffer *buffer) {
    const struct mapping *mapping = buffer->user_data;
    if (mapping) return (const uint8_t *)mapping->address + mapping->offset;
    return buffer->buffer->n_datas > 0 ? buffer->buffer->datas[0].data : NULL;
}

static bool is_whole(const cpipewire *c, const struct pw_buffer *buffer) {
    const struct spa_meta_header *header =
        spa_buffer_find_meta_data(buffer->buffer, SPA_META_Header, sizeof *header);
    if (header && header->flags & SPA_META_HEADER_FLAG_CORRUPTED) return false;
    if (!memory(buffer) || !buffer->buffer->datas[0].chunk || c->format == 0) return false;
    const struct spa_chunk *chunk = buffer->buffer->datas[0].chunk;
    return chunk->size > 0 && !(chunk->flags & SPA_CHUNK_FLAG_CORRUPTED);
}

static void on_process(void *data) {
    cpipewire *c = data;
    struct pw_buffer *newest = NULL, *next;
    while ((next = pw.pw_stream_dequeue_buffer(c->stream))) {
        c->news.seen++;
        if (newest) pw.pw_stream_queue_buffer(c->stream, newest);
        newest = next;
    }
    if (!newest) return;
    if (!c->is_wanted || c->kept || !is_whole(c, newest)) {
        pw.pw_stream_queue_buffer(c->stream, newest);
        return;
    }
    c->is_wanted = false;
    c->kept = newest;
    cpipewire_signal(c);
}

static void on_format(cpipewire *c, const struct spa_pod *param) {
    struct spa_video_info info = {0};
    c->format = 0;
    if (spa_format_parse(param, &info.media_type, &info.media_subtype) < 0) return;
    if (info.media_subtype == SPA_MEDIA_SUBTYPE_raw && spa_format_video_raw_parse(param, &info.info.raw) >= 0) {
        c->format = cpipewire_code(info.info.raw.format);
        c->width = info.info.raw.size.width;
        c->height = info.info.raw.size.height;
    } else if (info.media_subtype == SPA_MEDIA_SUBTYPE_mjpg && spa_format_video_mjpg_parse(param, &info.info.mjpg) >= 0) {
        c->format = V4L2_PIX_FMT_MJPEG;
        c->width = info.info.mjpg.size.width;
        c->height = info.info.mjpg.size.height;
    }
    uint8_t room[512];
    struct spa_pod_builder builder = SPA_POD_BUILDER_INIT(room, sizeof room);
    const struct spa_pod *params[] = {
        spa_pod_builder_add_object(
            &builder, SPA_TYPE_OBJECT_ParamBuffers, SPA_PARAM_Buffers,  //
            SPA_PARAM_BUFFERS_buffers, SPA_POD_CHOICE_RANGE_Int(4, 2, 16),  //
            SPA_PARAM_BUFFERS_dataType,
            SPA_POD_CHOICE_FLAGS_Int((1 << SPA_DATA_MemPtr) | (1 << SPA_DATA_MemFd) | (1 << SPA_DATA_DmaBuf))),
        spa_pod_builder_add_object(
            &builder, SPA_TYPE_OBJECT_ParamMeta, SPA_PARAM_Meta,  //
            SPA_PARAM_META_type, SPA_POD_Id(SPA_META_Header),  //
            SPA_PARAM_META_size, SPA_POD_Int(sizeof(struct spa_meta_header))),
    };
    pw.pw_stream_update_params(c->stream, params, 2);
}

static void on_param(void *data, uint32_t id, const struct spa_pod *param) {
    if (id == SPA_PARAM_Format && param) on_format(data, param);
}

static void on_state(void *data, enum pw_stream_state old, enum pw_stream_state state, const char *words) {
    cpipewire *c = data;
    if (state == PW_STREAM_STATE_ERROR) cpipewire_fail(c, EIO, words);
    if (state == PW_STREAM_STATE_UNCONNECTED && old > PW_STREAM_STATE_CONNECTING) {
        c->news.is_dropped = true;
        cpipewire_signal(c);
    }
}

static const struct pw_stream_events stream_events = {
    PW_VERSION_STREAM_EVENTS,
    .state_changed = on_state,
    .param_changed = on_param,
    .add_buffer = on_add_buffer,
    .remove_buffer = on_remove_buffer,
    .process = on_process,
};

/// One set of formats to choose from. Sizes lie between `least` and `most`, best at `wanted`.
static const struct spa_pod *offer(
    struct spa_pod_builder *builder, const uint32_t *codes, size_t count, bool is_jpeg,
    const struct spa_rectangle *wanted, const struct spa_rectangle *least, const struct spa_rectangle *most) {
    struct spa_pod_frame object, choice;
    spa_pod_builder_push_object(builder, &object, SPA_TYPE_OBJECT_Format, SPA_PARAM_EnumFormat);
    spa_pod_builder_add(
        builder, SPA_FORMAT_mediaType, SPA_POD_Id(SPA_MEDIA_TYPE_video),  //
        SPA_FORMAT_mediaSubtype, SPA_POD_Id(is_jpeg ? SPA_MEDIA_SUBTYPE_mjpg : SPA_MEDIA_SUBTYPE_raw), 0);
    if (!is_jpeg) {
        size_t listed = 0;
        spa_pod_builder_prop(builder, SPA_FORMAT_VIDEO_format, 0);
        spa_pod_builder_push_choice(builder, &choice, SPA_CHOICE_Enum, 0);
        for (size_t i = 0; i < count; i++) {
            enum spa_video_format format = cpipewire_format(codes[i]);
            if (format == SPA_VIDEO_FORMAT_UNKNOWN) continue;
            // The best stands first once more: a choice begins with its default.
            if (listed++ == 0) spa_pod_builder_id(builder, format);
            spa_pod_builder_id(builder, format);
        }
        spa_pod_builder_pop(builder, &choice);
    }
    spa_pod_builder_add(
        builder, SPA_FORMAT_VIDEO_size, SPA_POD_CHOICE_RANGE_Rectangle(wanted, least, most),  //
        SPA_FORMAT_VIDEO_framerate,
        SPA_POD_CHOICE_RANGE_Fraction(&SPA_FRACTION(30, 1), &SPA_FRACTION(0, 1), &SPA_FRACTION(1000, 1)), 0);
    return spa_pod_builder_pop(builder, &object);
}

int cpipewire_stream(
    cpipewire *c, const struct cpipewire_node *node, const uint32_t *formats, size_t count, uint32_t width,
    uint32_t height) {
    const struct spa_rectangle wanted = SPA_RECTANGLE(width, height);
    // The first that the camera can be is taken: the size that is wanted, one that is near, any. Pixels cost less than JPEG.
    const struct spa_rectangle least[] = {wanted, SPA_RECTANGLE(width / 2, height / 2), SPA_RECTANGLE(1, 1)};
    const struct spa_rectangle most[] = {wanted, SPA_RECTANGLE(width * 2, height * 2), SPA_RECTANGLE(16384, 16384)};
    bool has_jpeg = false, has_raw = false;
    for (size_t i = 0; i < count; i++) {
        has_jpeg |= formats[i] == V4L2_PIX_FMT_MJPEG;
        has_raw |= cpipewire_format(formats[i]) != SPA_VIDEO_FORMAT_UNKNOWN;
    }
    uint8_t room[8192];
    struct spa_pod_builder builder = SPA_POD_BUILDER_INIT(room, sizeof room);
    const struct spa_pod *params[6];
    uint32_t offered = 0;
    for (size_t i = 0; i < 3; i++) {
        if (has_raw) params[offered++] = offer(&builder, formats, count, false, &wanted, &least[i], &most[i]);
        if (has_jpeg) params[offered++] = offer(&builder, formats, count, true, &wanted, &least[i], &most[i]);
    }
    char serial[32];
    snprintf(serial, sizeof serial, "%llu", (unsigned long long)node->serial);
    pw.pw_thread_loop_lock(c->loop);
    c->target = node->id;
    c->stream = pw.pw_stream_new(
        c->core, "EmoTunes",
        pw.pw_properties_new(
            PW_KEY_MEDIA_TYPE, "Video", PW_KEY_MEDIA_CATEGORY, "Capture", PW_KEY_MEDIA_ROLE, "Camera",  //
            PW_KEY_TARGET_OBJECT, serial, NULL));
    int result = c->stream ? 0 : -errno;
    if (c->stream) {
        pw.pw_stream_add_listener(c->stream, &c->stream_hook, &stream_events, c);
        // Another camera in its place would be called by the name of this one.
        result = pw.pw_stream_connect(
            c->stream, PW_DIRECTION_INPUT, PW_ID_ANY,
            PW_STREAM_FLAG_AUTOCONNECT | PW_STREAM_FLAG_DONT_RECONNECT, params, offered);
    }
    pw.pw_thread_loop_unlock(c->loop);
    return result < 0 ? -result : 0;
}

void cpipewire_want(cpipewire *c) {
    pw.pw_thread_loop_lock(c->loop);
    if (c->kept) pw.pw_stream_queue_buffer(c->stream, c->kept);
    c->kept = NULL;
    c->is_wanted = true;
    pw.pw_thread_loop_unlock(c->loop);
}

/// Memory of a device is only what the device wrote between the two.
static void synchronise(const struct spa_data *plane, uint64_t side) {
    struct dma_buf_sync sync = {.flags = DMA_BUF_SYNC_READ | side};
    if (plane->type == SPA_DATA_DmaBuf) ioctl((int)plane->fd, DMA_BUF_IOCTL_SYNC, &sync);
}

bool cpipewire_take(cpipewire *c, struct cpipewire_frame *frame) {
    pw.pw_thread_loop_lock(c->loop);
    if (!c->kept) {
        pw.pw_thread_loop_unlock(c->loop);
        return false;
    }
    const struct spa_data *plane = &c->kept->buffer->datas[0];
    const struct spa_meta_header *header =
        spa_buffer_find_meta_data(c->kept->buffer, SPA_META_Header, sizeof *header);
    synchronise(plane, DMA_BUF_SYNC_START);
    // The camera's program writes these at any time, so each is read once and bounded afterwards.
    uint32_t offset = *(volatile uint32_t *)&plane->chunk->offset, size = *(volatile uint32_t *)&plane->chunk->size;
    if (offset > plane->maxsize) offset = plane->maxsize;
    if (size > plane->maxsize - offset) size = plane->maxsize - offset;
    *frame = (struct cpipewire_frame){
        .bytes = memory(c->kept) + offset,
        .count = size,
        .format = c->format,
        .width = c->width,
        .height = c->height,
        .stride = plane->chunk->stride,
        .stamp = header && header->pts > 0 ? header->pts : 0,
    };
    return true;
}

void cpipewire_give_back(cpipewire *c) {
    synchronise(&c->kept->buffer->datas[0], DMA_BUF_SYNC_END);
    pw.pw_stream_queue_buffer(c->stream, c->kept);
    c->kept = NULL;
    pw.pw_thread_loop_unlock(c->loop);
}
