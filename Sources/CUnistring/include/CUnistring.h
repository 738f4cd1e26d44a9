// Unicode's normal forms, by libunistring. Foundation has them too, in 38 MB.
// What may enter here: calls of libunistring on text that the caller holds.
#pragma once

#include <stddef.h>
#include <stdint.h>

// The canonical decomposition (NFD) of UTF-8, in memory that the caller frees; null where there is too little.
uint8_t *_Nullable emotunes_decompose(const uint8_t *_Nonnull text, size_t count, size_t *_Nonnull length);

// The compatibility composition (NFKC) of UTF-8: "ﬁ", "①" and full-width letters as plain ones. As above.
uint8_t *_Nullable emotunes_compose_compatibly(const uint8_t *_Nonnull text, size_t count, size_t *_Nonnull length);
