// The sound of files that libsndfile does not know (AAC, M4A, WMA, Monkey's Audio, WavPack, Musepack, TTA, Speex), through
// FFmpeg. Part of the library that is opened on demand: the daemon must not load FFmpeg without need.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct csoundfile csoundfile;

/// Opens a file's sound; NULL where there is none that is known. Where the file could not be read, `rate` is then minus the
/// number of that error, else 0.
///
/// - descriptor: of a regular file, at any position; must stay open as long as the sound.
csoundfile *csoundfile_open(int descriptor, int *rate, int *channels);
/// As csoundfile_open, of a file's content in memory, which must last as long as the sound.
csoundfile *csoundfile_open_memory(const uint8_t *bytes, int64_t count, int *rate, int *channels);
/// Decodes the next frames, at most so many; the channels of a frame stand side by side. How many there are: 0 at the end, -1
/// where decoding took more bytes or calls than any song takes, -2 where the file could not be read on.
long csoundfile_read(csoundfile *sound, float *frames, long most);
void csoundfile_close(csoundfile *sound);

#ifdef __cplusplus
}
#endif
