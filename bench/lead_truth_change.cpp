#include "lead_truth_change.hpp"

#include <cmath>
#include <optional>

namespace bellwether::bench {

namespace {

/// One leader's score in one framework at both ends.
struct Ends {
  const lead::Score& now;
  const lead::Score& before;
};
Ends ends_of(const LedScores& course, const std::string& person, std::size_t framework) {
  return {.now = course.of.at(person)[framework], .before = course.before.at(person)[framework]};
}

std::optional<double> moved(const Ends& ends, std::size_t dimension, std::size_t indicator) {
  const lead::IndicatorScore& a = ends.now.dimensions[dimension].indicators[indicator];
  const lead::IndicatorScore& b = ends.before.dimensions[dimension].indicators[indicator];
  if (a.evidence.state != lead::State::known || b.evidence.state != lead::State::known) return std::nullopt;
  return a.score - b.score;
}

/// By chance alone: less what the other courses show on average, and so much smaller that it spreads like a change. Nothing where no
/// other course knows it.
std::optional<double> by_chance(std::span<const LedScores> courses, std::size_t here, const std::string& person,
                                std::size_t framework, std::size_t dimension, std::size_t indicator) {
  double sum = 0;
  double others = 0;
  for (std::size_t c = 0; c < courses.size(); ++c) {
    const auto there = moved(ends_of(courses[c], person, framework), dimension, indicator);
    if (c == here || !there) continue;
    sum += *there;
    others += 1;
  }
  const auto own = moved(ends_of(courses[here], person, framework), dimension, indicator);
  if (others == 0 || !own) return std::nullopt;
  return (*own - sum / others) / std::sqrt(1 + 1 / others);
}

lead::Arms arms_of(const lead::IndicatorScore& one) {
  return {.below = one.score - one.low, .above = one.high - one.score};
}

}  // namespace

void Changes::Told::add(double moved, lead::Arms arms) {
  constexpr double k_95 = 1.96;
  constexpr double k_rounding = 1e-9;
  n += 1;
  cried += moved > arms.below + k_rounding || -moved > arms.above + k_rounding ? 1 : 0;
  squares += moved * moved;
  const double half = (arms.below + arms.above) / 2 / k_95;
  claimed += half * half;
}

double Changes::Told::spread() const { return claimed == 0 ? 0 : std::sqrt(squares / claimed); }

void Changes::add(std::span<const LedScores> courses, const Shipped& shipped) {
  for (std::size_t c = 0; c < courses.size(); ++c) {
    for (const auto& [person, scores] : courses[c].of) {
      for (std::size_t f = 0; f < shipped.all.size(); ++f) {
        const Ends ends = ends_of(courses[c], person, f);
        const std::vector<double>& shared = courses[c].shared.at(person)[f];
        const auto change = lead::change(ends.now, ends.before, shared, courses[c].days, courses[c].correlations);
        if (!change) continue;
        const lead::Score narrowed = lead::narrowed(ends.now, ends.before);
        double chance = 0;
        bool known = true;
        std::size_t at = 0;
        for (std::size_t d = 0; d < narrowed.dimensions.size(); ++d) {
          for (std::size_t i = 0; i < narrowed.dimensions[d].indicators.size(); ++i, ++at) {
            const lead::IndicatorScore& now = ends.now.dimensions[d].indicators[i];
            const lead::IndicatorScore& before = ends.before.dimensions[d].indicators[i];
            if (!moved(ends, d, i)) continue;
            const auto alone = by_chance(courses, c, person, f, d, i);
            known = known && alone;
            if (!alone) continue;
            chance += narrowed.dimensions[d].indicators[i].share * *alone;
            by_indicator_[now.indicator->id].add(
                *alone, lead::arms_of_change(arms_of(now), arms_of(before),
                                             lead::together(now, before, shared[at], courses[c].days)));
          }
        }
        if (!known) continue;
        const auto arms = [](const measure::Difference& of) {
          return lead::Arms{.below = of.value - of.low, .above = of.high - of.value};
        };
        whole_.add(chance, arms(change->difference));
        by_framework_[shipped.all[f]->id].add(chance, arms(change->difference));
        plain_.add(chance, arms(*lead::difference(ends.now, ends.before, courses[c].correlations)));
      }
    }
  }
}

void Changes::print(const std::string& name, const Told& told) {
  fmt::print("{:<42}{:>8.0f}{:>9.3f}{:>9.2f}\n", name, told.n, told.alarms(), told.spread());
}

void Changes::print(bool indicators) const {
  fmt::print("\nScores told to have moved by chance alone; spread: of such changes, by what their intervals claim\n");
  fmt::print("{:<42}{:>8}{:>9}{:>9}\n", "", "changes", "told", "spread");
  for (const auto& [name, told] : by_framework_) print(name, told);
  if (indicators) {
    fmt::print("\n");
    for (const auto& [name, told] : by_indicator_) print(name, told);
  }
  print("all frameworks", whole_);
  print("all frameworks, as if no fact were shared", plain_);
}

}  // namespace bellwether::bench
