#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/xattr.h>
#include <unistd.h>

int emotunes_accept(int listener) {
    return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

int emotunes_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

int emotunes_signalfd(const int *signals, int count) {
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < count; i++) sigaddset(&set, signals[i]);
    if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0) return -1;
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int emotunes_read_signal(int descriptor) {
    struct signalfd_siginfo info;
    if (read(descriptor, &info, sizeof info) != (ssize_t)sizeof info) return 0;
    return (int)info.ssi_signo;
}

void emotunes_prepare_thread(const char *name) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, NULL);
    pthread_setname_np(pthread_self(), name);
}

void emotunes_name_process(const char *name) {
    prctl(PR_SET_NAME, name);
}

int emotunes_set_dumpable(int dumpable) {
    return prctl(PR_SET_DUMPABLE, dumpable, 0, 0, 0);
}

int emotunes_is_dumpable(void) {
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
}

int emotunes_copy_access_list(int from, int to) {
    static const char name[] = "system.posix_acl_access";
    // A list has eight bytes for each entry; as many as a page holds are far more than any file has.
    char list[4096];
    ssize_t size = fgetxattr(from, name, list, sizeof list);
    if (size >= 0) return fsetxattr(to, name, list, (size_t)size, 0);
    if (errno == EOPNOTSUPP) return 0;
    if (errno != ENODATA) return -1;
    // The folder may have given the new file one.
    return fremovexattr(to, name) == 0 || errno == ENODATA || errno == EOPNOTSUPP ? 0 : -1;
}

int emotunes_peer_credentials(int socket, struct emotunes_peer *peer) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return -1;
    peer->pid = credentials.pid;
    peer->uid = credentials.uid;
    peer->gid = credentials.gid;
    return 0;
}

void emotunes_trim_memory(void) {
    malloc_trim(0);
}
