#include "COpenCV.h"

#include <cstdio>
#include <exception>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <string>
#include <vector>

struct copencv_cascade {
    cv::CascadeClassifier classifier;
};

struct copencv_network {
    cv::dnn::Net net;
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
        network->net = cv::dnn::readNetFromONNX(path);
        if (network->net.empty()) throw std::runtime_error("the file holds no network");
        network->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        network->net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
        *out = network.release();
    });
}

void copencv_network_close(copencv_network *network) { delete network; }

int copencv_network_forward(copencv_network *network, const float *input, int width, int height,
                            const char *const *names, int name_count, float *outputs, int capacity, int *lengths,
                            copencv_error *error) {
    return guarded(error, [&] {
        const int shape[] = {1, 1, height, width};
        cv::Mat blob(4, shape, CV_32F, const_cast<float *>(input));
        network->net.setInput(blob);
        std::vector<cv::String> wanted(names, names + name_count);
        std::vector<cv::Mat> results;
        network->net.forward(results, wanted);
        for (int i = 0; i < name_count; ++i) {
            const int length = static_cast<int>(results[i].total());
            if (length > capacity) throw std::runtime_error("output " + wanted[i] + " is larger than its labels");
            lengths[i] = length;
            const float *values = results[i].ptr<float>();
            std::copy(values, values + length, outputs + static_cast<size_t>(i) * capacity);
        }
    });
}

int copencv_resize(copencv_image image, uint8_t *out, int out_width, int out_height, copencv_error *error) {
    return guarded(error, [&] {
        cv::Mat target(out_height, out_width, CV_8UC1, out);
        const bool shrinking = out_width <= image.width && out_height <= image.height;
        cv::resize(view(image), target, target.size(), 0, 0, shrinking ? cv::INTER_AREA : cv::INTER_LINEAR);
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
