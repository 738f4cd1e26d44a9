#include "CSound.h"
#include "Pulse.h"

#include <algorithm>
#include <cmath>
#include <ebur128.h>
#include <memory>
#include <soundtouch/BPMDetect.h>

struct CSoundMeter {
    const int channels;
    ebur128_state *loudness;
    soundtouch::BPMDetect beats;
    Pulse pulse;
    std::vector<soundtouch::SAMPLETYPE> mono;

    CSoundMeter(int rate, int channels)
        : channels(channels),
          // With a histogram its memory does not grow with the sound.
          loudness(ebur128_init(
              static_cast<unsigned>(channels), static_cast<unsigned>(rate), EBUR128_MODE_I | EBUR128_MODE_HISTOGRAM)),
          beats(1, rate), pulse(rate), mono(block) {}
    CSoundMeter(const CSoundMeter &) = delete;
    ~CSoundMeter() {
        if (loudness) ebur128_destroy(&loudness);
    }

    bool add(float *frames, long count) {
        for (long i = 0; i < count * channels; i++)
            frames[i] = std::isfinite(frames[i]) ? std::clamp(frames[i], -8.f, 8.f) : 0.f;
        if (ebur128_add_frames_float(loudness, frames, static_cast<size_t>(count)) != EBUR128_SUCCESS) return false;
        while (count > 0) {
            const int some = static_cast<int>(std::min<long>(count, block));
            for (int i = 0; i < some; i++) {
                float sum = 0;
                for (int channel = 0; channel < channels; channel++) sum += *frames++;
                const float sample = sum / static_cast<float>(channels);
                mono[static_cast<size_t>(i)] = sample;
                pulse.add(sample);
            }
            beats.inputSamples(mono.data(), some);
            count -= some;
        }
        return true;
    }

  private:
    static constexpr int block = 4096;
};

extern "C" CSoundMeter *CSoundMeterCreate(int rate, int channels) {
    if (rate < CSoundLowestRate || rate > CSoundHighestRate || channels < 1 || channels > CSoundMostChannels)
        return nullptr;
    try {
        auto meter = std::make_unique<CSoundMeter>(rate, channels);
        return meter->loudness ? meter.release() : nullptr;
    } catch (...) {
        return nullptr;
    }
}

extern "C" int CSoundMeterAdd(CSoundMeter *meter, float *frames, long count) {
    try {
        return meter->add(frames, count);
    } catch (...) {
        return 0;
    }
}

extern "C" double CSoundMeterLoudness(const CSoundMeter *meter) {
    double loudness = -HUGE_VAL;
    return ebur128_loudness_global(meter->loudness, &loudness) == EBUR128_SUCCESS ? loudness : -HUGE_VAL;
}

extern "C" double CSoundMeterTempo(CSoundMeter *meter) {
    try {
        return meter->pulse.tempo(meter->beats.getBpm());
    } catch (...) {
        return 0;
    }
}

extern "C" void CSoundMeterDestroy(CSoundMeter *meter) { delete meter; }
