#ifndef EMOTUNES_CSOUND_H
#define EMOTUNES_CSOUND_H

#include <stddef.h>
#include <stdint.h>

// The sound of music files: libsndfile decodes it, and mpg123 where it is MP3; libebur128 measures its loudness, SoundTouch
// its tempo.
//
// What may enter this shim: decoding and measuring. No exception leaves it, nothing is written to a file, and it takes the
// same memory however long the sound is.

#ifdef __cplusplus
extern "C" {
#endif

/// Sound of more channels, or of another rate than from the lowest to the highest, in hertz, is not measured.
enum { CSoundMostChannels = 8, CSoundLowestRate = 8000, CSoundHighestRate = 192000 };

// MARK: Decoding

typedef struct CSoundDecoder CSoundDecoder;

/// Opens a file of a kind that libsndfile or mpg123 knows; NULL where it is none, or damaged. Where the file could not be read,
/// `rate` is then minus the number of that error, else 0.
///
/// - descriptor: of a regular file, at any position; must stay open as long as the decoder.
CSoundDecoder *_Nullable CSoundDecoderOpen(int descriptor, int *_Nonnull rate, int *_Nonnull channels);

/// As `CSoundDecoderOpen`, of a file's content in memory, which must last as long as the decoder.
CSoundDecoder *_Nullable CSoundDecoderOpenMemory(
    const uint8_t *_Nullable bytes, size_t count, int *_Nonnull rate, int *_Nonnull channels);

/// Decodes the next frames, at most so many; the channels of a frame stand side by side. How many there are: 0 at the end, -1
/// where decoding took more bytes or calls than any song takes, -2 where the file could not be read on.
long CSoundDecoderRead(CSoundDecoder *_Nonnull decoder, float *_Nonnull frames, long most);

void CSoundDecoderClose(CSoundDecoder *_Nonnull decoder);

// MARK: Measuring

typedef struct CSoundMeter CSoundMeter;

/// NULL where there is no memory, or the sound is of no rate or number of channels that can be measured.
CSoundMeter *_Nullable CSoundMeterCreate(int rate, int channels);

/// Takes in frames. Samples that are no numbers count as silence, and others are cut at eight times full scale.
///
/// Returns 0 where measuring failed.
int CSoundMeterAdd(CSoundMeter *_Nonnull meter, float *_Nonnull frames, long count);

/// The integrated loudness (EBU R 128), in LUFS; minus infinity where there is nothing louder than -70.
double CSoundMeterLoudness(const CSoundMeter *_Nonnull meter);

/// Beats per minute; 0 where no beat comes back.
double CSoundMeterTempo(CSoundMeter *_Nonnull meter);

void CSoundMeterDestroy(CSoundMeter *_Nonnull meter);

#ifdef __cplusplus
}
#endif

#endif
