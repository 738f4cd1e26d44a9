#include "Chain.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/dnn/all_layers.hpp>
#include <stdexcept>
#include <type_traits>
#include <utility>

#ifdef EMOTUNES_XNNPACK
#include <xnnpack.h>

namespace {

// XNNPACK reads some bytes beyond the last value.
std::vector<float> room(size_t count) { return std::vector<float>(count + XNN_EXTRA_BYTES / sizeof(float)); }

struct Operator {
    xnn_operator_t handle = nullptr;

    Operator() = default;
    Operator(Operator &&other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
    Operator &operator=(Operator &&) = delete;
    ~Operator() {
        if (handle) xnn_delete_operator(handle);
    }
};

/// One convolution with its ReLU, then the maxima of squares of four if `halves`.
struct Stage {
    Operator convolution;
    int width, height, channels;
    bool halves = false;
    std::vector<float> out, halved;

    const std::vector<float> &result() const { return halves ? halved : out; }

    void halve() {
        const size_t row = static_cast<size_t>(width) * channels;
        float *to = halved.data();
        for (int y = 0; y + 1 < height; y += 2)
            for (int x = 0; x + 1 < width; x += 2, to += channels) {
                const float *from = out.data() + y * row + static_cast<size_t>(x) * channels;
                for (int c = 0; c < channels; ++c)
                    to[c] = std::max(std::max(from[c], from[c + channels]), std::max(from[row + c], from[row + channels + c]));
            }
    }
};

struct Head {
    cv::Mat weights, bias;
};

/// Debian 12's takes these options and where the operator goes; Ubuntu 24.04's takes caches in between, which may be none.
template <typename Create, typename... Options>
xnn_status made(Create create, xnn_operator_t *out, Options... options) {
    if constexpr (std::is_invocable_v<Create, Options..., xnn_operator_t *>)
        return create(options..., out);
    else
        return create(options..., nullptr, out);
}

bool convolution(const cv::Mat &weights, const cv::Mat &bias, int width, int height, const std::vector<float> &input,
                 Stage &stage) {
    const int out = weights.size[0], in = weights.size[1];
    // OpenCV has filters by channel, row and column; XNNPACK by row, column and channel.
    std::vector<float> kernel(static_cast<size_t>(out) * in * 9);
    const float *from = weights.ptr<float>();
    for (int o = 0; o < out; ++o)
        for (int i = 0; i < in; ++i)
            for (int k = 0; k < 9; ++k)
                kernel[(static_cast<size_t>(o) * 9 + k) * in + i] = from[(static_cast<size_t>(o) * in + i) * 9 + k];
    stage.width = width;
    stage.height = height;
    stage.channels = out;
    stage.out = room(static_cast<size_t>(width) * height * out);
    return made(xnn_create_convolution2d_nhwc_f32, &stage.convolution.handle, 1, 1, 1, 1, 3, 3, 1, 1, 1, 1, 1, in, out, in,
                out, kernel.data(), bias.ptr<float>(), 0.F, INFINITY, 0) == xnn_status_success &&
           xnn_setup_convolution2d_nhwc_f32(stage.convolution.handle, 1, height, width, input.data(), stage.out.data(),
                                            nullptr) == xnn_status_success;
}

class PackedChain final : public Chain {
  public:
    PackedChain(std::vector<std::string> outputs, int width, int height)
        : outputs_(std::move(outputs)), width_(width), height_(height), input_(room(static_cast<size_t>(width) * height)) {}

    bool fits(const std::vector<std::string> &outputs, int width, int height) const override {
        return outputs == outputs_ && width == width_ && height == height_;
    }

    const std::vector<std::vector<float>> &run(const float *input) override {
        std::copy(input, input + static_cast<size_t>(width_) * height_, input_.begin());
        for (auto &stage : stages_) {
            if (xnn_run_operator(stage.convolution.handle, nullptr) != xnn_status_success)
                throw std::runtime_error("XNNPACK could not run a convolution");
            if (stage.halves) stage.halve();
        }
        const auto &last = stages_.back();
        const int scale = last.halves ? 2 : 1, pixels = (last.width / scale) * (last.height / scale);
        cv::Mat mean(1, last.channels, CV_32F, cv::Scalar(0));
        for (int p = 0; p < pixels; ++p)
            for (int c = 0; c < last.channels; ++c)
                mean.ptr<float>()[c] += last.result()[static_cast<size_t>(p) * last.channels + c] / pixels;
        for (size_t i = 0; i < heads_.size(); ++i) {
            cv::Mat answer = mean * heads_[i].weights.t() + heads_[i].bias;
            answers_[i].assign(answer.ptr<float>(), answer.ptr<float>() + answer.total());
        }
        return answers_;
    }

    /// Takes the layers over, also heads that are not asked for; false where they are of another kind.
    bool take(cv::dnn::Net &net) {
        int width = width_, height = height_, channels = 1;
        bool isRectified = true, isOver = false;
        for (const auto &name : net.getLayerNames()) {
            const cv::Ptr<cv::dnn::Layer> layer = net.getLayer(cv::dnn::DictValue(name));
            const auto &type = layer->type;
            if (type == "Convolution" && !isOver && isRectified) {
                if (!isPlain(*layer, channels)) return false;
                const std::vector<float> &input = stages_.empty() ? input_ : stages_.back().result();
                Stage stage;
                if (!convolution(layer->blobs[0], layer->blobs[1], width, height, input, stage)) return false;
                channels = stage.channels;
                stages_.push_back(std::move(stage));
                isRectified = false;
            } else if (type == "ReLU" && !isOver && !isRectified) {
                isRectified = true;
            } else if (type == "Pooling" && !isOver && isRectified && !stages_.empty() && !stages_.back().halves) {
                const auto *pooling = dynamic_cast<const cv::dnn::PoolingLayer *>(layer.get());
                if (!pooling || pooling->globalPooling || pooling->kernel_size != std::vector<size_t>{2, 2} || width % 2 ||
                    height % 2)
                    return false;
                auto &stage = stages_.back();
                stage.halves = true;
                width /= 2;
                height /= 2;
                stage.halved = room(static_cast<size_t>(width) * height * channels);
            } else if ((type == "Reduce" || type == "Reshape" || type == "Flatten") && isRectified && !stages_.empty()) {
                isOver = true;
            } else if (type == "InnerProduct" && isOver && layer->blobs.size() == 2 &&
                       layer->blobs[0].dims == 2 && layer->blobs[0].size[1] == channels) {
                heads_.push_back({layer->blobs[0].clone(), layer->blobs[1].reshape(1, 1).clone()});
            } else if (type != "Identity" || !isOver) {
                return false;
            }
        }
        answers_.resize(heads_.size());
        return !heads_.empty() && heads_.size() >= outputs_.size();
    }

    /// Tries it beside the network: each output must be one head's, for each of the inputs.
    bool agrees(cv::dnn::Net &net) {
        std::vector<size_t> order(outputs_.size(), heads_.size());
        for (int trial = 0; trial < 3; ++trial) {
            std::vector<float> input(static_cast<size_t>(width_) * height_);
            cv::RNG random(static_cast<uint64_t>(trial) + 1);
            for (auto &value : input) value = static_cast<float>(random.gaussian(1));
            const int shape[] = {1, 1, height_, width_};
            net.setInput(cv::Mat(4, shape, CV_32F, input.data()));
            std::vector<cv::Mat> expected;
            net.forward(expected, std::vector<cv::String>(outputs_.begin(), outputs_.end()));
            const auto &answers = run(input.data());
            for (size_t i = 0; i < outputs_.size(); ++i) {
                size_t head = 0;
                while (head < answers.size() && !isAlike(answers[head], expected[i])) ++head;
                if (head == answers.size() || (trial > 0 && order[i] != head)) return false;
                order[i] = head;
            }
        }
        std::vector<Head> ordered;
        for (size_t head : order) ordered.push_back(heads_[head]);
        heads_ = std::move(ordered);
        return true;
    }

  private:
    static bool isPlain(const cv::dnn::Layer &layer, int channels) {
        const auto *one = dynamic_cast<const cv::dnn::BaseConvolutionLayer *>(&layer);
        const std::vector<size_t> three{3, 3}, ones{1, 1};
        return one && one->kernel_size == three && one->strides == ones && one->dilations == ones &&
               one->pads_begin == ones && one->pads_end == ones && layer.blobs.size() == 2 && layer.blobs[0].dims == 4 &&
               layer.blobs[0].type() == CV_32F && layer.blobs[0].size[1] == channels &&
               layer.blobs[1].total() == static_cast<size_t>(layer.blobs[0].size[0]) && layer.blobs[1].isContinuous();
    }

    static bool isAlike(const std::vector<float> &answer, const cv::Mat &expected) {
        if (expected.type() != CV_32F || answer.size() != expected.total()) return false;
        for (size_t k = 0; k < answer.size(); ++k) {
            const float wanted = expected.ptr<float>()[k];
            if (!(std::abs(answer[k] - wanted) <= 1e-3F * (1 + std::abs(wanted)))) return false;
        }
        return true;
    }

    std::vector<std::string> outputs_;
    int width_, height_;
    std::vector<float> input_;
    std::vector<Stage> stages_;
    std::vector<Head> heads_;
    std::vector<std::vector<float>> answers_;
};

}  // namespace

const bool Chain::isKnown = true;

std::unique_ptr<Chain> Chain::make(cv::dnn::Net &net, const std::vector<std::string> &outputs, int width, int height) {
    if (xnn_initialize(nullptr) != xnn_status_success) return nullptr;
    auto chain = std::make_unique<PackedChain>(outputs, width, height);
    return chain->take(net) && chain->agrees(net) ? std::move(chain) : nullptr;
}

#else

const bool Chain::isKnown = false;

std::unique_ptr<Chain> Chain::make(cv::dnn::Net &, const std::vector<std::string> &, int, int) { return nullptr; }

#endif
