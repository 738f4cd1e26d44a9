// shims MODELS [FACES]: has each C and C++ shim do its work on inputs made here, and prints what comes of it, one value a
// line behind its name. Built for two processors, both must say the same; Tests/Platforms/check-arm64 compares.
//
// FACES: 48 × 48 grey bytes each; the emotion model's answers to them are printed, head by head.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include "COpenCV.h"
#include "CSound.h"
#include "CTagLib.h"
#include "CTomlPlusPlus.h"
extern "C" {
#include "CCurl.h"
#include "CJPEG.h"
#include "CLinux.h"
#include "COpenSSL.h"
#include "CUnistring.h"
#include "CV4L2.h"
}

namespace {

using Bytes = std::vector<uint8_t>;

void say(const std::string &name, double value) { std::printf("%s %.9g\n", name.c_str(), value); }

/// Sums of a picture that a change of any pixel moves.
void say(const std::string &name, const Bytes &pixels) {
    double sum = 0, placed = 0;
    for (size_t i = 0; i < pixels.size(); i++) {
        sum += pixels[i];
        placed += pixels[i] * double(i % 251);
    }
    say(name + ".mean", sum / double(pixels.size()));
    say(name + ".placed", placed / double(pixels.size()));
}

void must(bool holds, const char *what, const char *why = "") {
    if (holds) return;
    std::fprintf(stderr, "shims: %s %s\n", what, why);
    std::exit(1);
}

Bytes content(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    must(file.good(), path.c_str(), "cannot be read");
    std::stringstream text;
    text << file.rdbuf();
    const std::string bytes = text.str();
    return Bytes(bytes.begin(), bytes.end());
}

Bytes drawing(int width, int height) {
    Bytes pixels(size_t(width) * size_t(height));
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            pixels[size_t(y) * size_t(width) + size_t(x)] = uint8_t((x * 7 + y * 13 + x * y / 64) % 256);
    return pixels;
}

void pictures() {
    copencv_error error = {};
    const Bytes grey = drawing(320, 240);
    // One row less and one byte further: nothing may need pixels that begin at a round address.
    const copencv_image image = {grey.data() + 1, 319, 239, 320};
    Bytes out(48 * 48);
    must(copencv_resize(image, out.data(), 48, 48, &error) == 0, "resize", error.text);
    say("resize", out);
    must(copencv_cut(image, {-20, 30, 120, 120}, out.data(), 48, 48, &error) == 0, "cut", error.text);
    say("cut", out);
    Bytes turned(319 * 239);
    must(copencv_turn(image, 15, turned.data(), &error) == 0, "turn", error.text);
    say("turn", turned);
    double value = 0;
    must(copencv_sharpness(image, &value, &error) == 0, "sharpness", error.text);
    say("sharpness", value);
    must(copencv_noise(image, &value, &error) == 0, "noise", error.text);
    say("noise", value);

    Bytes colours(size_t(64 * 48 * 3));
    for (size_t i = 0; i < colours.size(); i++) colours[i] = uint8_t(i * 5 % 256);
    unsigned char *jpeg = nullptr;
    const size_t count = cjpeg_encode_colour(colours.data(), 64, 48, 90, &jpeg);
    must(count > 0, "encoding a JPEG");
    Bytes back(64 * 48);
    must(cjpeg_decode_grey(jpeg, count, 64, 48, back.data()) == 1, "decoding a JPEG");
    // A byte above 127 that is damaged is one that a signed char would take for a negative one.
    must(cjpeg_decode_grey(jpeg, count / 2, 64, 48, back.data()) == 0, "half a JPEG is none");
    std::free(jpeg);
    say("jpeg.bytes", double(count));
    say("jpeg", back);
}

void faces(const std::string &models, const Bytes &faces) {
    copencv_error error = {};
    const struct {
        const char *file, *head;
    } networks[] = {{"fer2013.onnx", "fer2013"}, {"emotion.onnx", "ferplus"}};
    for (const auto &[file, head] : networks) {
        copencv_network *network = nullptr;
        must(copencv_network_open((models + "/emotion/" + file).c_str(), &network, &error) == 0, "model", error.text);
        for (size_t face = 0; face * 2304 < faces.size(); face++) {
            std::vector<float> input(2304), answers(8);
            const copencv_image image = {faces.data() + face * 2304, 48, 48, 48};
            must(copencv_standardise(image, .255, input.data(), 48, &error) == 0, "standardise", error.text);
            int length = 0;
            must(copencv_network_forward(network, input.data(), 48, 48, &head, 1, answers.data(), 8, &length, &error) == 0,
                 "emotions", error.text);
            double sum = 0;
            for (int i = 0; i < length; i++) sum += std::exp(answers[size_t(i)]);
            for (int i = 0; i < length; i++)
                say(std::string(head) + "." + std::to_string(face) + "." + std::to_string(i),
                    std::exp(answers[size_t(i)]) / sum);
        }
        copencv_network_close(network);
    }
}

/// A WAV of clicks, 120 a minute: little-endian numbers, written byte by byte.
Bytes clicks() {
    constexpr int rate = 22050, seconds = 20;
    Bytes wav;
    const auto text = [&](const char *letters) { wav.insert(wav.end(), letters, letters + 4); };
    const auto number = [&](uint32_t value, int bytes) {
        for (int i = 0; i < bytes; i++) wav.push_back(uint8_t(value >> 8 * i));
    };
    const uint32_t size = rate * seconds * 2;
    text("RIFF"), number(36 + size, 4), text("WAVE"), text("fmt "), number(16, 4), number(1, 2), number(1, 2);
    number(rate, 4), number(rate * 2, 4), number(2, 2), number(16, 2), text("data"), number(size, 4);
    for (int i = 0; i < rate * seconds; i++) {
        const int since = i % (rate / 2);
        const double level = since < 2000 ? 20000 * std::exp(-since / 300.) * std::sin(since * .3) : 0;
        number(uint32_t(int32_t(level)), 2);
    }
    return wav;
}

void sounds() {
    const Bytes wav = clicks();
    int rate = 0, channels = 0;
    CSoundDecoder *decoder = CSoundDecoderOpenMemory(wav.data(), wav.size(), &rate, &channels);
    must(decoder != nullptr, "opening a WAV");
    CSoundMeter *meter = CSoundMeterCreate(rate, channels);
    must(meter != nullptr, "a meter");
    std::vector<float> frames(4096);
    for (long got; (got = CSoundDecoderRead(decoder, frames.data(), 4096)) > 0;)
        must(CSoundMeterAdd(meter, frames.data(), got) == 1, "measuring");
    say("sound.rate", rate);
    say("sound.loudness", CSoundMeterLoudness(meter));
    say("sound.tempo", CSoundMeterTempo(meter));
    CSoundMeterDestroy(meter);
    CSoundDecoderClose(decoder);

    int64_t milliseconds = 0;
    const auto sink = [](void *, CTagLibField, const char *, size_t) {};
    must(CTagLibReadMemory(wav.data(), wav.size(), "clicks.wav", &milliseconds, sink, nullptr) == CTagLibOutcomeRead, "tags");
    say("tags.milliseconds", double(milliseconds));
}

void texts() {
    const std::string toml = "name = \"Sigur R\xC3\xB3s\"\nlarge = 9007199254740993\n[a]\nb = [1.5, -2e-3]\n";
    CTomlPlusPlusError error = {};
    CTomlPlusPlusDocument *document = CTomlPlusPlusParse(toml.data(), toml.size(), &error);
    must(document != nullptr, "TOML", error.message);
    for (size_t i = 0; i < CTomlPlusPlusCount(document); i++) {
        const CTomlPlusPlusItem item = CTomlPlusPlusItemAt(document, i);
        say("toml." + std::to_string(i), double(item.kind) + item.line + item.column + item.number + double(item.string.count));
        if (item.kind == CTomlPlusPlusKindInteger) std::printf("toml.integer %lld\n", static_cast<long long>(item.integer));
    }
    CTomlPlusPlusFree(document);
    const std::string wrong = "name = \"\xFF\"";
    must(CTomlPlusPlusParse(wrong.data(), wrong.size(), &error) == nullptr, "what is no UTF-8 is refused");

    size_t length = 0;
    uint8_t *apart = emotunes_decompose(reinterpret_cast<const uint8_t *>("R\xC3\xB3s"), 4, &length);
    must(apart != nullptr, "decomposing");
    say("decomposed", Bytes(apart, apart + length));
    std::free(apart);
    Bytes digest(32);
    must(copenssl_sha256("abc", 3, digest.data()) == 1 && digest[0] == 0xBA && digest[31] == 0xAD, "SHA-256");
}

void kernel() {
    int pair[2];
    must(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "a pair of sockets");
    emotunes_peer peer = {};
    must(emotunes_peer_credentials(pair[0], &peer) == 0 && peer.uid == getuid(), "who is at the other end");
    const int counter = emotunes_eventfd();
    must(counter >= 0 && eventfd_write(counter, 3) == 0, "an event counter");
    eventfd_t events = 0;
    must(eventfd_read(counter, &events) == 0 && events == 3, "reading it");
    must(emotunes_set_dumpable(0) == 0 && emotunes_is_dumpable() == 0, "no core file");
    // The driver's structures are part of its requests: their sizes are the kernel's, the same on every 64-bit processor.
    say("v4l2.dqbuf", double(CV4L2_DQBUF));
    say("v4l2.s_fmt", double(CV4L2_S_FMT));
    say("v4l2.buffer", sizeof(v4l2_buffer));
    must(cv4l2_open("/dev/null/none") < 0, "a camera that is none");
}

}  // namespace

int main(int count, char **words) {
    must(count >= 2, "which models?");
    copencv_use_threads(1);
    pictures();
    Bytes pattern(2304);
    for (size_t i = 0; i < 2304; i++) pattern[i] = uint8_t((i % 48 * 7 + i / 48 * 13) % 48 * 5);
    faces(words[1], count > 2 ? content(words[2]) : pattern);
    sounds();
    texts();
    kernel();
}
