#include "CICU.h"

#include <pthread.h>
#include <stdlib.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
// Made by the first call, which takes milliseconds, and used by one thread at a time.
static UTransliterator *latin;

static UTransliterator *latin_transliterator(void) {
    if (!latin) {
        static const UChar rules[] = u"Any-Latin; Latin-ASCII";
        UErrorCode error = U_ZERO_ERROR;
        latin = utrans_openU(rules, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    }
    return latin;
}

// The text in Latin letters in place of `units`; its length, or -1 where the capacity is too small or ICU fails, which
// `error` tells.
static int32_t transliterate(UChar *units, int32_t count, int32_t capacity, UErrorCode *error) {
    int32_t limit = count;
    pthread_mutex_lock(&lock);
    UTransliterator *transliterator = latin_transliterator();
    if (transliterator) utrans_transUChars(transliterator, units, &count, capacity, 0, &limit, error);
    else *error = U_MISSING_RESOURCE_ERROR;
    pthread_mutex_unlock(&lock);
    return U_FAILURE(*error) ? -1 : count;
}

uint8_t *emotunes_latin(const uint8_t *text, size_t count, size_t *length) {
    // A name; ICU counts in 32 bits.
    if (count > 1 << 24) return NULL;
    // One unit of UTF-16 a byte is ample for what comes in; a letter becomes some letters.
    for (int32_t capacity = 4 * (int32_t)count + 64;; capacity *= 2) {
        UErrorCode error = U_ZERO_ERROR;
        UChar *units = malloc((size_t)capacity * sizeof *units);
        if (!units) return NULL;
        int32_t units_count = 0;
        u_strFromUTF8WithSub(units, capacity, &units_count, (const char *)text, (int32_t)count, 0xFFFD, NULL, &error);
        if (U_SUCCESS(error)) units_count = transliterate(units, units_count, capacity, &error);
        if (error == U_BUFFER_OVERFLOW_ERROR && capacity < 1 << 28) {
            free(units);
            continue;
        }
        char *bytes = NULL;
        if (U_SUCCESS(error)) {
            // At most three bytes a unit.
            int32_t bytes_count = 0;
            bytes = malloc((size_t)units_count * 3 + 1);
            if (bytes) {
                u_strToUTF8WithSub(bytes, units_count * 3 + 1, &bytes_count, units, units_count, 0xFFFD, NULL, &error);
                *length = (size_t)bytes_count;
            }
        }
        free(units);
        if (U_FAILURE(error)) {
            free(bytes);
            return NULL;
        }
        return (uint8_t *)bytes;
    }
}
