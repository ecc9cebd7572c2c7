#include "lead_truth_coverage.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace bellwether::bench {

namespace {

/// An indicator's evidence with what the other courses say of it.
struct InOthers {
  std::vector<lead::Evidence> truth, widened;  ///< as lead::score_of() wants them
};

/// Nothing where an indicator is known in this course alone.
std::optional<InOthers> in_others(std::span<const LedScores> courses, std::size_t here, const std::string& person,
                                  std::size_t framework) {
  InOthers found;
  const lead::Score& score = courses[here].of.at(person)[framework];
  for (std::size_t d = 0; d < score.dimensions.size(); ++d) {
    for (std::size_t i = 0; i < score.dimensions[d].indicators.size(); ++i) {
      const lead::Evidence& own = score.dimensions[d].indicators[i].evidence;
      found.truth.push_back(own);
      found.widened.push_back(own);
      if (own.state != lead::State::known) continue;
      double sum = 0;
      double others = 0;
      for (std::size_t c = 0; c < courses.size(); ++c) {
        const lead::Evidence& there = courses[c].of.at(person)[framework].dimensions[d].indicators[i].evidence;
        if (c == here || there.state != lead::State::known) continue;
        sum += there.estimate.value;
        others += 1;
      }
      if (others == 0) return std::nullopt;
      found.truth.back().estimate.value = sum / others;
      measure::Estimate& estimate = found.widened.back().estimate;
      const double wider = std::sqrt(1 + 1 / others);
      estimate.low = estimate.value - wider * (estimate.value - estimate.low);
      estimate.high = estimate.value + wider * (estimate.high - estimate.value);
    }
  }
  return found;
}

}  // namespace

void Coverage::Held::add(const lead::Scored& score, double truth) {
  constexpr double k_rounding = 1e-9;
  constexpr double k_95 = 1.96;
  n += 1;
  held += score.low - k_rounding <= truth && truth <= score.high + k_rounding ? 1 : 0;
  error += score.score - truth;
  squared_error += (score.score - truth) * (score.score - truth);
  const double half = (score.high - score.low) / 2 / k_95;
  squared_width += half * half;
}

void Coverage::add(std::span<const LedScores> courses, const Shipped& shipped) {
  for (std::size_t c = 0; c < courses.size(); ++c) {
    for (const auto& [person, scores] : courses[c].of) {
      for (std::size_t f = 0; f < shipped.all.size(); ++f) {
        const auto others = in_others(courses, c, person, f);
        left_out_ += others ? 0 : 1;
        if (!others) continue;
        const auto scored = [&](const std::vector<lead::Evidence>& evidence) {
          return lead::score_of(*shipped.all[f], evidence, courses[c].end, courses[c].correlations);
        };
        add(scores[f], scored(others->truth), scored(others->widened));
      }
    }
  }
}

void Coverage::add(const lead::Score& score, const lead::Score& truth, const lead::Score& widened) {
  const std::string& framework = score.framework->id;
  if (score.scored && score.coverage >= k_covered) {
    frameworks_.add(*widened.scored, truth.scored->score);
    whole_[framework].add(*widened.scored, truth.scored->score);
  }
  for (std::size_t d = 0; d < score.dimensions.size(); ++d) {
    const lead::DimensionScore& dimension = score.dimensions[d];
    const std::string name = framework + "." + dimension.dimension->id;
    if (dimension.scored && dimension.coverage >= k_covered) {
      dimensions_.add(*widened.dimensions[d].scored, truth.dimensions[d].scored->score);
      by_dimension_[name].add(*widened.dimensions[d].scored, truth.dimensions[d].scored->score);
    }
    for (std::size_t i = 0; i < dimension.indicators.size(); ++i) {
      const lead::IndicatorScore& wide = widened.dimensions[d].indicators[i];
      if (wide.evidence.state != lead::State::known) continue;
      by_indicator_[wide.indicator->id].add({.score = wide.score, .low = wide.low, .high = wide.high},
                                            truth.dimensions[d].indicators[i].score);
    }
  }
}

std::map<std::string, double> Coverage::by_framework() const {
  std::map<std::string, double> shares;
  for (const auto& [name, held] : whole_) shares[name] = held.share();
  return shares;
}

void Coverage::print(const std::string& name, const Held& held) {
  fmt::print("{:<42}{:>8.0f}{:>9.3f}{:>9.2f}{:>9.2f}\n", name, held.n, held.share(), held.error / std::max(1.0, held.n),
             held.spread());
}

void Coverage::print(bool indicators) const {
  fmt::print("\n95 % intervals that hold the true score; spread: of scores around it, by what the intervals claim\n");
  fmt::print("{:<42}{:>8}{:>9}{:>9}{:>9}\n", "", "scores", "held", "too high", "spread");
  for (const auto& [name, held] : whole_) print(name, held);
  for (const auto& [name, held] : by_dimension_) print(name, held);
  if (indicators) {
    fmt::print("\n");
    for (const auto& [name, held] : by_indicator_) print(name, held);
  }
  print("all frameworks", frameworks_);
  print("all dimensions", dimensions_);
  fmt::print("{} scores left out, with an indicator that is known in one course alone\n", left_out_);
}

}  // namespace bellwether::bench
