// A camera's stream through PipeWire. PipeWire calls back on a thread of its own and is full of macros; here it is a
// descriptor to wait for and calls to make. The library is opened when the first connection is made, so that a machine
// without PipeWire needs none: nothing here is linked with it.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A connection to PipeWire with at most one stream, used by one thread.
typedef struct cpipewire cpipewire;

/// A camera that PipeWire knows.
struct cpipewire_node {
    uint64_t serial;
    uint32_t id;
    /// The session manager takes the highest first.
    int32_t priority;
    char name[256];
    char description[256];
};

/// What has become of a connection.
struct cpipewire_news {
    /// The cameras that there are have been told.
    bool is_listed;
    /// The camera that is streamed from is gone.
    bool is_gone;
    /// The stream has been ended from the other side: no format fits, or the session manager began anew.
    bool is_dropped;
    /// PipeWire says that none of the camera's formats was offered.
    bool is_unreadable;
    /// PipeWire itself is gone.
    bool is_ended;
    /// What failed, as an error number above 0; 0 where nothing did.
    int error;
    /// The same in PipeWire's words; empty where it has none.
    char words[256];
    /// Pictures that have come by since the stream began.
    uint64_t seen;
};

/// A picture, until it is given back.
struct cpipewire_frame {
    const void *bytes;
    size_t count;
    /// V4L2's code of the pixel format.
    uint32_t format;
    uint32_t width, height;
    /// Bytes from one line to the next; 0 where it is not told.
    int32_t stride;
    /// When it was taken, in nanoseconds of the monotonic clock; 0 where it is not told.
    int64_t stamp;
};

/// Opens the library, or tries again where it was not there. Null, or why it cannot be had, until the same thread asks
/// again.
const char *cpipewire_missing(void);

/// V4L2's codes of all pixel formats that PipeWire has too; how many.
size_t cpipewire_formats(const uint32_t **formats);

/// Connects, and asks which cameras there are.
///
/// remote: the socket's path; null for the session's own. descriptor: a connection that was made already, which is
/// taken over whatever comes of it; -1 to make one. Null where it fails, with an error number above 0 in `error`.
cpipewire *cpipewire_connect(const char *remote, int descriptor, int *error);
void cpipewire_close(cpipewire *connection);

/// Readable when there is news, or the picture that was wanted.
int cpipewire_descriptor(const cpipewire *connection);
/// Tells what has become of the connection; the descriptor is not readable afterwards.
void cpipewire_tell(cpipewire *connection, struct cpipewire_news *news);

/// Copies the cameras there are, as many as there is room for; how many. `chosen` gets the name of the one that the
/// person made the session's own, and is empty where none is.
size_t cpipewire_nodes(cpipewire *connection, struct cpipewire_node *nodes, size_t room, char *chosen, size_t length);

/// Begins to stream from a camera, in one of the formats (V4L2's codes) and as near to the size as the camera can.
/// 0, or an error number above 0.
int cpipewire_stream(
    cpipewire *connection, const struct cpipewire_node *node, const uint32_t *formats, size_t count, uint32_t width,
    uint32_t height);

/// The next picture that comes is kept; until then they go by. One that was kept before is dropped.
void cpipewire_want(cpipewire *connection);
/// Gives the picture that was kept; false where there is none yet. PipeWire's thread stands still until it is given back.
bool cpipewire_take(cpipewire *connection, struct cpipewire_frame *frame);
void cpipewire_give_back(cpipewire *connection);
