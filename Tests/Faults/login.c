// login ADDRESS STATE: a login manager and screen lockers on the bus at ADDRESS, as the file STATE describes them.
//
// A line of STATE is one of
//   session ID UID SEAT CLASS REMOTE ACTIVE LOCKED CLOSING    SEAT "-" for none, the last four 0 or 1
//   locker NAME ACTIVE
//   none      no login manager is there
//   silent    it takes calls and answers none
//   nonsense  it answers with what no login manager says
// Every line read from standard input has the file read again and the change told; "sleep" and "wake" are told as such.
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#define MANAGER "org.freedesktop.login1"
#define SESSION MANAGER ".Session"
#define LINES 2000

struct session { char id[32], seat[32], kind[32]; unsigned uid; int remote, active, locked, closing; };
struct locker { char name[64]; int active; };

static struct session sessions[LINES];
static struct locker lockers[16], owned[16];
static int session_count, locker_count, owned_count;
static bool has_manager, had_manager, is_silent, is_nonsense;

static void read_state(const char *path) {
    char line[256];
    FILE *file = fopen(path, "r");
    session_count = locker_count = 0;
    has_manager = true;
    is_silent = is_nonsense = false;
    while (file && fgets(line, sizeof line, file)) {
        struct session *session = &sessions[session_count];
        struct locker *locker = &lockers[locker_count];
        if (session_count < LINES
            && sscanf(line, "session %31s %u %31s %31s %d %d %d %d", session->id, &session->uid, session->seat, session->kind,
                   &session->remote, &session->active, &session->locked, &session->closing) == 8) {
            if (!strcmp(session->seat, "-")) session->seat[0] = 0;
            session_count++;
        } else if (locker_count < 16 && sscanf(line, "locker %63s %d", locker->name, &locker->active) == 2) locker_count++;
        else if (!strncmp(line, "none", 4)) has_manager = false;
        else if (!strncmp(line, "silent", 6)) is_silent = true;
        else if (!strncmp(line, "nonsense", 8)) is_nonsense = true;
    }
    if (file) fclose(file);
}

static void path_of(const struct session *session, char path[96]) {
    snprintf(path, 96, "/org/freedesktop/login1/session/_3%s", session->id);
}

static int answer(sd_bus_message *call, void *data, sd_bus_error *error) {
    const char *member = sd_bus_message_get_member(call), *interface = sd_bus_message_get_interface(call);
    char path[96];
    sd_bus_message *reply = NULL;
    int result = 0;
    if (is_silent) return 1;
    if (sd_bus_message_new_method_return(call, &reply) < 0) return 0;
    if (is_nonsense) result = sd_bus_message_append(reply, "a{ss}i", 1, "seat", "\xc3\xa4", -1);
    else if (!strcmp(member, "ListSessions")) {
        sd_bus_message_open_container(reply, 'a', "(susso)");
        for (int i = 0; i < session_count; i++) {
            path_of(&sessions[i], path);
            sd_bus_message_append(reply, "(susso)", sessions[i].id, sessions[i].uid, "user", sessions[i].seat, path);
        }
        result = sd_bus_message_close_container(reply);
    } else if (!strcmp(member, "GetAll")) {
        result = -1;
        for (int i = 0; i < session_count; i++) {
            path_of(&sessions[i], path);
            if (strcmp(path, sd_bus_message_get_path(call))) continue;
            result = sd_bus_message_append(reply, "a{sv}", 8, "Class", "s", sessions[i].kind, "State", "s",
                sessions[i].closing ? "closing" : "active", "Remote", "b", sessions[i].remote, "Active", "b",
                sessions[i].active, "LockedHint", "b", sessions[i].locked, "IdleHint", "b", 0, "VTNr", "u", 0,
                "Seat", "(so)", sessions[i].seat, "/");
        }
    } else if (!strcmp(member, "Inhibit")) {
        int ends[2];
        if (pipe(ends) == 0) result = sd_bus_message_append(reply, "h", ends[1]);
    } else if (!strcmp(member, "GetActive")) {
        result = -1;
        for (int i = 0; i < locker_count; i++)
            if (!strcmp(lockers[i].name, interface)) result = sd_bus_message_append(reply, "b", lockers[i].active);
    } else result = -1;
    if (result >= 0) result = sd_bus_send(NULL, reply, NULL);
    sd_bus_message_unref(reply);
    return result < 0 ? 0 : 1;
}

static void own_names(sd_bus *bus) {
    if (has_manager && !had_manager) sd_bus_request_name(bus, MANAGER, 0);
    if (!has_manager && had_manager) sd_bus_release_name(bus, MANAGER);
    had_manager = has_manager;
    for (int i = 0; i < owned_count; i++) {
        bool is_there = false;
        for (int j = 0; j < locker_count; j++) is_there |= !strcmp(owned[i].name, lockers[j].name);
        if (!is_there) sd_bus_release_name(bus, owned[i].name);
    }
    for (int i = 0; i < locker_count; i++) sd_bus_request_name(bus, lockers[i].name, 0);
    memcpy(owned, lockers, sizeof owned);
    owned_count = locker_count;
}

static void tell(sd_bus *bus) {
    char path[96];
    for (int i = 0; i < session_count; i++) {
        path_of(&sessions[i], path);
        sd_bus_emit_signal(bus, path, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", SESSION, 0, 0);
    }
    sd_bus_emit_signal(bus, "/org/freedesktop/login1", MANAGER ".Manager", "SessionRemoved", "so", "0", "/0");
    for (int i = 0; i < locker_count; i++) {
        snprintf(path, sizeof path, "/%s", lockers[i].name);
        for (char *dot = path; *dot; dot++) if (*dot == '.') *dot = '/';
        sd_bus_emit_signal(bus, path, lockers[i].name, "ActiveChanged", "b", lockers[i].active);
    }
}

int main(int count, char **arguments) {
    sd_bus *bus = NULL;
    char line[64];
    if (count != 3) return 64;
    if (sd_bus_new(&bus) < 0 || sd_bus_set_address(bus, arguments[1]) < 0 || sd_bus_set_bus_client(bus, 1) < 0
        || sd_bus_start(bus) < 0 || sd_bus_add_fallback(bus, NULL, "/", answer, NULL) < 0)
        return 1;
    setvbuf(stdin, NULL, _IONBF, 0);
    read_state(arguments[2]);
    own_names(bus);
    puts("ready");
    fflush(stdout);
    for (;;) {
        int processed;
        while ((processed = sd_bus_process(bus, NULL)) > 0) {}
        if (processed < 0) return 1;
        sd_bus_flush(bus);
        struct pollfd entries[] = {{sd_bus_get_fd(bus), sd_bus_get_events(bus), 0}, {0, POLLIN, 0}};
        if (poll(entries, 2, 1000) < 0) return 1;
        if (!entries[1].revents) continue;
        if (!fgets(line, sizeof line, stdin)) return 0;
        if (!strncmp(line, "sleep", 5) || !strncmp(line, "wake", 4))
            sd_bus_emit_signal(bus, "/org/freedesktop/login1", MANAGER ".Manager", "PrepareForSleep", "b", line[0] == 's');
        else {
            read_state(arguments[2]);
            own_names(bus);
            tell(bus);
        }
    }
}
