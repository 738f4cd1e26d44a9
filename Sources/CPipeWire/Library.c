#include "Library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "CPipeWire.h"

struct cpipewire_library cpipewire_library;

static const char *missing;
static char reason[256];

static void open_library(void) {
    // It stays: PipeWire's own plugins do not stand being unloaded.
    void *handle = dlopen("libpipewire-0.3.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        snprintf(reason, sizeof reason, "%s", dlerror());
        missing = reason;
        return;
    }
#define CPIPEWIRE_FIND(name) \
    if (!(cpipewire_library.name = (__typeof__(&name))dlsym(handle, #name))) missing = "it has no " #name;
    CPIPEWIRE_FUNCTIONS(CPIPEWIRE_FIND)
#undef CPIPEWIRE_FIND
    if (missing) return;
    cpipewire_library.pw_init(NULL, NULL);
    // It writes to standard error, and what matters is told to us as well.
    if (!getenv("PIPEWIRE_DEBUG")) cpipewire_library.pw_log_set_level(SPA_LOG_LEVEL_NONE);
}

const char *cpipewire_missing(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    return missing;
}
