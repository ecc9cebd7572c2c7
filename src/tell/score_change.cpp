#include "tell/score_change.hpp"

#include "base/text.hpp"
#include "tell/answer_words.hpp"
#include "tell/number_text.hpp"
#include "tell/thin_score.hpp"

#include <cmath>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

bool rests_on_little(const lead::Scorecard& card) {
  return is_thin(card.now.coverage) || is_thin(card.before.coverage);
}

int decimals_of(const measure::Difference& change) {
  return decimals_for(
      {.value = change.value, .low = change.low, .high = change.high, .method = measure::Method::mover});
}

std::string interval_of(const measure::Difference& change) {
  return interval_text(change.low, change.high, decimals_of(change));
}

/// "up 10 (4 … 16)".
std::string moved_words(const measure::Difference& change) {
  return fmt::format("{} {} ({})", change.value > 0 ? "up" : "down",
                     number_text(std::abs(change.value), decimals_of(change)), interval_of(change));
}

std::string since_words(const lead::Scorecard& card) { return date_words(Day{card.before_end.days - 1}); }

/// Indicators known at either end.
int known_of(const lead::Scorecard& card) {
  int known = 0;
  for (std::size_t d = 0; d < card.now.dimensions.size(); ++d) {
    for (std::size_t i = 0; i < card.now.dimensions[d].indicators.size(); ++i) {
      const auto state_of = [&](const lead::Score& score) { return score.dimensions[d].indicators[i].evidence.state; };
      known += state_of(card.now) == lead::State::known || state_of(card.before) == lead::State::known ? 1 : 0;
    }
  }
  return known;
}

std::string upper_first(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 32);
  return text;
}

std::string names_of(const std::vector<lead::MovedUnit>& units) {
  constexpr std::size_t k_most = 6;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < units.size() && i < k_most; ++i) {
    names.push_back(units[i].below == 0 ? units[i].label
                                        : fmt::format("{} with {} below it", units[i].label, units[i].below));
  }
  if (units.size() > k_most) names.push_back(fmt::format("{} more", units.size() - k_most));
  return join(names, ", ");
}

}  // namespace

bool is_change(const lead::Scorecard& card) {
  return card.change && card.change->difference.verdict != measure::Verdict::cant_tell && !rests_on_little(card);
}

std::string change_words(const lead::Scorecard& card) {
  if (!card.now.scored || !card.before.scored) return {};
  const std::string was = number_text(card.before.scored->score, 0);
  if (!card.change) return fmt::format("Was {} on {}, by other indicators", was, since_words(card));
  const measure::Difference& change = card.change->difference;
  std::string words;
  if (is_change(card)) {
    words = upper_first(moved_words(change));
  } else {
    words = fmt::format("{} ({})", signed_text(change.value, decimals_of(change)), interval_of(change));
  }
  words += fmt::format(" since {}, from {}", since_words(card), was);
  const int known = known_of(card);
  if (card.change->over < known)
    words += fmt::format(", over the {} of {} indicators known at both ends", card.change->over, known);
  if (is_change(card)) return words;
  return words +
         (rests_on_little(card) ? ", on too little evidence to go by" : ", which can't be told from chance yet");
}

std::string change_words(const std::vector<lead::Scorecard>& cards) {
  std::vector<std::string> told;
  std::size_t held = 0;
  for (const lead::Scorecard& card : cards) {
    if (!card.change) continue;
    ++held;
    if (is_change(card))
      told.push_back(fmt::format("{} {}", card.now.framework->label, moved_words(card.change->difference)));
  }
  if (held == 0) return {};
  const std::string at_once = held > 1 ? " (all were tested together)" : "";
  if (told.empty()) {
    return fmt::format("No change since {} can be told from chance yet{}.", since_words(cards.front()), at_once);
  }
  std::string words = fmt::format("Since {}: {}.", since_words(cards.front()), join(told, ", "));
  if (told.size() < held) words += fmt::format(" No other change can be told from chance yet{}.", at_once);
  return words;
}

std::string units_words(const lead::Scorecard& card) {
  if (!card.units.any() || !card.before.scored) return {};
  std::vector<std::string> parts;
  const auto add = [&](const std::vector<lead::MovedUnit>& units, std::string_view sign) {
    if (!units.empty()) parts.push_back(fmt::format("{}{} ({})", sign, units.size(), names_of(units)));
  };
  add(card.units.came, "+");
  add(card.units.left, "−");
  return fmt::format("Units under {} changed between the two: {}", card.subject.label, join(parts, ", "));
}

}  // namespace bellwether::tell
