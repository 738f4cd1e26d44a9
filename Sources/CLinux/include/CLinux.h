// Linux calls that Swift cannot see through Glibc, because they are variadic, macros or GNU extensions.
// What may enter here: calls of the C library itself, one line of C each. Anything that needs a library has its own shim.
#pragma once

#include <sys/types.h>

// The process at the other end of a connected Unix socket (SO_PEERCRED).
struct emotunes_peer {
    pid_t pid;
    uid_t uid;
    gid_t gid;
};

// accept4 with close-on-exec and non-blocking; -1 with errno set, EAGAIN if no client waits.
int emotunes_accept(int listener);

// A non-blocking event counter; -1 with errno set.
int emotunes_eventfd(void);

// Blocks the signals in this thread and gives a non-blocking descriptor they are read from; -1 with errno set.
int emotunes_signalfd(const int *signals, int count);

// The number of the next signal waiting in a signalfd, or 0 if none is.
int emotunes_read_signal(int descriptor);

// Names the calling thread (15 bytes at most) and leaves all signals to other threads.
void emotunes_prepare_thread(const char *name);

// Names the process, as `ps` shows it, if the calling thread is its first (15 bytes at most).
void emotunes_name_process(const char *name);

// Whether this process may leave a core file and be read by its user's other processes; 0, or -1 with errno set.
int emotunes_set_dumpable(int dumpable);
int emotunes_is_dumpable(void);

// Gives memory that was freed back to the system.
void emotunes_trim_memory(void);

// Gives one open file the access list of another, or none where that has none; 0, or -1 with errno set.
int emotunes_copy_access_list(int from, int to);

// 0, or -1 with errno set.
int emotunes_peer_credentials(int socket, struct emotunes_peer *peer);
