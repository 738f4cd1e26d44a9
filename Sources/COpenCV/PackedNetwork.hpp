#pragma once

#include <memory>
#include <opencv2/dnn.hpp>
#include <string>
#include <vector>

/// A network by XNNPACK, which takes half of OpenCV's time for convolutions and a third for those of one channel each:
/// convolutions, ReLU, sums, maps of twice the size, maxima of squares of four, means of channels, and full layers on one pixel.
///
/// It is made of a network that OpenCV has read, and only where it says what that says of the pictures it is tried with:
/// what its layers mean is never guessed. Not for several threads at a time.
class PackedNetwork {
  public:
    /// Whether XNNPACK is in this build.
    static const bool isKnown;

    /// Null where the network has other layers, or there is no XNNPACK whose interface is known.
    ///
    /// `outputs` are the layers whose answers are wanted.
    static std::unique_ptr<PackedNetwork> make(
        cv::dnn::Net &net, const std::vector<std::string> &outputs, int width, int height);

    virtual ~PackedNetwork() = default;

    /// Whether it is for pictures of this size and for these outputs.
    virtual bool fits(const std::vector<std::string> &outputs, int width, int height) const = 0;

    /// The wanted outputs for width × height values, in the order of their names, each by channel, row and column.
    virtual const std::vector<std::vector<float>> &run(const float *input) = 0;
};
