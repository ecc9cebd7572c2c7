#include "understand/topics/emergence.hpp"

#include "lead/analysis/rate_ratio.hpp"
#include "measure/significance.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

namespace bellwether::topics {

namespace {

constexpr double k_lately_share = 0.1;
constexpr std::size_t k_fewest_stretches = 4;
constexpr std::size_t k_most_stretches = 52;
constexpr std::size_t k_fewest_different = 5;
constexpr double k_level = 0.95;

/// How much more its share came and went in the stretches before than chance does (Pearson's chi-square by its degrees of freedom; Wedderburn,
/// Biometrika 61 (1974) 439–447); at least 1.
double unrest(std::span<const std::int64_t> of_stretch, const Window& window) {
  if (of_stretch.size() < k_fewest_stretches) return 1;
  double hits = 0, all = 0;
  for (std::size_t i = 0; i < of_stretch.size(); ++i) {
    hits += static_cast<double>(of_stretch[i]);
    all += static_cast<double>(window.stretches_of[i]);
  }
  const double share = hits / all;
  if (share <= 0 || share >= 1) return 1;
  double sum = 0;
  for (std::size_t i = 0; i < of_stretch.size(); ++i) {
    const double expected = share * static_cast<double>(window.stretches_of[i]);
    if (expected <= 0) continue;
    const double off = static_cast<double>(of_stretch[i]) - expected;
    sum += off * off / (expected * (1 - share));
  }
  return std::max(1.0, sum / static_cast<double>(of_stretch.size() - 1));
}

}  // namespace

Window window_of(std::span<const std::uint32_t> places, std::span<const Text> texts, std::optional<Instant> from) {
  std::vector<Instant> times;
  for (const std::uint32_t place : places) {
    if (texts[place].at) times.push_back(*texts[place].at);
  }
  std::ranges::sort(times);
  Window window;
  if (times.empty()) return window;
  const auto lately = static_cast<std::size_t>(k_lately_share * static_cast<double>(times.size()));
  window.from = from.value_or(times[times.size() - std::max<std::size_t>(1, lately)]);
  const auto first = std::ranges::lower_bound(times, window.from);
  window.before_of = first - times.begin();
  window.lately_of = times.end() - first;
  window.is_known = window.lately_of >= Window::k_fewest_lately && window.before_of >= Window::k_fewest_before;
  if (!window.is_known) return window;
  const auto before = std::span(times).first(static_cast<std::size_t>(window.before_of));
  const std::size_t stretches = std::min(k_most_stretches, before.size() / static_cast<std::size_t>(window.lately_of));
  for (std::size_t i = 0; i < stretches; ++i) {
    const Instant begin = before[i * before.size() / stretches];
    if (!window.stretches.empty() && window.stretches.back() == begin) continue;
    window.stretches.push_back(begin);
  }
  window.stretches_of.resize(window.stretches.size());
  for (const Instant at : before) {
    ++window.stretches_of[static_cast<std::size_t>(std::ranges::upper_bound(window.stretches, at) -
                                                   window.stretches.begin()) -
                          1];
  }
  return window;
}

std::optional<Emergence> emergence_of(std::span<const std::uint32_t> places, std::span<const Text> texts,
                                      const Window& window) {
  if (!window.is_known) return {};
  Emergence found;
  found.lately_of = window.lately_of;
  found.before_of = window.before_of;
  std::vector<std::int64_t> of_stretch(window.stretches.size());
  std::set<std::string_view> different;
  for (const std::uint32_t place : places) {
    if (!texts[place].at) continue;
    if (*texts[place].at >= window.from) {
      ++found.lately;
      if (different.size() < k_fewest_different) different.insert(texts[place].text);
      continue;
    }
    ++found.before;
    const auto stretch = std::ranges::upper_bound(window.stretches, *texts[place].at);
    if (stretch != window.stretches.begin()) {
      ++of_stretch[static_cast<std::size_t>(stretch - window.stretches.begin()) - 1];
    }
  }
  const double calm = unrest(of_stretch, window);
  const auto less = [&](std::int64_t count) {
    return static_cast<std::int64_t>(std::floor(static_cast<double>(count) / calm));
  };
  const auto ratio =
      lead::rate_ratio({.events = less(found.lately), .exposure = static_cast<double>(found.lately_of)},
                       {.events = less(found.before), .exposure = static_cast<double>(found.before_of)}, k_level);
  if (!ratio) return {};
  found.ratio = ratio->ratio;
  found.ratio.n = found.lately + found.before;
  found.p = measure::p_of_shares(less(found.lately), less(found.lately_of), less(found.before), less(found.before_of));
  // Told as "emerging" by tell_emerging(), once all are known; here only whether it may be.
  found.is_emerging = different.size() >= k_fewest_different && found.ratio.value > 1;
  return found;
}

void tell_emerging(std::span<Topic> topics, double false_discovery_rate) {
  std::vector<Emergence*> all;
  for (Topic& topic : topics) {
    if (topic.emergence) all.push_back(&*topic.emergence);
    for (Topic& part : topic.parts) {
      if (part.emergence) all.push_back(&*part.emergence);
    }
  }
  std::vector<double> p;
  for (const Emergence* one : all) p.push_back(one->p);
  const std::vector<double> adjusted = measure::benjamini_hochberg(p);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i]->p_adjusted = adjusted[i];
    all[i]->is_emerging = all[i]->is_emerging && adjusted[i] <= false_discovery_rate;
  }
}

}  // namespace bellwether::topics
