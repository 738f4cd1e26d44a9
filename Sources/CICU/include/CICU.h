// Names in Latin letters, by the tables of ICU that the system has. Foundation has a copy of its own, in 38 MB.
// What may enter here: calls of ICU on text that the caller holds.
#pragma once

#include <stddef.h>
#include <stdint.h>

// The UTF-8 in Latin letters without accents, in memory that the caller frees; null where there is too little of it, ICU has no
// tables, or the text has more than 16 MiB. Any thread may call it.
uint8_t *_Nullable emotunes_latin(const uint8_t *_Nonnull text, size_t count, size_t *_Nonnull length);
