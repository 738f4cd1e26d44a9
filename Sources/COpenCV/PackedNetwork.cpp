#include "PackedNetwork.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
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

/// What a step gives: by row, column and channel.
struct Map {
    int width = 0, height = 0, channels = 0;
    /// In a buffer that other steps use before it is written and after it was read last.
    float *values = nullptr;

    int pixels() const { return width * height; }
    size_t count() const { return static_cast<size_t>(pixels()) * channels; }
    bool isLike(const Map &other) const {
        return width == other.width && height == other.height && channels == other.channels;
    }
};

struct Convolution {
    cv::Mat weights, bias;
    int rows = 1, columns = 1, stride = 1, top = 0, left = 0, bottom = 0, right = 0, groups = 1;
};

struct Step {
    enum Kind { input, convolution, sum, doubled, maxima, mean };
    Kind kind = input;
    /// The steps whose maps it takes.
    std::vector<size_t> from;
    Convolution shape;
    bool isRectified = false;
    Map map;
    Operator filter;
    /// What the filter writes while it runs.
    std::vector<float> workspace;
};

/// Debian 12's takes these options and where the operator goes; Ubuntu 24.04's takes a cache in between, Debian 13's two, which
/// may be none.
template <typename Create, typename... Options>
xnn_status made(Create create, xnn_operator_t *out, Options... options) {
    if constexpr (std::is_invocable_v<Create, Options..., xnn_operator_t *>)
        return create(options..., out);
    else if constexpr (std::is_invocable_v<Create, Options..., std::nullptr_t, xnn_operator_t *>)
        return create(options..., nullptr, out);
    else
        return create(options..., nullptr, nullptr, out);
}

/// Tells the filter where it reads and writes; Debian 13's first learns the size and says what room it needs.
bool connect(Step &step, const Map &input) {
    const xnn_operator_t filter = step.filter.handle;
    const float *from = input.values;
    float *to = step.map.values;
#ifdef EMOTUNES_XNNPACK_RESHAPES
    size_t bytes = 0, alignment = 1, rows = 0, columns = 0;
    if (xnn_reshape_convolution2d_nhwc_f32(filter, 1, input.height, input.width, &bytes, &alignment, &rows, &columns,
                                           nullptr) != xnn_status_success ||
        static_cast<int>(rows) != step.map.height || static_cast<int>(columns) != step.map.width)
        return false;
    size_t space = bytes + alignment;
    step.workspace = room(space / sizeof(float) + 1);
    void *start = step.workspace.data();
    return std::align(std::max<size_t>(alignment, 1), bytes, start, space) &&
           xnn_setup_convolution2d_nhwc_f32(filter, start, from, to) == xnn_status_success;
#else
    return xnn_setup_convolution2d_nhwc_f32(filter, 1, input.height, input.width, from, to, nullptr) ==
           xnn_status_success;
#endif
}

bool prepare(Step &step, const Map &input) {
    const Convolution &c = step.shape;
    const int out = c.weights.size[0], in = c.weights.size[1], taps = c.rows * c.columns;
    // OpenCV has filters by channel, row and column; XNNPACK by row, column and channel.
    std::vector<float> kernel(static_cast<size_t>(out) * in * taps);
    const float *from = c.weights.ptr<float>();
    for (int o = 0; o < out; ++o)
        for (int i = 0; i < in; ++i)
            for (int k = 0; k < taps; ++k)
                kernel[(static_cast<size_t>(o) * taps + k) * in + i] = from[(static_cast<size_t>(o) * in + i) * taps + k];
    return made(xnn_create_convolution2d_nhwc_f32, &step.filter.handle, c.top, c.right, c.bottom, c.left, c.rows,
                c.columns, c.stride, c.stride, 1, 1, c.groups, in, out / c.groups, input.channels, out, kernel.data(),
                c.bias.ptr<float>(), step.isRectified ? 0.F : -INFINITY, INFINITY, 0) == xnn_status_success &&
           connect(step, input);
}

void add(const Map &one, const Map &other, bool isRectified, Map &out) {
    const float least = isRectified ? 0.F : -INFINITY;
    for (size_t i = 0; i < out.count(); ++i) out.values[i] = std::max(least, one.values[i] + other.values[i]);
}

void enlarge(const Map &input, Map &out) {
    float *to = out.values;
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x, to += out.channels) {
            const size_t pixel = static_cast<size_t>(y / 2) * input.width + x / 2;
            std::copy_n(input.values + pixel * input.channels, input.channels, to);
        }
}

void takeMaxima(const Map &input, Map &out) {
    const int channels = input.channels;
    const size_t row = static_cast<size_t>(input.width) * channels;
    float *to = out.values;
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x, to += channels) {
            const float *from = input.values + 2 * y * row + static_cast<size_t>(2 * x) * channels;
            for (int c = 0; c < channels; ++c)
                to[c] = std::max(std::max(from[c], from[c + channels]), std::max(from[row + c], from[row + channels + c]));
        }
}

void takeMeans(const Map &input, Map &out) {
    std::fill_n(out.values, out.channels, 0.F);
    const float *from = input.values;
    for (int p = 0; p < input.pixels(); ++p)
        for (int c = 0; c < input.channels; ++c) out.values[c] += *from++ / input.pixels();
}

class XNNPACKNetwork final : public PackedNetwork {
  public:
    XNNPACKNetwork(std::vector<std::string> outputs, int width, int height)
        : outputs_(std::move(outputs)), answers_(outputs_.size()) {
        Step input;
        input.map.width = width;
        input.map.height = height;
        input.map.channels = 1;
        steps_.push_back(std::move(input));
    }

    bool fits(const std::vector<std::string> &outputs, int width, int height) const override {
        return outputs == outputs_ && width == steps_[0].map.width && height == steps_[0].map.height;
    }

    const std::vector<std::vector<float>> &run(const float *input) override {
        std::copy_n(input, steps_[0].map.pixels(), steps_[0].map.values);
        for (auto &step : steps_) run(step);
        for (size_t i = 0; i < wanted_.size(); ++i) {
            const Map &map = steps_[wanted_[i]].map;
            answers_[i].resize(map.count());
            float *to = answers_[i].data();
            for (int c = 0; c < map.channels; ++c)
                for (int p = 0; p < map.pixels(); ++p) *to++ = map.values[static_cast<size_t>(p) * map.channels + c];
        }
        return answers_;
    }

    /// Takes the layers over, also those that no wanted output needs; false where one is of another kind.
    bool take(cv::dnn::Net &net) {
        // The picture's own layer is not among the names.
        std::map<std::string, size_t> given{{net.getLayer(0)->name, 0}};
        for (const auto &name : net.getLayerNames()) {
            const cv::Ptr<cv::dnn::Layer> layer = net.getLayer(cv::dnn::DictValue(name));
            std::vector<size_t> from;
            for (const auto &one : net.getLayerInputs(net.getLayerId(name))) {
                const auto at = given.find(one->name);
                if (at == given.end()) return false;
                from.push_back(at->second);
            }
            const auto step = taken(*layer, from);
            if (!step) return false;
            given[name] = *step;
        }
        for (const auto &name : outputs_) {
            const auto at = given.find(name);
            if (at == given.end()) return false;
            wanted_.push_back(at->second);
        }
        makeRoom();
        for (auto &step : steps_) {
            if (step.kind == Step::convolution && !prepare(step, steps_[step.from[0]].map)) return false;
            step.shape = {};
        }
        return true;
    }

    /// Tries it beside the network with a few pictures.
    bool agrees(cv::dnn::Net &net) {
        const int height = steps_[0].map.height, width = steps_[0].map.width;
        for (int trial = 0; trial < 3; ++trial) {
            std::vector<float> input(static_cast<size_t>(width) * height);
            cv::RNG random(static_cast<uint64_t>(trial) + 1);
            for (auto &value : input) value = static_cast<float>(random.gaussian(1));
            const int shape[] = {1, 1, height, width};
            net.setInput(cv::Mat(4, shape, CV_32F, input.data()));
            std::vector<cv::Mat> expected;
            net.forward(expected, std::vector<cv::String>(outputs_.begin(), outputs_.end()));
            const auto &answers = run(input.data());
            for (size_t i = 0; i < outputs_.size(); ++i)
                if (!isAlike(answers[i], expected[i])) return false;
        }
        return true;
    }

  private:
    void run(Step &step) {
        const auto input = [&](size_t i) -> const Map & { return steps_[step.from[i]].map; };
        switch (step.kind) {
            case Step::input: break;
            case Step::convolution:
                if (xnn_run_operator(step.filter.handle, nullptr) != xnn_status_success)
                    throw std::runtime_error("XNNPACK could not run a convolution");
                break;
            case Step::sum: add(input(0), input(1), step.isRectified, step.map); break;
            case Step::doubled: enlarge(input(0), step.map); break;
            case Step::maxima: takeMaxima(input(0), step.map); break;
            case Step::mean: takeMeans(input(0), step.map); break;
        }
    }

    /// Gives each map a buffer: one whose map no later step reads, or else a new one.
    void makeRoom() {
        std::vector<size_t> lastReader(steps_.size());
        for (size_t i = 0; i < steps_.size(); ++i) {
            lastReader[i] = i;
            for (size_t from : steps_[i].from) lastReader[from] = i;
        }
        for (size_t output : wanted_) lastReader[output] = steps_.size();
        std::vector<size_t> sizes, freeFrom, buffer(steps_.size());
        for (size_t i = 0; i < steps_.size(); ++i) {
            buffer[i] = std::find_if(freeFrom.begin(), freeFrom.end(), [i](size_t step) { return step < i; }) -
                        freeFrom.begin();
            if (buffer[i] == sizes.size()) {
                sizes.push_back(0);
                freeFrom.push_back(0);
            }
            sizes[buffer[i]] = std::max(sizes[buffer[i]], steps_[i].map.count());
            freeFrom[buffer[i]] = lastReader[i];
        }
        for (size_t size : sizes) buffers_.push_back(room(size));
        for (size_t i = 0; i < steps_.size(); ++i) steps_[i].map.values = buffers_[buffer[i]].data();
    }

    /// The step that gives what a layer gives: an earlier one where the layer changes nothing but its form, or is the ReLU of a
    /// step that rectifies itself.
    std::optional<size_t> taken(const cv::dnn::Layer &layer, const std::vector<size_t> &from) {
        if (from.empty()) return {};
        const auto &type = layer.type;
        const Map &input = steps_[from[0]].map;
        Step step;
        step.from = from;
        step.map.channels = input.channels;
        // OpenCV 4.10's word is the second.
        if (type == "Eltwise" || type == "NaryEltwise") {
            if (from.size() != 2 || !input.isLike(steps_[from[1]].map)) return {};
            step.kind = Step::sum;
            step.map.width = input.width;
            step.map.height = input.height;
            return added(std::move(step));
        }
        if (from.size() != 1) return {};
        if (type == "Identity" || ((type == "Flatten" || type == "Reshape") && input.pixels() == 1)) return from[0];
        if (type == "ReLU") {
            Step &before = steps_[from[0]];
            if (before.isRectified || (before.kind != Step::convolution && before.kind != Step::sum)) return {};
            before.isRectified = true;
            return from[0];
        }
        // OpenCV 4.10's word for a layer on all of a pixel's values is the last.
        if (type == "Convolution" || type == "InnerProduct" || type == "Gemm") {
            step.kind = Step::convolution;
            return isFilter(layer, input, step) ? added(std::move(step)) : std::optional<size_t>();
        }
        if (type == "Resize") {
            step.kind = Step::doubled;
            step.map.width = 2 * input.width;
            step.map.height = 2 * input.height;
            return added(std::move(step));
        }
        if (type == "Pooling") {
            const auto *pooling = dynamic_cast<const cv::dnn::PoolingLayer *>(&layer);
            if (!pooling || pooling->globalPooling || pooling->kernel_size != std::vector<size_t>{2, 2} ||
                input.width % 2 || input.height % 2)
                return {};
            step.kind = Step::maxima;
            step.map.width = input.width / 2;
            step.map.height = input.height / 2;
            return added(std::move(step));
        }
        if (type == "Reduce") {
            step.kind = Step::mean;
            step.map.width = step.map.height = 1;
            return added(std::move(step));
        }
        return {};
    }

    size_t added(Step step) {
        steps_.push_back(std::move(step));
        return steps_.size() - 1;
    }

    /// Whether the layer is a convolution, or all of a map's values at once where the map is one pixel.
    static bool isFilter(const cv::dnn::Layer &layer, const Map &input, Step &step) {
        if (layer.blobs.size() != 2 || layer.blobs[0].type() != CV_32F || layer.blobs[1].type() != CV_32F) return false;
        Convolution &shape = step.shape;
        shape.weights = layer.blobs[0];
        shape.bias = layer.blobs[1].clone();
        const int out = shape.weights.size[0], in = shape.weights.size[1];
        if (!shape.weights.isContinuous() || in < 1 || input.channels % in) return false;
        shape.groups = input.channels / in;
        if (out % shape.groups || shape.bias.total() != static_cast<size_t>(out)) return false;
        step.map.channels = out;
        if (layer.type != "Convolution") {
            step.map.width = step.map.height = 1;
            return shape.weights.dims == 2 && input.pixels() == 1 && shape.groups == 1;
        }
        const auto *one = dynamic_cast<const cv::dnn::BaseConvolutionLayer *>(&layer);
        const auto isPair = [](const std::vector<size_t> &values) { return values.size() == 2; };
        if (!one || shape.weights.dims != 4 || !isPair(one->kernel_size) || !isPair(one->strides) ||
            !isPair(one->pads_begin) || !isPair(one->pads_end) || one->dilations != std::vector<size_t>{1, 1} ||
            one->strides[0] != one->strides[1] || one->strides[0] < 1)
            return false;
        shape.rows = static_cast<int>(one->kernel_size[0]);
        shape.columns = static_cast<int>(one->kernel_size[1]);
        shape.stride = static_cast<int>(one->strides[0]);
        shape.top = static_cast<int>(one->pads_begin[0]);
        shape.left = static_cast<int>(one->pads_begin[1]);
        shape.bottom = static_cast<int>(one->pads_end[0]);
        shape.right = static_cast<int>(one->pads_end[1]);
        const int down = input.height + shape.top + shape.bottom - shape.rows;
        const int across = input.width + shape.left + shape.right - shape.columns;
        if (down < 0 || across < 0 || shape.weights.size[2] != shape.rows || shape.weights.size[3] != shape.columns)
            return false;
        step.map.height = down / shape.stride + 1;
        step.map.width = across / shape.stride + 1;
        return true;
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
    /// The picture first; each after those that it takes from.
    std::vector<Step> steps_;
    /// Which steps are the outputs.
    std::vector<size_t> wanted_;
    std::vector<std::vector<float>> buffers_, answers_;
};

}  // namespace

const bool PackedNetwork::isKnown = true;

std::unique_ptr<PackedNetwork> PackedNetwork::make(
    cv::dnn::Net &net, const std::vector<std::string> &outputs, int width, int height) {
    if (xnn_initialize(nullptr) != xnn_status_success) return nullptr;
    auto network = std::make_unique<XNNPACKNetwork>(outputs, width, height);
    return network->take(net) && network->agrees(net) ? std::move(network) : nullptr;
}

#else

const bool PackedNetwork::isKnown = false;

std::unique_ptr<PackedNetwork> PackedNetwork::make(cv::dnn::Net &, const std::vector<std::string> &, int, int) {
    return nullptr;
}

#endif
