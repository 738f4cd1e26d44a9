#include "CSound.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mpg123.h>
#include <new>
#include <sndfile.h>
#include <sys/stat.h>
#include <unistd.h>

/// A file that libsndfile or mpg123 reads from. It counts what is asked of it, so that a file made to be read without end is given up.
struct CSoundDecoder {
    const int descriptor;
    const uint8_t *const bytes;
    const sf_count_t size;
    sf_count_t position = 0;
    // An hour without loss at twice the usual rate, looked through before it is decoded.
    int64_t bytesLeft = int64_t{4} << 30;
    int64_t callsLeft = 20'000'000;
    bool isGivenUp = false;
    // The errno of a read that failed: the file is not what is at fault.
    int error = 0;
    SNDFILE *file = nullptr;
    // libsndfile decodes MP3 with mpg123 too, but lets it write about every damaged frame to the program's error output.
    mpg123_handle *mp3 = nullptr;
    int channels = 0;

    CSoundDecoder(int descriptor, const uint8_t *bytes, sf_count_t size)
        : descriptor(descriptor), bytes(bytes), size(size) {}
    ~CSoundDecoder() {
        if (file) sf_close(file);
        if (mp3) mpg123_delete(mp3);
    }

    sf_count_t seek(sf_count_t offset, int whence) {
        const sf_count_t base = whence == SEEK_CUR ? position : whence == SEEK_END ? size : 0;
        // Offsets come from the file and may be anything.
        sf_count_t place;
        if (!mayGoOn() || __builtin_add_overflow(base, offset, &place) || place < 0 || place > size) return -1;
        return position = place;
    }

    sf_count_t read(void *to, sf_count_t count) {
        count = std::min(count, size - position);
        if (count <= 0 || !mayGoOn()) return 0;
        bytesLeft -= count;
        sf_count_t got = count;
        if (bytes) {
            memcpy(to, bytes + position, static_cast<size_t>(count));
        } else {
            do got = pread(descriptor, to, static_cast<size_t>(count), position);
            while (got < 0 && errno == EINTR);
            if (got < 0) error = errno;
        }
        if (got <= 0) return 0;
        position += got;
        return got;
    }

  private:
    bool mayGoOn() {
        if (callsLeft-- > 0 && bytesLeft > 0) return true;
        isGivenUp = true;
        return false;
    }
};

namespace {

CSoundDecoder *of(void *context) { return static_cast<CSoundDecoder *>(context); }

SF_VIRTUAL_IO source = {
    [](void *context) { return of(context)->size; },
    [](sf_count_t offset, int whence, void *context) { return of(context)->seek(offset, whence); },
    [](void *to, sf_count_t count, void *context) { return of(context)->read(to, count); },
    [](const void *, sf_count_t, void *) -> sf_count_t { return 0; },
    [](void *context) { return of(context)->position; },
};

enum class Kind { mp3, refused, other };

/// Tells by its first frame, behind its tags, whether it is MPEG audio.
Kind kind(CSoundDecoder &decoder) {
    uint8_t head[10] = {};
    decoder.read(head, sizeof head);
    sf_count_t start = 0;
    while (memcmp(head, "ID3", 3) == 0) {
        start += 10 + ((head[6] & 127) << 21 | (head[7] & 127) << 14 | (head[8] & 127) << 7 | (head[9] & 127));
        memset(head, 0, sizeof head);
        if (decoder.seek(start, SEEK_SET) < 0) break;
        decoder.read(head, sizeof head);
    }
    if (start > 0 && head[0] == 0) {
        // Between a tag and the sound there may be zeros.
        decoder.seek(start, SEEK_SET);
        for (int i = 0; i < 4096 && decoder.read(head, 1) == 1 && head[0] == 0; i++) {}
        decoder.read(head + 1, 1);
    }
    decoder.seek(0, SEEK_SET);
    if (head[0] == 0xFF && (head[1] & 0xE0) == 0xE0) {
        // Layer 0 is AAC, which libsndfile would take for MP3.
        return (head[1] & 0x06) != 0 ? Kind::mp3 : Kind::refused;
    }
    // So it would whatever else stands behind a tag of MP3's.
    const bool isKnown = memcmp(head, "fLaC", 4) == 0 || memcmp(head, "RIFF", 4) == 0 || memcmp(head, "FORM", 4) == 0;
    return start == 0 || isKnown ? Kind::other : Kind::refused;
}

bool openMP3(CSoundDecoder &decoder, int *rate) {
    // Beginning twice does no harm.
    if (mpg123_init() != MPG123_OK) return false;
    decoder.mp3 = mpg123_new(nullptr, nullptr);
    if (!decoder.mp3) return false;
    mpg123_param(decoder.mp3, MPG123_ADD_FLAGS, MPG123_QUIET | MPG123_FORCE_FLOAT, 0);
    mpg123_replace_reader_handle(
        decoder.mp3,
        [](void *context, void *to, size_t count) -> ssize_t {
            return of(context)->read(to, static_cast<sf_count_t>(count));
        },
        [](void *context, off_t offset, int whence) -> off_t { return of(context)->seek(offset, whence); }, nullptr);
    if (mpg123_open_handle(decoder.mp3, &decoder) != MPG123_OK) return false;
    long told = 0;
    int encoding = 0;
    if (mpg123_getformat(decoder.mp3, &told, &decoder.channels, &encoding) != MPG123_OK) return false;
    // What changes its rate in the middle ends there.
    mpg123_format_none(decoder.mp3);
    if (mpg123_format(decoder.mp3, told, decoder.channels, MPG123_ENC_FLOAT_32) != MPG123_OK) return false;
    *rate = static_cast<int>(told);
    return true;
}

bool openOther(CSoundDecoder &decoder, int *rate) {
    SF_INFO info = {};
    decoder.file = sf_open_virtual(&source, SFM_READ, &info, &decoder);
    *rate = info.samplerate;
    decoder.channels = info.channels;
    return decoder.file != nullptr;
}

CSoundDecoder *open(CSoundDecoder *decoder, int *rate, int *channels) {
    *rate = 0;
    if (!decoder) return nullptr;
    try {
        bool isOpen = false;
        switch (kind(*decoder)) {
        case Kind::mp3: isOpen = openMP3(*decoder, rate); break;
        case Kind::refused: break;
        case Kind::other: isOpen = openOther(*decoder, rate); break;
        }
        if (isOpen && !decoder->isGivenUp && decoder->error == 0 && decoder->channels >= 1) {
            *channels = decoder->channels;
            return decoder;
        }
    } catch (...) {
    }
    *rate = -decoder->error;
    delete decoder;
    return nullptr;
}

}  // namespace

extern "C" CSoundDecoder *CSoundDecoderOpen(int descriptor, int *rate, int *channels) {
    struct stat status;
    *rate = 0;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return nullptr;
    return open(new (std::nothrow) CSoundDecoder(descriptor, nullptr, status.st_size), rate, channels);
}

extern "C" CSoundDecoder *CSoundDecoderOpenMemory(const uint8_t *bytes, size_t count, int *rate, int *channels) {
    return open(
        new (std::nothrow) CSoundDecoder(-1, bytes, bytes ? static_cast<sf_count_t>(count) : 0), rate, channels);
}

extern "C" long CSoundDecoderRead(CSoundDecoder *decoder, float *frames, long most) {
    try {
        long count = 0;
        if (decoder->mp3) {
            const size_t frame = sizeof(float) * static_cast<size_t>(decoder->channels);
            size_t done = 0;
            // An error in the middle ends the sound; what was decoded until there counts.
            mpg123_read(
                decoder->mp3, reinterpret_cast<unsigned char *>(frames), frame * static_cast<size_t>(most), &done);
            count = static_cast<long>(done / frame);
        } else {
            count = static_cast<long>(sf_readf_float(decoder->file, frames, most));
        }
        if (decoder->error != 0) return -2;
        return decoder->isGivenUp || count < 0 ? -1 : count;
    } catch (...) {
        return -1;
    }
}

extern "C" void CSoundDecoderClose(CSoundDecoder *decoder) { delete decoder; }
