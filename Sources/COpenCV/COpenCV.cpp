#include "COpenCV.h"

#include "PackedNetwork.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <stdexcept>
#include <string>
#include <vector>

struct copencv_cascade {
    cv::CascadeClassifier classifier;
};

struct copencv_network {
    std::string path;
    /// Empty while XNNPACK does its work.
    cv::dnn::Net net;
    std::unique_ptr<PackedNetwork> packed;
    bool isTried = false;

    void open() {
        net = cv::dnn::readNetFromONNX(path);
        if (net.empty()) throw std::runtime_error("the file holds no network");
        net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    }
};

namespace {

template <typename Body>
int guarded(copencv_error *error, Body body) {
    try {
        body();
        return 0;
    } catch (const cv::Exception &e) {
        std::snprintf(error->text, sizeof error->text, "%s", e.err.empty() ? e.what() : e.err.c_str());
    } catch (const std::exception &e) {
        std::snprintf(error->text, sizeof error->text, "%s", e.what());
    } catch (...) {
        std::snprintf(error->text, sizeof error->text, "unknown exception");
    }
    for (char *c = error->text; *c; ++c)
        if (*c == '\n' || *c == '\r') *c = ' ';
    return -1;
}

// OpenCV takes no const pixels; nothing here writes through this view.
cv::Mat view(const copencv_image &image) {
    return cv::Mat(image.height, image.width, CV_8UC1, const_cast<uint8_t *>(image.pixels), image.stride);
}

// What the output pixels cover along one axis: of each the first source pixel, and where its weights begin and end.
struct Covers {
    std::vector<int> first, begin;
    std::vector<float> weights;

    Covers(int from, int to) : first(to), begin(to + 1) {
        const double step = static_cast<double>(from) / to;
        for (int i = 0; i < to; ++i) {
            const double start = i * step, end = std::min<double>(from, start + step);
            first[i] = static_cast<int>(start);
            for (int k = first[i]; k < end && k < from; ++k)
                weights.push_back(
                    static_cast<float>((std::min<double>(k + 1, end) - std::max<double>(k, start)) / step));
            begin[i + 1] = static_cast<int>(weights.size());
        }
    }
};

// Area averaging as cv::resize does it, rows first and in floats throughout: a third of the time where the factor is no
// whole number.
void shrink(const cv::Mat &image, cv::Mat &target) {
    const Covers rows(image.rows, target.rows), columns(image.cols, target.cols);
    std::vector<float> sums(image.cols);
    for (int y = 0; y < target.rows; ++y) {
        std::fill(sums.begin(), sums.end(), 0.5F);
        for (int k = rows.begin[y]; k < rows.begin[y + 1]; ++k) {
            const uint8_t *row = image.ptr(rows.first[y] + k - rows.begin[y]);
            const float weight = rows.weights[k];
            for (int x = 0; x < image.cols; ++x) sums[x] += weight * row[x];
        }
        uint8_t *out = target.ptr(y);
        for (int x = 0; x < target.cols; ++x) {
            const float *values = sums.data() + columns.first[x] - columns.begin[x];
            float sum = 0;
            for (int k = columns.begin[x]; k < columns.begin[x + 1]; ++k) sum += columns.weights[k] * values[k];
            out[x] = static_cast<uint8_t>(std::min(sum, 255.0F));
        }
    }
}

void scale(const cv::Mat &image, cv::Mat &target) {
    const bool shrinking = target.cols <= image.cols && target.rows <= image.rows;
    const bool isWhole = image.cols % target.cols == 0 && image.rows % target.rows == 0;
    if (shrinking && !isWhole)
        shrink(image, target);
    else
        cv::resize(image, target, target.size(), 0, 0, shrinking ? cv::INTER_AREA : cv::INTER_LINEAR);
}

}  // namespace

const char *copencv_version(void) { return CV_VERSION; }

void copencv_use_threads(int count) {
    cv::setNumThreads(count);
    // Its own complaints go to standard error without priority or context; ours come through the error texts.
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    cv::redirectError([](int, const char *, const char *, const char *, int, void *) { return 0; });
}

int copencv_cascade_open(const char *path, copencv_cascade **out, copencv_error *error) {
    return guarded(error, [&] {
        auto cascade = std::make_unique<copencv_cascade>();
        if (!cascade->classifier.load(path)) throw std::runtime_error("not a cascade that OpenCV can read");
        *out = cascade.release();
    });
}

void copencv_cascade_close(copencv_cascade *cascade) { delete cascade; }

int copencv_cascade_detect(copencv_cascade *cascade, copencv_image image, double scale, int neighbours, int least,
                           int most, copencv_rectangle *found, int capacity, int *count, copencv_error *error) {
    return guarded(error, [&] {
        std::vector<cv::Rect> rectangles;
        cascade->classifier.detectMultiScale(view(image), rectangles, scale, neighbours, 0, cv::Size(least, least),
                                             most > 0 ? cv::Size(most, most) : cv::Size());
        *count = 0;
        for (const auto &r : rectangles) {
            if (*count == capacity) break;
            found[(*count)++] = {r.x, r.y, r.width, r.height};
        }
    });
}

int copencv_network_open(const char *path, copencv_network **out, copencv_error *error) {
    return guarded(error, [&] {
        auto network = std::make_unique<copencv_network>();
        network->path = path;
        network->open();
        *out = network.release();
    });
}

void copencv_network_close(copencv_network *network) { delete network; }

int copencv_has_packing(void) { return PackedNetwork::isKnown ? 1 : 0; }

int copencv_network_is_packed(const copencv_network *network) { return network->packed ? 1 : 0; }

int copencv_network_forward(copencv_network *network, const float *input, int width, int height,
                            const char *const *names, int name_count, float *outputs, int capacity, int *lengths,
                            copencv_error *error) {
    return guarded(error, [&] {
        const std::vector<std::string> wanted(names, names + name_count);
        const auto answer = [&](int i, const float *values, size_t length) {
            if (length > static_cast<size_t>(capacity))
                throw std::runtime_error("output " + wanted[i] + " is larger than expected");
            lengths[i] = static_cast<int>(length);
            std::copy(values, values + length, outputs + static_cast<size_t>(i) * capacity);
        };
        if (!network->isTried) {
            network->isTried = true;
            try {
                network->packed = PackedNetwork::make(network->net, wanted, width, height);
            } catch (const std::exception &) {
                // OpenCV runs it then, and has its own words where it cannot either.
            }
            // Its weights take as much memory again.
            if (network->packed) network->net = cv::dnn::Net();
        }
        if (network->packed && network->packed->fits(wanted, width, height)) {
            const auto &results = network->packed->run(input);
            for (int i = 0; i < name_count; ++i) answer(i, results[i].data(), results[i].size());
            return;
        }
        if (network->net.empty()) network->open();
        const int shape[] = {1, 1, height, width};
        cv::Mat blob(4, shape, CV_32F, const_cast<float *>(input));
        network->net.setInput(blob);
        std::vector<cv::Mat> results;
        network->net.forward(results, std::vector<cv::String>(wanted.begin(), wanted.end()));
        for (int i = 0; i < name_count; ++i) answer(i, results[i].ptr<float>(), results[i].total());
    });
}

int copencv_resize(copencv_image image, uint8_t *out, int out_width, int out_height, copencv_error *error) {
    return guarded(error, [&] {
        cv::Mat target(out_height, out_width, CV_8UC1, out);
        scale(view(image), target);
    });
}

int copencv_cut(copencv_image image, copencv_rectangle part, uint8_t *out, int out_width, int out_height,
                copencv_error *error) {
    return guarded(error, [&] {
        const cv::Mat whole = view(image);
        const cv::Rect wanted(part.x, part.y, part.width, part.height);
        const cv::Rect inside = wanted & cv::Rect(0, 0, image.width, image.height);
        if (inside.empty()) throw std::runtime_error("the part lies outside the picture");
        cv::Mat piece = whole(inside);
        if (inside != wanted) {
            cv::Mat grown;
            const cv::Point start = inside.tl() - wanted.tl(), end = wanted.br() - inside.br();
            cv::copyMakeBorder(piece, grown, start.y, end.y, start.x, end.x,
                               cv::BORDER_REPLICATE | cv::BORDER_ISOLATED);
            piece = grown;
        }
        cv::Mat target(out_height, out_width, CV_8UC1, out);
        scale(piece, target);
    });
}

int copencv_standardise(copencv_image image, double floor, float *out, int out_stride, copencv_error *error) {
    return guarded(error, [&] {
        cv::Scalar mean, deviation;
        cv::meanStdDev(view(image), mean, deviation);
        const double gain = 1 / (deviation[0] + floor);
        cv::Mat target(image.height, image.width, CV_32FC1, out, static_cast<size_t>(out_stride) * sizeof(float));
        view(image).convertTo(target, CV_32F, gain, -mean[0] * gain);
    });
}

int copencv_turn(copencv_image image, double degrees, uint8_t *out, copencv_error *error) {
    return guarded(error, [&] {
        cv::Mat target(image.height, image.width, CV_8UC1, out);
        const cv::Point2f middle(image.width / 2.0F, image.height / 2.0F);
        const cv::Mat turn = cv::getRotationMatrix2D(middle, degrees, 1);
        cv::warpAffine(view(image), target, turn, target.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    });
}

int copencv_sharpness(copencv_image image, double *out, copencv_error *error) {
    return guarded(error, [&] {
        cv::Mat edges;
        cv::Laplacian(view(image), edges, CV_32F);
        cv::Scalar mean, deviation;
        cv::meanStdDev(edges, mean, deviation);
        *out = deviation[0] * deviation[0];
    });
}

int copencv_noise(copencv_image image, double *out, copencv_error *error) {
    return guarded(error, [&] {
        // |response| of the mask 1 -2 1, -2 4 -2, 1 -2 1, whose variance is 36 times the noise's.
        std::vector<int> counts(16 * 255 + 1);
        int total = 0;
        const int step = std::max(1, image.height / 64);
        for (int y = 1; y + 1 < image.height; y += step) {
            const uint8_t *here = image.pixels + static_cast<ptrdiff_t>(y) * image.stride;
            const uint8_t *above = here - image.stride, *below = here + image.stride;
            for (int x = 1; x + 1 < image.width; ++x) {
                const auto row = [x](const uint8_t *r) { return r[x - 1] - 2 * r[x] + r[x + 1]; };
                ++counts[std::abs(row(above) - 2 * row(here) + row(below))];
                ++total;
            }
        }
        int value = 0;
        for (int seen = 0; value + 1 < static_cast<int>(counts.size()); ++value) {
            seen += counts[value];
            if (2 * seen >= total) break;
        }
        *out = value / (0.6745 * 6);
    });
}
