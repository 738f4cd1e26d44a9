#ifndef EMOTUNES_CTAGLIB_H
#define EMOTUNES_CTAGLIB_H

#include <stddef.h>
#include <stdint.h>

// What a music file says of itself, read with TagLib.
//
// What may enter this shim: reading tags and lengths, and nothing that writes to a file. No exception leaves it.

#ifdef __cplusplus
extern "C" {
#endif

/// What a text of a tag is.
typedef enum __attribute__((enum_extensibility(closed))) CTagLibField {
    CTagLibFieldArtist,
    CTagLibFieldArtists,
    CTagLibFieldAlbumArtist,
    CTagLibFieldTitle,
    CTagLibFieldAlbum,
    CTagLibFieldGenre,
    CTagLibFieldOriginalDate,
    CTagLibFieldDate,
    CTagLibFieldBPM,
    CTagLibFieldMood,
    CTagLibFieldKey,
    CTagLibFieldISRC,
    CTagLibFieldRecordingID,
    CTagLibFieldArtistID,
    /// "0" to "1", or of whatever scale the program that wrote it has.
    CTagLibFieldRating,
    /// Of an ID3 tag's POPM: "0" to "255".
    CTagLibFieldPopularimeter,
    CTagLibFieldPlayCount,
} CTagLibField;

/// What became of a file.
typedef enum __attribute__((enum_extensibility(closed))) CTagLibOutcome {
    /// It was read, whether it has tags or not.
    CTagLibOutcomeRead,
    /// It is of no kind that TagLib knows, or damaged.
    CTagLibOutcomeUnknown,
    /// Reading it took more calls than any sound file takes, or more memory than there is.
    CTagLibOutcomeGivenUp,
} CTagLibOutcome;

/// Is given one text, which lasts until it returns: UTF-8, at least a byte and at most `CTagLibLongestText`. Of a field with
/// several values each comes in a call of its own, in the order of the file.
typedef void (*CTagLibSink)(void *_Nullable context, CTagLibField field, const char *_Nonnull text, size_t count);

/// Longer texts are cut, and values above this count left out: a name is shorter, and a hostile file has others.
enum { CTagLibLongestText = 1024, CTagLibMostValues = 16 };

/// Reads a file.
///
/// - descriptor: of a regular file, at any position; stays open.
/// - name: its name or path; tells the kind of file, and is not opened.
/// - milliseconds: the length of the sound; 0 where it is not known.
CTagLibOutcome CTagLibRead(
    int descriptor, const char *_Nonnull name, int64_t *_Nonnull milliseconds, CTagLibSink _Nonnull sink,
    void *_Nullable context);

/// As `CTagLibRead`, of a file's content in memory.
CTagLibOutcome CTagLibReadMemory(
    const uint8_t *_Nullable bytes, size_t count, const char *_Nonnull name, int64_t *_Nonnull milliseconds,
    CTagLibSink _Nonnull sink, void *_Nullable context);

#ifdef __cplusplus
}
#endif

#endif
