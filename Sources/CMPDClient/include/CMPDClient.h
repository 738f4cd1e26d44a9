// libmpdclient as Swift needs it: its one variadic call, typed.
// What may enter here: the library's own header, and calls of it that Swift cannot make.
#pragma once

#include <mpd/client.h>

// The most words that may follow a command.
enum { EMOTUNES_MPD_ARGUMENTS = 6 };

// Sends a command with as many words as come before the first null pointer; the rest of `words` must be null too.
static inline bool emotunes_mpd_send(
    struct mpd_connection *connection, const char *command, const char *const words[EMOTUNES_MPD_ARGUMENTS]) {
    return mpd_send_command(
        connection, command, words[0], words[1], words[2], words[3], words[4], words[5], (const char *)0);
}
