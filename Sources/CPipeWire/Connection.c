#include <errno.h>
#include <pipewire/link.h>
#include <spa/utils/json.h>
#include <spa/utils/string.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "Internal.h"

#define pw cpipewire_library

void cpipewire_signal(cpipewire *c) {
    // It only fails where the counter is full, and then it is readable anyway.
    eventfd_write(c->event, 1);
}

static bool is_of_formats(const char *words) { return words && strstr(words, "no more input formats"); }

void cpipewire_fail(cpipewire *c, int error, const char *words) {
    // One failure is told twice: by the stream in words (EIO here), by the connection with its number, which is kept.
    if (c->news.error == 0 || c->news.error == EIO) {
        c->news.error = error > 0 ? error : EIO;
        snprintf(c->news.words, sizeof c->news.words, "%s", words ? words : "");
    }
    if (is_of_formats(words)) c->news.is_unreadable = true;
    cpipewire_signal(c);
}

static int on_metadata(void *data, uint32_t subject, const char *key, const char *type, const char *value) {
    cpipewire *c = data;
    (void)type;
    if (subject != PW_ID_CORE || (key && !spa_streq(key, "default.video.source"))) return 0;
    c->chosen[0] = 0;
    struct spa_json whole, object;
    char member[64];
    if (!key || !value) return 0;
    spa_json_init(&whole, value, strlen(value));
    if (spa_json_enter_object(&whole, &object) <= 0) return 0;
    while (spa_json_get_string(&object, member, sizeof member) > 0) {
        if (spa_streq(member, "name")) {
            if (spa_json_get_string(&object, c->chosen, sizeof c->chosen) <= 0) c->chosen[0] = 0;
            return 0;
        }
        const char *skipped;
        if (spa_json_next(&object, &skipped) <= 0) return 0;
    }
    return 0;
}

static const struct pw_metadata_events metadata_events = {PW_VERSION_METADATA_EVENTS, .property = on_metadata};

static const char *entry(const struct spa_dict *props, const char *key) {
    const char *value = props ? spa_dict_lookup(props, key) : NULL;
    return value ? value : "";
}

static void on_link_info(void *data, const struct pw_link_info *info) {
    cpipewire *c = data;
    if (info->state != PW_LINK_STATE_ERROR || !is_of_formats(info->error)) return;
    c->news.is_unreadable = true;
    cpipewire_signal(c);
}

static const struct pw_link_events link_events = {PW_VERSION_LINK_EVENTS, .info = on_link_info};

/// The stream itself is not told why it could not be joined to the camera; the link knows.
static void watch_link(cpipewire *c, uint32_t id, const struct spa_dict *props) {
    uint32_t input = (uint32_t)strtoul(entry(props, PW_KEY_LINK_INPUT_NODE), NULL, 10);
    if (!c->stream || input != pw.pw_stream_get_node_id(c->stream)) return;
    if (c->link) pw.pw_proxy_destroy(c->link);
    c->link = pw_registry_bind(c->registry, id, PW_TYPE_INTERFACE_Link, PW_VERSION_LINK, 0);
    if (c->link) pw_link_add_listener((struct pw_link *)c->link, &c->link_hook, &link_events, c);
}

static void on_global(
    void *data, uint32_t id, uint32_t permissions, const char *type, uint32_t version, const struct spa_dict *props) {
    cpipewire *c = data;
    (void)permissions;
    (void)version;
    if (spa_streq(type, PW_TYPE_INTERFACE_Metadata) && !c->metadata && spa_streq(entry(props, "metadata.name"), "default")) {
        c->metadata = pw_registry_bind(c->registry, id, type, PW_VERSION_METADATA, 0);
        if (c->metadata) pw_metadata_add_listener(c->metadata, &c->metadata_hook, &metadata_events, c);
        return;
    }
    if (spa_streq(type, PW_TYPE_INTERFACE_Link)) watch_link(c, id, props);
    if (!spa_streq(type, PW_TYPE_INTERFACE_Node) || !spa_streq(entry(props, PW_KEY_MEDIA_CLASS), "Video/Source")) return;
    if (c->node_count == CPIPEWIRE_NODES) return;
    struct cpipewire_node *node = &c->nodes[c->node_count++];
    *node = (struct cpipewire_node){.id = id};
    node->serial = strtoull(entry(props, PW_KEY_OBJECT_SERIAL), NULL, 10);
    node->priority = (int32_t)strtol(entry(props, PW_KEY_PRIORITY_SESSION), NULL, 10);
    snprintf(node->name, sizeof node->name, "%s", entry(props, PW_KEY_NODE_NAME));
    snprintf(node->description, sizeof node->description, "%s", entry(props, PW_KEY_NODE_DESCRIPTION));
    if (!node->description[0]) memcpy(node->description, node->name, sizeof node->name);
    // It may be waited for: what the desktop hands out comes one by one, after the rest was listed.
    if (c->news.is_listed) cpipewire_signal(c);
}

static void on_global_remove(void *data, uint32_t id) {
    cpipewire *c = data;
    for (size_t i = 0; i < c->node_count; i++) {
        if (c->nodes[i].id != id) continue;
        memmove(&c->nodes[i], &c->nodes[i + 1], (c->node_count - i - 1) * sizeof c->nodes[0]);
        c->node_count--;
        break;
    }
    if (!c->stream || c->target != id) return;
    c->news.is_gone = true;
    cpipewire_signal(c);
}

static const struct pw_registry_events registry_events = {
    PW_VERSION_REGISTRY_EVENTS, .global = on_global, .global_remove = on_global_remove};

static void on_done(void *data, uint32_t id, int seq) {
    cpipewire *c = data;
    if (id != PW_ID_CORE || seq != c->listing || c->news.is_listed) return;
    if (!c->has_asked_again) {
        // What was bound while the objects were told has something to tell itself.
        c->has_asked_again = true;
        c->listing = pw_core_sync(c->core, PW_ID_CORE, 0);
        return;
    }
    c->news.is_listed = true;
    cpipewire_signal(c);
}

static void on_error(void *data, uint32_t id, int seq, int res, const char *message) {
    cpipewire *c = data;
    (void)seq;
    if (id == PW_ID_CORE && res == -EPIPE) {
        c->news.is_ended = true;
        cpipewire_signal(c);
        return;
    }
    // What was only asked for beside the camera, and may not be had, is done without.
    if (c->link && id == pw.pw_proxy_get_id(c->link)) return;
    if (id == PW_ID_CORE || c->stream) cpipewire_fail(c, -res, message);
}

static const struct pw_core_events core_events = {PW_VERSION_CORE_EVENTS, .done = on_done, .error = on_error};

cpipewire *cpipewire_connect(const char *remote, int descriptor, int *error) {
    *error = ENOSYS;
    cpipewire *c = cpipewire_missing() ? NULL : calloc(1, sizeof *c);
    if (!c) {
        if (descriptor >= 0) close(descriptor);
        return NULL;
    }
    c->target = SPA_ID_INVALID;
    c->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    c->loop = c->event < 0 ? NULL : pw.pw_thread_loop_new("pipewire", NULL);
    if (c->loop) c->context = pw.pw_context_new(pw.pw_thread_loop_get_loop(c->loop), NULL, 0);
    if (!c->context || pw.pw_thread_loop_start(c->loop) < 0) {
        *error = errno > 0 ? errno : ENOMEM;
        if (descriptor >= 0) close(descriptor);
        cpipewire_close(c);
        return NULL;
    }
    pw.pw_thread_loop_lock(c->loop);
    errno = 0;
    // A name that is null ends the list.
    c->core = descriptor >= 0
        ? pw.pw_context_connect_fd(c->context, descriptor, NULL, 0)
        : pw.pw_context_connect(
              c->context, pw.pw_properties_new(remote ? PW_KEY_REMOTE_NAME : NULL, remote, NULL), 0);
    *error = errno;
    if (c->core) {
        pw_core_add_listener(c->core, &c->core_hook, &core_events, c);
        c->registry = pw_core_get_registry(c->core, PW_VERSION_REGISTRY, 0);
        if (c->registry) {
            pw_registry_add_listener(c->registry, &c->registry_hook, &registry_events, c);
            c->listing = pw_core_sync(c->core, PW_ID_CORE, 0);
        }
    }
    bool is_connected = c->core && c->registry;
    pw.pw_thread_loop_unlock(c->loop);
    if (is_connected) return c;
    if (*error <= 0) *error = EIO;
    cpipewire_close(c);
    return NULL;
}

void cpipewire_close(cpipewire *c) {
    if (c->loop) pw.pw_thread_loop_stop(c->loop);
    if (c->stream) pw.pw_stream_destroy(c->stream);
    if (c->link) pw.pw_proxy_destroy(c->link);
    if (c->metadata) pw.pw_proxy_destroy((struct pw_proxy *)c->metadata);
    if (c->registry) pw.pw_proxy_destroy((struct pw_proxy *)c->registry);
    if (c->core) pw.pw_core_disconnect(c->core);
    if (c->context) pw.pw_context_destroy(c->context);
    if (c->loop) pw.pw_thread_loop_destroy(c->loop);
    if (c->event >= 0) close(c->event);
    free(c);
}

int cpipewire_descriptor(const cpipewire *c) { return c->event; }

void cpipewire_tell(cpipewire *c, struct cpipewire_news *news) {
    eventfd_t count;
    pw.pw_thread_loop_lock(c->loop);
    eventfd_read(c->event, &count);
    *news = c->news;
    pw.pw_thread_loop_unlock(c->loop);
}

size_t cpipewire_nodes(cpipewire *c, struct cpipewire_node *nodes, size_t room, char *chosen, size_t length) {
    pw.pw_thread_loop_lock(c->loop);
    size_t count = c->node_count < room ? c->node_count : room;
    memcpy(nodes, c->nodes, count * sizeof nodes[0]);
    snprintf(chosen, length, "%s", c->chosen);
    pw.pw_thread_loop_unlock(c->loop);
    return count;
}
