#pragma once

#include <vector>

/// How regularly a sound's onsets come back: the autocorrelation of its envelope's rises, kept up as the sound goes by.
///
/// It tells a tempo from its half and its double, which a beat detector over low frequencies alone confuses.
class Pulse {
  public:
    explicit Pulse(int rate);

    void add(float sample);

    /// Beats per minute; 0 where nothing comes back.
    ///
    /// - measured: a finer value, perhaps of the half, the double or the like; 0 where there is none.
    double tempo(double measured) const;

  private:
    /// Points of the envelope a second.
    static constexpr double fineness = 200;
    static constexpr double slowest = 45, fastest = 200;
    /// In points: four periods of the slowest tempo.
    static constexpr int longest = static_cast<int>(4 * 60 * fineness / slowest) + 4;

    void addPoint(float level);
    double at(double lag) const;
    double peakNear(double lag) const;
    double refined(double lag) const;

    /// Samples from one point to the next.
    const double step_;
    double untilPoint_;
    double energy_ = 0;
    int count_ = 0;
    float last_ = 0;
    double mean_ = 0, levels_ = 0;
    long points_ = 0;
    std::vector<float> recent_;
    std::vector<double> sums_;
};
