#ifndef EMOTUNES_CTOMLPLUSPLUS_H
#define EMOTUNES_CTOMLPLUSPLUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A TOML text as a flat list of its keys and array elements, each with its place in the text.
//
// What may enter this shim: toml++'s parser, and nothing that writes TOML. No exception leaves it.

#ifdef __cplusplus
extern "C" {
#endif

/// The largest text `CTomlPlusPlusParse` takes, in bytes.
enum { CTomlPlusPlusLargestText = 1 << 16 };

/// What kind of value an item holds.
typedef enum __attribute__((enum_extensibility(closed))) CTomlPlusPlusKind {
    CTomlPlusPlusKindTable,
    CTomlPlusPlusKindArray,
    CTomlPlusPlusKindString,
    CTomlPlusPlusKindInteger,
    CTomlPlusPlusKindFloat,
    CTomlPlusPlusKindBoolean,
    CTomlPlusPlusKindDate,
} CTomlPlusPlusKind;

/// UTF-8 that may hold NUL bytes; owned by the document.
typedef struct CTomlPlusPlusText {
    const char *_Nullable bytes;
    size_t count;
} CTomlPlusPlusText;

/// One key with its value, or one element of an array.
typedef struct CTomlPlusPlusItem {
    /// Keys joined by dots, `[n]` for the nth element; a key that is not a bare one stands in quotes.
    CTomlPlusPlusText path;
    CTomlPlusPlusKind kind;
    /// The index of the table or array it is in, always smaller than its own; -1 at the top.
    int32_t parent;
    /// Where the key (or the element) begins, counted from 1.
    uint32_t line;
    uint32_t column;
    /// The value, by kind; the others are zero.
    CTomlPlusPlusText string;
    int64_t integer;
    double number;
    bool boolean;
} CTomlPlusPlusItem;

/// Why a text could not be read. `line` is 0 if the reason lies in no line.
typedef struct CTomlPlusPlusError {
    char message[256];
    uint32_t line;
    uint32_t column;
} CTomlPlusPlusError;

/// A parsed text.
typedef struct CTomlPlusPlusDocument CTomlPlusPlusDocument;

/// Parses `count` bytes. NULL, with `error` filled, if they are not TOML in UTF-8, are more than
/// `CTomlPlusPlusLargestText`, or nest deeper than any settings would.
CTomlPlusPlusDocument *_Nullable CTomlPlusPlusParse(
    const char *_Nullable bytes, size_t count, CTomlPlusPlusError *_Nonnull error);

/// How many items the document has.
size_t CTomlPlusPlusCount(const CTomlPlusPlusDocument *_Nonnull document);

/// The item at `index`, which must be below the count. Valid until the document is freed.
CTomlPlusPlusItem CTomlPlusPlusItemAt(const CTomlPlusPlusDocument *_Nonnull document, size_t index);

void CTomlPlusPlusFree(CTomlPlusPlusDocument *_Nullable document);

#ifdef __cplusplus
}
#endif

#endif
