// driver CASCADE MODEL HEAD COUNT VALUE… [MODEL HEAD COUNT VALUE…]: has this OpenCV run the networks of the emotion model on
// the manifest's test picture and compares each head's answer with the values, as EmotionNetwork does when it is opened;
// XNNPACK has to run
// these and the face detector's; then opens the cascade and looks for faces where there are none.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "COpenCV.h"

namespace {
constexpr int side = 48;
// As EmotionNetwork: further off than this is another model.
constexpr double allowed = 1e-2;

int fail(const char *what, const copencv_error &error) {
    std::fprintf(stderr, "%s: %s\n", what, error.text);
    return 1;
}

/// Whether XNNPACK runs a network, which it does only where it answers as OpenCV does.
bool isPacked(const char *path, const std::vector<const char *> &outputs, int side) {
    copencv_network *network = nullptr;
    copencv_error error = {};
    const int room = 15 * side * side / 64;
    std::vector<float> picture(static_cast<size_t>(side) * side), answers(room * outputs.size());
    std::vector<int> lengths(outputs.size());
    if (copencv_network_open(path, &network, &error) != 0 ||
        copencv_network_forward(network, picture.data(), side, side, outputs.data(), static_cast<int>(outputs.size()),
                                answers.data(), room, lengths.data(), &error) != 0) {
        fail(path, error);
        return false;
    }
    const bool isPacked = copencv_network_is_packed(network) == 1;
    std::printf("%s: %s\n", path, isPacked ? "by XNNPACK" : "left to OpenCV");
    copencv_network_close(network);
    return isPacked;
}
}  // namespace

int main(int count, char **words) {
    copencv_error error = {};
    copencv_use_threads(1);
    std::printf("OpenCV %s\n", copencv_version());

    std::vector<float> picture(side * side);
    for (int i = 0; i < side * side; i++) picture[i] = float((i % side * 7 + i / side * 13) % 48) / 24 - 1;
    for (int next = 2; next + 2 < count;) {
        copencv_network *network = nullptr;
        if (copencv_network_open(words[next], &network, &error) != 0) return fail("opening the model", error);
        const char *head = words[next + 1];
        const int expected = std::atoi(words[next + 2]);
        std::vector<float> answer(expected);
        int length = 0;
        if (copencv_network_forward(network, picture.data(), side, side, &head, 1, answer.data(), expected, &length,
                                    &error) != 0)
            return fail("running the model", error);
        double worst = length == expected ? 0 : INFINITY;
        for (int i = 0; i < length && i < expected; i++)
            worst = std::fmax(worst, std::fabs(answer[i] - std::atof(words[next + 3 + i])));
        std::printf("head %s: %d answers, off by %.1e at most\n", head, length, worst);
        if (!(worst < allowed)) return fail("the model answers otherwise", error);
        const bool isPacked = copencv_network_is_packed(network) == 1;
        copencv_network_close(network);
        if (!isPacked) return fail("XNNPACK does not run the model", error);
        next += 3 + expected;
    }
    if (!isPacked("models/face-detector/face-detector.onnx", {"stride8", "stride16", "stride32"}, 128) ||
        !isPacked("models/face-detector/face-refiner.onnx", {"face"}, 64))
        return 1;

    copencv_cascade *cascade = nullptr;
    if (copencv_cascade_open(words[1], &cascade, &error) != 0) return fail("opening the cascade", error);
    const std::vector<uint8_t> grey(640 * 480, 127);
    const copencv_image image = {grey.data(), 640, 480, 640};
    copencv_rectangle found[8];
    int faces = 0;
    if (copencv_cascade_detect(cascade, image, 1.1, 4, 60, 480, found, 8, &faces, &error) != 0)
        return fail("looking for faces", error);
    std::printf("faces on an empty wall: %d\n", faces);
    copencv_cascade_close(cascade);

    std::vector<uint8_t> small(side * side);
    double sharpness = -1;
    if (copencv_resize(image, small.data(), side, side, &error) != 0) return fail("resizing", error);
    if (copencv_sharpness(image, &sharpness, &error) != 0) return fail("measuring sharpness", error);
    std::printf("sharpness of an empty wall: %g\n", sharpness);
    return faces == 0 && sharpness == 0 ? 0 : 1;
}
