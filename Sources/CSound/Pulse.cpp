#include "Pulse.h"

#include <algorithm>
#include <cmath>

Pulse::Pulse(int rate) : step_(rate / fineness), untilPoint_(step_), recent_(longest), sums_(longest) {}

void Pulse::add(float sample) {
    energy_ += static_cast<double>(sample) * sample;
    count_ += 1;
    untilPoint_ -= 1;
    if (untilPoint_ > 0) return;
    untilPoint_ += step_;
    addPoint(static_cast<float>(std::sqrt(energy_ / count_)));
    energy_ = 0;
    count_ = 0;
}

void Pulse::addPoint(float level) {
    const float rise = std::max(0.f, level - last_);
    last_ = level;
    levels_ += level;
    // The mean of the last ten seconds is taken away, or every lag would look alike.
    mean_ += (rise - mean_) * std::max(1. / (10 * fineness), 1. / (points_ + 1));
    const float value = static_cast<float>(rise - mean_);
    const int place = static_cast<int>(points_ % longest);
    recent_[place] = value;
    points_ += 1;
    const long known = std::min<long>(points_, longest);
    for (int lag = 0; lag <= place && lag < known; lag++) sums_[lag] += value * recent_[place - lag];
    for (int lag = place + 1; lag < known; lag++) sums_[lag] += value * recent_[place - lag + longest];
}

double Pulse::at(double lag) const {
    // A point to either side: onsets lie between points.
    const int middle = static_cast<int>(std::lround(lag));
    if (middle < 1 || middle + 1 >= longest) return 0;
    return sums_[middle - 1] + sums_[middle] + sums_[middle + 1];
}

double Pulse::peakNear(double lag) const {
    double best = 0;
    const double width = std::max(1., lag * .015);
    for (double shift = -width; shift <= width; shift += 1) best = std::max(best, at(lag + shift));
    return best;
}

/// The lag's true value, from the fourth time it comes back.
double Pulse::refined(double lag) const {
    for (int times : {1, 2, 4}) {
        const int middle = static_cast<int>(std::lround(lag * times));
        int best = middle;
        for (int near = middle - 3; near <= middle + 3; near++)
            if (near > 1 && near + 2 < longest && at(near) > at(best)) best = near;
        if (best < 2 || best + 2 >= longest) break;
        const double before = at(best - 1), here = at(best), after = at(best + 1);
        const double bend = before - 2 * here + after;
        const double shift = bend < 0 ? std::clamp(.5 * (before - after) / bend, -.5, .5) : 0;
        lag = (best + shift) / times;
    }
    return lag;
}

double Pulse::tempo(double measured) const {
    const double shortest = 60 * fineness / fastest, slowLag = 60 * fineness / slowest;
    double strongest = 0;
    for (double lag = shortest; lag <= slowLag * 2; lag += 1) strongest = std::max(strongest, at(lag));
    // What comes back must be a part of what is there; noise has some thousandths.
    if (points_ < 4 * fineness || strongest <= 0 || strongest < .1 * at(1)) return 0;
    // A steady tone trembles a little, and regularly, once it has been compressed.
    if (std::sqrt(sums_[0] / points_) < .02 * levels_ / points_) return 0;
    // The fastest period with which nearly everything comes back: at half of it every other onset would be missing, and at
    // twice of it nothing would be more alike than at once.
    for (double lag = shortest; lag <= slowLag; lag += 1) {
        const double here = at(lag);
        if (here < at(lag - 1) || here < at(lag + 1) || here < .7 * strongest) continue;
        if (here < .7 * std::max({peakNear(2 * lag), peakNear(3 * lag)})) continue;
        const double tempo = std::clamp(60 * fineness / refined(lag), slowest, fastest);
        for (double factor : {1., 2., .5, 3., 1 / 3., 1.5, 2 / 3., 4., .25})
            if (std::abs(measured * factor / tempo - 1) < .01) return measured * factor;
        return tempo;
    }
    return 0;
}
