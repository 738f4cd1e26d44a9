// libsystemd as Swift needs it: the service manager's notifications, the journal, sessions and the message bus.
// What may enter here: systemd's own headers, and what Swift cannot say to them.
#pragma once

// Swift states where a log line comes from itself; the macros would name this header.
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-bus.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>
#include <systemd/sd-login.h>
