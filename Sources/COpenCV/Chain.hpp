#pragma once

#include <memory>
#include <opencv2/dnn.hpp>
#include <string>
#include <vector>

/// A plain chain of convolutions by XNNPACK, which takes half of OpenCV's time for them: 3 × 3, ReLU behind each, maxima of
/// squares of four between them, the mean of each channel at the end, and one or more layers on that.
///
/// It is made of a network that OpenCV has read, and only where it says what that says of the faces it is tried with: what
/// its layers mean is never guessed. Not for several threads at a time.
class Chain {
  public:
    /// Whether XNNPACK is in this build.
    static const bool isKnown;

    /// Null where the network is no such chain, or there is no XNNPACK whose interface is known.
    ///
    /// `outputs` are the layers whose answers are wanted.
    static std::unique_ptr<Chain> make(cv::dnn::Net &net, const std::vector<std::string> &outputs, int width, int height);

    virtual ~Chain() = default;

    /// Whether it is for pictures of this size and for these outputs.
    virtual bool fits(const std::vector<std::string> &outputs, int width, int height) const = 0;

    /// The wanted outputs for width × height values, in the order of their names.
    virtual const std::vector<std::vector<float>> &run(const float *input) = 0;
};
