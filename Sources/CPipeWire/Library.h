// The functions of libpipewire that are used, each found when the library is opened.
#pragma once
#include <pipewire/pipewire.h>

#define CPIPEWIRE_FUNCTIONS(F) \
    F(pw_init) F(pw_log_set_level) F(pw_properties_new) \
    F(pw_thread_loop_new) F(pw_thread_loop_destroy) F(pw_thread_loop_start) F(pw_thread_loop_stop) \
    F(pw_thread_loop_lock) F(pw_thread_loop_unlock) F(pw_thread_loop_get_loop) \
    F(pw_context_new) F(pw_context_destroy) F(pw_context_connect) F(pw_context_connect_fd) \
    F(pw_core_disconnect) F(pw_proxy_destroy) F(pw_proxy_get_id) \
    F(pw_stream_new) F(pw_stream_destroy) F(pw_stream_add_listener) F(pw_stream_connect) F(pw_stream_update_params) \
    F(pw_stream_dequeue_buffer) F(pw_stream_queue_buffer) F(pw_stream_get_node_id)

struct cpipewire_library {
#define CPIPEWIRE_POINTER(name) __typeof__(&name) name;
    CPIPEWIRE_FUNCTIONS(CPIPEWIRE_POINTER)
#undef CPIPEWIRE_POINTER
};

extern struct cpipewire_library cpipewire_library;
