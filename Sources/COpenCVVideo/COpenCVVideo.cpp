#include "COpenCVVideo.h"

#include <cstdio>
#include <exception>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

struct copencvvideo_file {
    cv::VideoCapture capture;
    cv::Mat colour, grey;
};

namespace {

// FFmpeg's decoder would otherwise start a thread a core for pictures that are needed twice a second.
void quieten() {
    setenv("OPENCV_FFMPEG_CAPTURE_OPTIONS", "threads;1", 0);
    setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    cv::setNumThreads(1);
}

void describe(const cv::Mat &grey, const uint8_t **pixels, int *width, int *height, int *stride) {
    *pixels = grey.data;
    *width = grey.cols;
    *height = grey.rows;
    *stride = static_cast<int>(grey.step);
}

}  // namespace

copencvvideo_file *copencvvideo_open(const char *path, char *message, int capacity) {
    try {
        quieten();
        auto file = std::make_unique<copencvvideo_file>();
        if (file->capture.open(path, cv::CAP_FFMPEG) && file->capture.get(cv::CAP_PROP_FRAME_WIDTH) > 0)
            return file.release();
        std::snprintf(message, capacity, "not a video that FFmpeg can read");
    } catch (const std::exception &e) {
        std::snprintf(message, capacity, "%s", e.what());
    } catch (...) {
        std::snprintf(message, capacity, "unknown exception");
    }
    return nullptr;
}

void copencvvideo_close(copencvvideo_file *file) { delete file; }

double copencvvideo_rate(copencvvideo_file *file) {
    try {
        return file->capture.get(cv::CAP_PROP_FPS);
    } catch (...) {
        return 0;
    }
}

double copencvvideo_time(copencvvideo_file *file) {
    try {
        return file->capture.get(cv::CAP_PROP_POS_MSEC) / 1000;
    } catch (...) {
        return -1;
    }
}

int copencvvideo_step(copencvvideo_file *file) {
    try {
        return file->capture.grab();
    } catch (...) {
        return 0;
    }
}

int copencvvideo_grey(copencvvideo_file *file, const uint8_t **pixels, int *width, int *height, int *stride) {
    try {
        if (!file->capture.retrieve(file->colour) || file->colour.empty()) return 0;
        if (file->colour.channels() == 1)
            file->grey = file->colour;
        else
            cv::cvtColor(file->colour, file->grey, cv::COLOR_BGR2GRAY);
        describe(file->grey, pixels, width, height, stride);
        return 1;
    } catch (...) {
        return 0;
    }
}

copencvvideo_file *copencvvideo_picture(const char *path, const uint8_t **pixels, int *width, int *height,
                                        int *stride) {
    try {
        quieten();
        auto file = std::make_unique<copencvvideo_file>();
        file->grey = cv::imread(path, cv::IMREAD_GRAYSCALE);
        if (file->grey.empty()) return nullptr;
        describe(file->grey, pixels, width, height, stride);
        return file.release();
    } catch (...) {
        return nullptr;
    }
}
