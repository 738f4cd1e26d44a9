#include "CSoundFile.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libswresample/swresample.h>
}

namespace {

// What may be asked for: one name opens no other file and no address, as playlists among FFmpeg's formats would.
constexpr const char *formats = "aac,mov,mp4,m4a,3gp,asf,ape,wv,mpc,mpc8,tta,ogg,mp3,flac,wav,aiff,caf";
constexpr int bufferSize = 32 << 10;
constexpr int mostChannels = 8;

template <auto Free> struct Freeing {
    template <typename T> void operator()(T *thing) const { Free(&thing); }
};

}  // namespace

struct csoundfile {
    const int descriptor;
    const uint8_t *const bytes;
    const int64_t size;
    int64_t position = 0;
    int64_t bytesLeft = int64_t{4} << 30;
    int64_t callsLeft = 20'000'000;
    // Packets that give no sound, in a row.
    int idle = 0;
    bool isGivenUp = false, isAtEnd = false;
    // The errno of a read that failed: the file is not what is at fault.
    int error = 0;

    AVIOContext *input = nullptr;
    AVFormatContext *format = nullptr;
    std::unique_ptr<AVCodecContext, Freeing<avcodec_free_context>> codec;
    std::unique_ptr<AVPacket, Freeing<av_packet_free>> packet{av_packet_alloc()};
    std::unique_ptr<AVFrame, Freeing<av_frame_free>> frame{av_frame_alloc()};
    std::unique_ptr<SwrContext, Freeing<swr_free>> converter;
    int stream = -1, rate = 0, channels = 0;
    int converterFormat = -1;

    csoundfile(int descriptor, const uint8_t *bytes, int64_t size) : descriptor(descriptor), bytes(bytes), size(size) {}
    ~csoundfile() {
        if (format) avformat_close_input(&format);
        if (input) {
            av_freep(&input->buffer);
            avio_context_free(&input);
        }
    }

    int readBytes(uint8_t *to, int count) {
        const int64_t some = std::min<int64_t>(count, size - position);
        if (some <= 0) return AVERROR_EOF;
        if (!mayGoOn(some)) return AVERROR_EXIT;
        ssize_t got = some;
        if (bytes) {
            memcpy(to, bytes + position, static_cast<size_t>(some));
        } else {
            do got = pread(descriptor, to, static_cast<size_t>(some), position);
            while (got < 0 && errno == EINTR);
            if (got < 0) error = errno;
        }
        if (got <= 0) return AVERROR_EOF;
        position += got;
        return static_cast<int>(got);
    }

    int64_t seek(int64_t offset, int whence) {
        if (whence & AVSEEK_SIZE) return size;
        if (!mayGoOn(0)) return AVERROR_EXIT;
        const int origin = whence & ~AVSEEK_FORCE;
        const int64_t base = origin == SEEK_CUR ? position : origin == SEEK_END ? size : 0;
        // Offsets come from the file and may be anything.
        int64_t place;
        if (__builtin_add_overflow(base, offset, &place) || place < 0 || place > size) return AVERROR(EINVAL);
        return position = place;
    }

    bool open() {
        if (!packet || !frame) return false;
        av_log_set_level(AV_LOG_QUIET);
        auto *buffer = static_cast<uint8_t *>(av_malloc(bufferSize));
        if (!buffer) return false;
        input = avio_alloc_context(
            buffer, bufferSize, 0, this, [](void *self, uint8_t *to, int count) {
                return static_cast<csoundfile *>(self)->readBytes(to, count);
            }, nullptr, [](void *self, int64_t offset, int whence) {
                return static_cast<csoundfile *>(self)->seek(offset, whence);
            });
        if (!input) {
            av_free(buffer);
            return false;
        }
        format = avformat_alloc_context();
        if (!format) return false;
        format->pb = input;
        format->format_whitelist = av_strdup(formats);
        format->protocol_whitelist = av_strdup("");
        format->max_streams = 16;
        format->probesize = 1 << 20;
        format->max_analyze_duration = 5 * AV_TIME_BASE;
        format->interrupt_callback = {[](void *self) { return static_cast<csoundfile *>(self)->isGivenUp ? 1 : 0; }, this};
        if (avformat_open_input(&format, nullptr, nullptr, nullptr) < 0) return false;
        if (avformat_find_stream_info(format, nullptr) < 0) return false;
        const AVCodec *decoder = nullptr;
        stream = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, &decoder, 0);
        if (stream < 0 || !decoder) return false;
        // Covers and films beside the sound are not read.
        for (unsigned i = 0; i < format->nb_streams; i++)
            if (static_cast<int>(i) != stream) format->streams[i]->discard = AVDISCARD_ALL;
        codec.reset(avcodec_alloc_context3(decoder));
        if (!codec || avcodec_parameters_to_context(codec.get(), format->streams[stream]->codecpar) < 0) return false;
        codec->thread_count = 1;
        codec->max_samples = 1 << 22;
        if (avcodec_open2(codec.get(), decoder, nullptr) < 0) return false;
        // Some tell their channels with the first sound only.
        if (!next()) return false;
        rate = frame->sample_rate;
        channels = frame->ch_layout.nb_channels;
        return rate > 0 && channels > 0 && channels <= mostChannels;
    }

    /// Decodes until `frame` has sound; false at the end.
    bool next() {
        while (!isAtEnd && !isGivenUp) {
            const int got = avcodec_receive_frame(codec.get(), frame.get());
            if (got >= 0) {
                idle = 0;
                if (frame->nb_samples > 0) return true;
                continue;
            }
            if (got != AVERROR(EAGAIN)) break;
            // A damaged packet costs itself; a file of nothing else is not read to its end.
            if (++idle > 10'000) break;
            const int read = av_read_frame(format, packet.get());
            if (read < 0) {
                if (avcodec_send_packet(codec.get(), nullptr) < 0) break;
                continue;
            }
            if (packet->stream_index == stream) (void)avcodec_send_packet(codec.get(), packet.get());
            av_packet_unref(packet.get());
        }
        isAtEnd = true;
        return false;
    }

    /// Converts what `frame` holds; how many frames, or -1.
    int convert(float *to, int most, bool isNew) {
        if (isNew) {
            // Its form may change in the middle; what is not as at the beginning is made like it.
            AVChannelLayout layout;
            av_channel_layout_default(&layout, channels);
            const bool isSame = frame->format == converterFormat && converter && frame->sample_rate == inputRate
                                && frame->ch_layout.nb_channels == inputChannels;
            if (!isSame) {
                SwrContext *made = nullptr;
                AVChannelLayout from;
                av_channel_layout_default(&from, frame->ch_layout.nb_channels);
                const int result = swr_alloc_set_opts2(
                    &made, &layout, AV_SAMPLE_FMT_FLT, rate, &from, static_cast<AVSampleFormat>(frame->format),
                    frame->sample_rate, 0, nullptr);
                av_channel_layout_uninit(&from);
                converter.reset(made);
                if (result < 0 || swr_init(converter.get()) < 0) return -1;
                converterFormat = frame->format;
                inputRate = frame->sample_rate;
                inputChannels = frame->ch_layout.nb_channels;
            }
            av_channel_layout_uninit(&layout);
        }
        auto *target = reinterpret_cast<uint8_t *>(to);
        return swr_convert(
            converter.get(), &target, most, isNew ? const_cast<const uint8_t **>(frame->extended_data) : nullptr,
            isNew ? frame->nb_samples : 0);
    }

    int inputRate = 0, inputChannels = 0;
    bool isFirst = true;

    long read(float *frames, long most) {
        const int room = static_cast<int>(std::min<long>(most, INT_MAX));
        while (!isGivenUp) {
            // What the last one left comes first.
            if (converter) {
                const int left = convert(frames, room, false);
                if (left != 0) return left;
            }
            if (!isFirst && !next()) break;
            isFirst = false;
            if (frame->ch_layout.nb_channels < 1 || frame->ch_layout.nb_channels > mostChannels) continue;
            const int count = convert(frames, room, true);
            if (count != 0) return count;
        }
        return isGivenUp ? -1 : error != 0 ? -2 : 0;
    }

  private:
    bool mayGoOn(int64_t some) {
        bytesLeft -= some;
        if (callsLeft-- > 0 && bytesLeft > 0) return true;
        isGivenUp = true;
        return false;
    }
};

namespace {

csoundfile *open(csoundfile *sound, int *rate, int *channels) {
    std::unique_ptr<csoundfile> held(sound);
    *rate = 0;
    if (!held) return nullptr;
    if (!held->open() || held->error != 0) {
        *rate = -held->error;
        return nullptr;
    }
    *rate = held->rate;
    *channels = held->channels;
    return held.release();
}

}  // namespace

csoundfile *csoundfile_open(int descriptor, int *rate, int *channels) {
    struct stat status;
    *rate = 0;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return nullptr;
    return open(new (std::nothrow) csoundfile(descriptor, nullptr, status.st_size), rate, channels);
}

csoundfile *csoundfile_open_memory(const uint8_t *bytes, int64_t count, int *rate, int *channels) {
    return open(new (std::nothrow) csoundfile(-1, bytes, bytes ? count : 0), rate, channels);
}

long csoundfile_read(csoundfile *sound, float *frames, long most) { return sound->read(frames, most); }

void csoundfile_close(csoundfile *sound) { delete sound; }
