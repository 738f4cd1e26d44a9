#include <pipewire/pipewire.h>
#include <spa/buffer/meta.h>
#include <spa/param/video/format-utils.h>
#include <spa/pod/builder.h>
#include <stdlib.h>
#include <string.h>

#include "CTestCamera.h"

struct ctestcamera {
    struct pw_thread_loop *loop;
    struct pw_context *context;
    struct pw_core *core;
    struct pw_stream *stream;
    struct spa_hook hook;
    int32_t stride;
    uint32_t size;
    bool is_watched;
};

static const struct {
    const char *name;
    enum spa_video_format format;
} names[] = {
    {"GRAY8", SPA_VIDEO_FORMAT_GRAY8}, {"YUY2", SPA_VIDEO_FORMAT_YUY2}, {"NV12", SPA_VIDEO_FORMAT_NV12},
    {"I420", SPA_VIDEO_FORMAT_I420},   {"RGB", SPA_VIDEO_FORMAT_RGB},   {"BGRx", SPA_VIDEO_FORMAT_BGRx},
    {"GBR_12LE", SPA_VIDEO_FORMAT_GBR_12LE},
};

static void on_state(void *data, enum pw_stream_state old, enum pw_stream_state state, const char *error) {
    ctestcamera *camera = data;
    (void)old;
    (void)error;
    camera->is_watched = state == PW_STREAM_STATE_STREAMING;
}

static void on_param(void *data, uint32_t id, const struct spa_pod *param) {
    ctestcamera *camera = data;
    if (id != SPA_PARAM_Format || !param) return;
    uint8_t room[512];
    struct spa_pod_builder builder = SPA_POD_BUILDER_INIT(room, sizeof room);
    const struct spa_pod *params[] = {
        spa_pod_builder_add_object(
            &builder, SPA_TYPE_OBJECT_ParamBuffers, SPA_PARAM_Buffers,  //
            SPA_PARAM_BUFFERS_buffers, SPA_POD_CHOICE_RANGE_Int(8, 2, 16),  //
            SPA_PARAM_BUFFERS_blocks, SPA_POD_Int(1), SPA_PARAM_BUFFERS_size, SPA_POD_Int((int)camera->size),  //
            SPA_PARAM_BUFFERS_stride, SPA_POD_Int(camera->stride)),
        spa_pod_builder_add_object(
            &builder, SPA_TYPE_OBJECT_ParamMeta, SPA_PARAM_Meta,  //
            SPA_PARAM_META_type, SPA_POD_Id(SPA_META_Header),  //
            SPA_PARAM_META_size, SPA_POD_Int(sizeof(struct spa_meta_header))),
    };
    pw_stream_update_params(camera->stream, params, 2);
}

static const struct pw_stream_events events = {
    PW_VERSION_STREAM_EVENTS, .state_changed = on_state, .param_changed = on_param};

ctestcamera *ctestcamera_open(
    const char *remote, const char *name, const char *description, int priority, const char *format, uint32_t width,
    uint32_t height, int32_t stride, uint32_t size) {
    pw_init(NULL, NULL);
    ctestcamera *camera = calloc(1, sizeof *camera);
    if (!camera) return NULL;
    camera->stride = stride;
    camera->size = size;
    camera->loop = pw_thread_loop_new("test camera", NULL);
    camera->context = pw_context_new(pw_thread_loop_get_loop(camera->loop), NULL, 0);
    pw_thread_loop_start(camera->loop);
    pw_thread_loop_lock(camera->loop);
    camera->core = pw_context_connect(camera->context, pw_properties_new(PW_KEY_REMOTE_NAME, remote, NULL), 0);
    if (!camera->core) {
        pw_thread_loop_unlock(camera->loop);
        ctestcamera_close(camera);
        return NULL;
    }
    struct pw_properties *props = pw_properties_new(
        PW_KEY_MEDIA_CLASS, "Video/Source", PW_KEY_MEDIA_ROLE, "Camera", PW_KEY_NODE_NAME, name,
        PW_KEY_NODE_DESCRIPTION, description, NULL);
    pw_properties_setf(props, PW_KEY_PRIORITY_SESSION, "%d", priority);
    camera->stream = pw_stream_new(camera->core, name, props);
    pw_stream_add_listener(camera->stream, &camera->hook, &events, camera);
    uint8_t room[1024];
    struct spa_pod_builder builder = SPA_POD_BUILDER_INIT(room, sizeof room);
    struct spa_pod_frame object;
    bool is_jpeg = strcmp(format, "MJPG") == 0;
    spa_pod_builder_push_object(&builder, &object, SPA_TYPE_OBJECT_Format, SPA_PARAM_EnumFormat);
    spa_pod_builder_add(
        &builder, SPA_FORMAT_mediaType, SPA_POD_Id(SPA_MEDIA_TYPE_video),  //
        SPA_FORMAT_mediaSubtype, SPA_POD_Id(is_jpeg ? SPA_MEDIA_SUBTYPE_mjpg : SPA_MEDIA_SUBTYPE_raw), 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i].name, format) != 0) continue;
        spa_pod_builder_add(&builder, SPA_FORMAT_VIDEO_format, SPA_POD_Id(names[i].format), 0);
    }
    spa_pod_builder_add(
        &builder, SPA_FORMAT_VIDEO_size, SPA_POD_Rectangle(&SPA_RECTANGLE(width, height)),  //
        SPA_FORMAT_VIDEO_framerate, SPA_POD_Fraction(&SPA_FRACTION(30, 1)), 0);
    const struct spa_pod *params[] = {spa_pod_builder_pop(&builder, &object)};
    int result = pw_stream_connect(
        camera->stream, PW_DIRECTION_OUTPUT, PW_ID_ANY, PW_STREAM_FLAG_DRIVER | PW_STREAM_FLAG_MAP_BUFFERS, params, 1);
    pw_thread_loop_unlock(camera->loop);
    if (result >= 0) return camera;
    ctestcamera_close(camera);
    return NULL;
}

bool ctestcamera_is_watched(ctestcamera *camera) {
    pw_thread_loop_lock(camera->loop);
    bool is_watched = camera->is_watched;
    pw_thread_loop_unlock(camera->loop);
    return is_watched;
}

bool ctestcamera_show(ctestcamera *camera, const void *bytes, size_t count, int64_t stamp) {
    pw_thread_loop_lock(camera->loop);
    struct pw_buffer *buffer = camera->is_watched ? pw_stream_dequeue_buffer(camera->stream) : NULL;
    struct spa_data *plane = buffer ? &buffer->buffer->datas[0] : NULL;
    bool is_shown = plane && plane->data && count <= plane->maxsize;
    if (is_shown) {
        memcpy(plane->data, bytes, count);
        *plane->chunk = (struct spa_chunk){.size = (uint32_t)count, .stride = camera->stride};
        struct spa_meta_header *header = spa_buffer_find_meta_data(buffer->buffer, SPA_META_Header, sizeof *header);
        if (header) *header = (struct spa_meta_header){.pts = stamp > 0 ? stamp : -1};
    }
    if (buffer) pw_stream_queue_buffer(camera->stream, buffer);
    if (is_shown) pw_stream_trigger_process(camera->stream);
    pw_thread_loop_unlock(camera->loop);
    return is_shown;
}

void ctestcamera_close(ctestcamera *camera) {
    if (camera->loop) pw_thread_loop_stop(camera->loop);
    if (camera->stream) pw_stream_destroy(camera->stream);
    if (camera->core) pw_core_disconnect(camera->core);
    if (camera->context) pw_context_destroy(camera->context);
    if (camera->loop) pw_thread_loop_destroy(camera->loop);
    free(camera);
}
