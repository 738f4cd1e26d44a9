#include "Library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "CPipeWire.h"

struct cpipewire_library cpipewire_library;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *handle;
/// Why a library that was opened is of no use.
static const char *missing;
static _Thread_local char reason[256];

static const char *open_library(void) {
    if (handle) return missing;
    // It stays: PipeWire's own plugins do not stand being unloaded.
    handle = dlopen("libpipewire-0.3.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        // It may be installed while the daemon runs, so the next one to ask tries again.
        snprintf(reason, sizeof reason, "%s", dlerror());
        return reason;
    }
#define CPIPEWIRE_FIND(name) \
    if (!(cpipewire_library.name = (__typeof__(&name))dlsym(handle, #name))) missing = "it has no " #name;
    CPIPEWIRE_FUNCTIONS(CPIPEWIRE_FIND)
#undef CPIPEWIRE_FIND
    if (missing) return missing;
    cpipewire_library.pw_init(NULL, NULL);
    // It writes to standard error, and what matters is told to us as well.
    if (!getenv("PIPEWIRE_DEBUG")) cpipewire_library.pw_log_set_level(SPA_LOG_LEVEL_NONE);
    return NULL;
}

const char *cpipewire_missing(void) {
    pthread_mutex_lock(&lock);
    const char *trouble = open_library();
    pthread_mutex_unlock(&lock);
    return trouble;
}
