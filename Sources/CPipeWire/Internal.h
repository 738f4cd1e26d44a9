// What a connection holds. Everything but `event` belongs to PipeWire's thread, or to the thread that holds its lock.
#pragma once
#include "CPipeWire.h"
#include "Library.h"

// metadata.h includes nothing itself and needs what Library.h includes.
#include <pipewire/extensions/metadata.h>

enum { CPIPEWIRE_NODES = 32 };

struct cpipewire {
    int event;
    struct pw_thread_loop *loop;
    struct pw_context *context;
    struct pw_core *core;
    struct spa_hook core_hook;
    struct pw_registry *registry;
    struct spa_hook registry_hook;
    struct pw_metadata *metadata;
    struct spa_hook metadata_hook;
    /// What joins the camera to the stream.
    struct pw_proxy *link;
    struct spa_hook link_hook;
    char chosen[256];
    struct cpipewire_node nodes[CPIPEWIRE_NODES];
    size_t node_count;
    int listing;
    bool has_asked_again;

    struct pw_stream *stream;
    struct spa_hook stream_hook;
    uint32_t target;
    uint32_t format, width, height;
    bool is_wanted;
    struct pw_buffer *kept;

    struct cpipewire_news news;
};

/// Makes the descriptor readable.
void cpipewire_signal(cpipewire *connection);
/// Notes what failed first.
void cpipewire_fail(cpipewire *connection, int error, const char *words);
