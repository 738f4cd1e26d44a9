#include "CUnistring.h"

#include <uninorm.h>

uint8_t *emotunes_decompose(const uint8_t *text, size_t count, size_t *length) {
    return u8_normalize(UNINORM_NFD, text, count, NULL, length);
}

uint8_t *emotunes_compose_compatibly(const uint8_t *text, size_t count, size_t *length) {
    return u8_normalize(UNINORM_NFKC, text, count, NULL, length);
}
