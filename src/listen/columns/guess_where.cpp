// Where it was said: unit, touchpoint, channel; and in which language.
#include "base/text.hpp"
#include "listen/columns/guess_sketch.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr double k_named = 0.6;

/// Names and short codes that come back: not sentences, dates, addresses or numbers with fractions.
bool looks_like_name(const ColumnProfile& p) {
  return p.filled > 0 && p.mean_words <= 8 && p.number == p.whole && !p.time.has_separator && p.share(p.url) < 0.5 &&
         (p.filled < 20 || p.distinct * 100 <= p.filled * 97);
}

/// Most columns are questions in full.
bool is_survey(const Sketch& sketch) {
  std::size_t questions = 0;
  for (const Words& label : sketch.labels) questions += label.empty() ? 0U : 1U;
  return questions * 2 > sketch.size();
}

std::optional<std::size_t> find_unit(const Sketch& sketch) {
  const bool survey = is_survey(sketch);
  std::optional<std::size_t> best;
  double best_score = 0;
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    const ColumnProfile& p = sketch.profile(i);
    if (sketch.taken[i] || !looks_like_name(p) || sketch.names[i].words.size() > 5) continue;
    const double first = sketch.named(i, "unit.names");
    const double second = 0.95 * sketch.named(i, "unit.second");
    // In a survey of questions, "region" and the like are where the respondent lives.
    const double third = survey ? 0 : 0.9 * sketch.named(i, "unit.third");
    double score = std::max({first, second, third});
    const double never = sketch.named(i, "unit.never");
    if (score < k_named || (never >= 0.5 && score < 0.9) || p.share(p.boolean) > 0.5) continue;
    // A name tells more than a number.
    if (p.share(p.number) > 0.5) score -= 0.05;
    if (score > best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

std::optional<std::size_t> find_channel(const Sketch& sketch) {
  std::optional<std::size_t> best;
  double best_score = 0;
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    const ColumnProfile& p = sketch.profile(i);
    if (sketch.taken[i] || !looks_like_name(p) || p.values.empty()) continue;
    const double name = sketch.named(i, "channel.names");
    if (name < k_named) continue;
    std::uint64_t known = 0;
    for (const auto& [value, n] : p.values) {
      if (sketch.lexicon["channel.values"].in_name(words_of(value)) >= 0.8) known += n;
    }
    // "source" and "platform" may be anything; their cells must speak of channels.
    const std::string& joined = sketch.names[i].joined;
    const bool plain_name = joined.find("channel") != std::string::npos || joined.find("anal") != std::string::npos ||
                            joined.find("via") != std::string::npos;
    const double share = p.share(known);
    if (share < (plain_name ? 0.2 : 0.5)) continue;
    const double score = name + share;
    if (score > best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

std::optional<std::size_t> find_touchpoint(const Sketch& sketch) {
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    const ColumnProfile& p = sketch.profile(i);
    if (sketch.taken[i] || !looks_like_name(p) || p.distinct > 500 || p.share(p.number) > 0.5) continue;
    const double name = sketch.named(i, "touchpoint.names");
    if (name >= k_named && sketch.named(i, "touchpoint.never") < 0.5) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> find_language(const Sketch& sketch) {
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    const ColumnProfile& p = sketch.profile(i);
    if (sketch.taken[i] || p.values.empty() || sketch.named(i, "language.names") < k_named) continue;
    std::uint64_t known = 0;
    for (const auto& [value, n] : p.values) {
      if (sketch.lexicon.language_code(value)) known += n;
    }
    if (p.share(known) >= 0.6) return i;
  }
  return std::nullopt;
}

}  // namespace

void take_where(Sketch& sketch) {
  const auto values = [&](std::size_t i) {
    return fmt::format("{}; {}", named_in_words(sketch, i), values_in_words(sketch.profile(i)));
  };
  if (const auto i = find_language(sketch)) {
    sketch.take(*i, Role::language, 0.9, fmt::format("{}; its cells name languages", named_in_words(sketch, *i)));
  }
  if (const auto i = find_channel(sketch)) {
    sketch.take(*i, Role::channel, 0.85, fmt::format("{}; its cells name channels", named_in_words(sketch, *i)));
  }
  if (const auto i = find_touchpoint(sketch)) sketch.take(*i, Role::touchpoint, 0.8, values(*i));
  if (const auto i = find_unit(sketch)) sketch.take(*i, Role::unit, 0.75, values(*i));
}

}  // namespace bellwether::listen
