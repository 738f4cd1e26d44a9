#include "CTagLib.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <taglib/aifffile.h>
#include <taglib/fileref.h>
#include <taglib/id3v2tag.h>
#include <taglib/mpegfile.h>
#include <taglib/popularimeterframe.h>
#include <taglib/taglib.h>
#include <taglib/tbytevector.h>
#include <taglib/tfile.h>
#include <taglib/tiostream.h>
#include <taglib/tpropertymap.h>
#include <taglib/tstringlist.h>
#include <taglib/wavfile.h>

namespace {

// Version 2 counts bytes in other types.
#if TAGLIB_MAJOR_VERSION >= 2
using Offset = TagLib::offset_t;
using Count = size_t;
using InsertOffset = TagLib::offset_t;
#else
using Offset = long;
using Count = unsigned long;
using InsertOffset = unsigned long;
#endif

/// A file that TagLib reads from. It counts what is asked of it, so that a file made to be read without end is given up.
class Stream : public TagLib::IOStream {
  public:
    Stream(const char *name, int64_t size) : name_(name), size_(size) {}

    bool isGivenUp() const { return isGivenUp_; }

    void rename(const char *name) { name_ = name; }

    TagLib::FileName name() const override { return name_; }

    TagLib::ByteVector readBlock(Count length) override {
        if (!mayGoOn() || position_ < 0 || position_ >= size_) return TagLib::ByteVector();
        const int64_t left = size_ - position_;
        const int64_t wanted = std::min<int64_t>({static_cast<int64_t>(std::min<Count>(length, mostAtOnce)), left});
        bytesLeft_ -= wanted;
        TagLib::ByteVector block(static_cast<unsigned int>(wanted), 0);
        const int64_t count = fill(block.data(), wanted, position_);
        block.resize(static_cast<unsigned int>(std::max<int64_t>(count, 0)));
        position_ += std::max<int64_t>(count, 0);
        return block;
    }

    void seek(Offset offset, Position whence) override {
        int64_t base = 0;
        if (whence == Current) base = position_;
        if (whence == End) base = size_;
        // Offsets come from the file and may be anything.
        if (__builtin_add_overflow(base, static_cast<int64_t>(offset), &position_)) position_ = size_;
        position_ = std::min(std::max<int64_t>(position_, 0), size_);
    }

    void clear() override {}
    Offset tell() const override { return static_cast<Offset>(position_); }
    Offset length() override { return static_cast<Offset>(size_); }
    bool isOpen() const override { return true; }
    bool readOnly() const override { return true; }
    // Nothing here writes.
    void writeBlock(const TagLib::ByteVector &) override {}
    void insert(const TagLib::ByteVector &, InsertOffset, Count) override {}
    void removeBlock(InsertOffset, Count) override {}
    void truncate(Offset) override {}

  protected:
    /// Copies from the file; how many bytes, fewer at its end or after an error.
    virtual int64_t fill(char *to, int64_t count, int64_t offset) = 0;

  private:
    // A tag with a large picture has 16 MiB; a long file is looked through for its first frame in small pieces.
    static constexpr Count mostAtOnce = 32 << 20;

    bool mayGoOn() {
        if (callsLeft_-- > 0 && bytesLeft_ > 0) return true;
        isGivenUp_ = true;
        return false;
    }

    const char *name_;
    const int64_t size_;
    int64_t position_ = 0;
    int64_t bytesLeft_ = 64 << 20;
    int callsLeft_ = 40000;
    bool isGivenUp_ = false;
};

class DescriptorStream final : public Stream {
  public:
    DescriptorStream(int descriptor, const char *name, int64_t size) : Stream(name, size), descriptor_(descriptor) {}

  protected:
    int64_t fill(char *to, int64_t count, int64_t offset) override {
        // Most files are read in pieces of some bytes at their beginning: one call of the kernel's serves them all.
        int64_t done = 0;
        while (done < count) {
            if (offset >= start_ && offset < start_ + held_) {
                const int64_t some = std::min(count - done, start_ + held_ - offset);
                memcpy(to + done, buffer_ + (offset - start_), static_cast<size_t>(some));
                done += some;
                offset += some;
                continue;
            }
            const int64_t left = count - done;
            if (left >= static_cast<int64_t>(sizeof buffer_)) {
                const int64_t got = read(to + done, left, offset);
                if (got <= 0) break;
                done += got;
                offset += got;
                continue;
            }
            start_ = offset;
            held_ = std::max<int64_t>(read(buffer_, sizeof buffer_, offset), 0);
            if (held_ == 0) break;
        }
        return done;
    }

  private:
    int64_t read(char *to, int64_t count, int64_t offset) {
        ssize_t got;
        do got = pread(descriptor_, to, static_cast<size_t>(count), offset);
        while (got < 0 && errno == EINTR);
        return got;
    }

    const int descriptor_;
    int64_t start_ = 0, held_ = 0;
    char buffer_[8192];
};

class MemoryStream final : public Stream {
  public:
    MemoryStream(const uint8_t *bytes, size_t count, const char *name)
        : Stream(name, static_cast<int64_t>(count)), bytes_(bytes) {}

  protected:
    int64_t fill(char *to, int64_t count, int64_t offset) override {
        memcpy(to, bytes_ + offset, static_cast<size_t>(count));
        return count;
    }

  private:
    const uint8_t *bytes_;
};

struct Name {
    const char *key;
    CTagLibField field;
};

// As TagLib names what the formats have under names of their own.
const Name names[] = {
    {"ARTIST", CTagLibFieldArtist},
    {"ARTISTS", CTagLibFieldArtists},
    {"ALBUMARTIST", CTagLibFieldAlbumArtist},
    {"TITLE", CTagLibFieldTitle},
    {"ALBUM", CTagLibFieldAlbum},
    {"GENRE", CTagLibFieldGenre},
    {"ORIGINALDATE", CTagLibFieldOriginalDate},
    {"ORIGINALYEAR", CTagLibFieldOriginalDate},
    {"DATE", CTagLibFieldDate},
    {"BPM", CTagLibFieldBPM},
    {"MOOD", CTagLibFieldMood},
    {"INITIALKEY", CTagLibFieldKey},
    {"KEY", CTagLibFieldKey},
    {"ISRC", CTagLibFieldISRC},
    {"MUSICBRAINZ_TRACKID", CTagLibFieldRecordingID},
    {"MUSICBRAINZ_ARTISTID", CTagLibFieldArtistID},
    {"FMPS_RATING", CTagLibFieldRating},
    {"RATING", CTagLibFieldRating},
    {"FMPS_PLAYCOUNT", CTagLibFieldPlayCount},
    {"PLAYCOUNT", CTagLibFieldPlayCount},
};

/// Cuts a text at the end of a character.
size_t cut(const std::string &text) {
    if (text.size() <= CTagLibLongestText) return text.size();
    size_t end = CTagLibLongestText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) end -= 1;
    return end;
}

void tell(const TagLib::PropertyMap &properties, CTagLibSink sink, void *context) {
    for (const Name &name : names) {
        const auto found = properties.find(TagLib::String(name.key));
        if (found == properties.end()) continue;
        int told = 0;
        for (const TagLib::String &value : found->second) {
            if (told == CTagLibMostValues) break;
            const std::string text = value.to8Bit(true);
            const size_t count = cut(text);
            if (count == 0) continue;
            sink(context, name.field, text.data(), count);
            told += 1;
        }
    }
}

/// What players note in an ID3 tag of how a song is liked and how often it was played; properties leave it out.
void tellPopularity(TagLib::File *file, CTagLibSink sink, void *context) {
    TagLib::ID3v2::Tag *tag = nullptr;
    if (auto *mpeg = dynamic_cast<TagLib::MPEG::File *>(file)) tag = mpeg->ID3v2Tag();
    if (auto *aiff = dynamic_cast<TagLib::RIFF::AIFF::File *>(file)) tag = aiff->tag();
    if (auto *wav = dynamic_cast<TagLib::RIFF::WAV::File *>(file)) tag = wav->ID3v2Tag();
    if (!tag) return;
    const auto &frames = tag->frameList("POPM");
    if (frames.isEmpty()) return;
    const auto *frame = dynamic_cast<TagLib::ID3v2::PopularimeterFrame *>(frames.front());
    if (!frame) return;
    const std::string rating = std::to_string(frame->rating()), count = std::to_string(frame->counter());
    if (frame->rating() > 0) sink(context, CTagLibFieldPopularimeter, rating.data(), rating.size());
    if (frame->counter() > 0) sink(context, CTagLibFieldPlayCount, count.data(), count.size());
}

/// A name that tells the kind of file by what it begins with; nil where only its own name does. A file with a wrong ending
/// would be read as what it is not.
const char *nameByContent(const char *head, size_t count) {
    const auto has = [&](size_t offset, const char *text) {
        const size_t length = strlen(text);
        return offset + length <= count && memcmp(head + offset, text, length) == 0;
    };
    if (has(0, "fLaC")) return "x.flac";
    if (has(0, "RIFF") && has(8, "WAVE")) return "x.wav";
    if (has(0, "FORM") && (has(8, "AIFF") || has(8, "AIFC"))) return "x.aiff";
    if (has(0, "MAC ")) return "x.ape";
    if (has(0, "wvpk")) return "x.wv";
    if (has(4, "ftyp")) return "x.m4a";
    if (has(0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11")) return "x.wma";
    if (has(0, "OggS") && has(28, "OpusHead")) return "x.opus";
    if (has(0, "OggS") && has(28, "\x01vorbis")) return "x.ogg";
    return nullptr;
}

CTagLibOutcome read(Stream &stream, int64_t *milliseconds, CTagLibSink sink, void *context) {
    *milliseconds = 0;
    try {
        const TagLib::ByteVector head = stream.readBlock(64);
        if (const char *name = nameByContent(head.data(), head.size())) stream.rename(name);
        stream.seek(0, TagLib::IOStream::Beginning);
        const TagLib::FileRef file(&stream, true, TagLib::AudioProperties::Fast);
        if (stream.isGivenUp()) return CTagLibOutcomeGivenUp;
        if (file.isNull() || file.file() == nullptr || !file.file()->isValid()) return CTagLibOutcomeUnknown;
        tell(file.file()->properties(), sink, context);
        tellPopularity(file.file(), sink, context);
        if (stream.isGivenUp()) return CTagLibOutcomeGivenUp;
        if (const TagLib::AudioProperties *sound = file.audioProperties())
            *milliseconds = std::max(0, sound->lengthInMilliseconds());
        return CTagLibOutcomeRead;
    } catch (const std::bad_alloc &) {
        return CTagLibOutcomeGivenUp;
    } catch (...) {
        return CTagLibOutcomeUnknown;
    }
}

}  // namespace

extern "C" CTagLibOutcome CTagLibRead(
    int descriptor, const char *name, int64_t *milliseconds, CTagLibSink sink, void *context) {
    struct stat status;
    *milliseconds = 0;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return CTagLibOutcomeUnknown;
    DescriptorStream stream(descriptor, name, status.st_size);
    return read(stream, milliseconds, sink, context);
}

extern "C" CTagLibOutcome CTagLibReadMemory(
    const uint8_t *bytes, size_t count, const char *name, int64_t *milliseconds, CTagLibSink sink, void *context) {
    MemoryStream stream(bytes, count, name);
    return read(stream, milliseconds, sink, context);
}
