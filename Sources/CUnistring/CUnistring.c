#include "CUnistring.h"

#include <uninorm.h>

uint8_t *emotunes_decompose(const uint8_t *text, size_t count, size_t *length) {
    return u8_normalize(UNINORM_NFD, text, count, NULL, length);
}
