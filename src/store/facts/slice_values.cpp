#include "store/facts/slice_values.hpp"

#include "store/facts/signal.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

namespace bellwether::facts {

namespace {

/// A number of a slice as text, at its scale.
std::string number_text(std::int64_t number, std::int64_t scale) {
  if (scale == k_hundredths) return to_text(Hundredths{static_cast<std::int32_t>(number)});
  return to_text(Micros{number * (k_micros / scale)});
}

}  // namespace

SliceValues::SliceValues(const SliceColumn& slice, const Names& names) : slice_(slice) {
  if (slice.kind == SliceColumn::Kind::word) words_ = names.words(slice.dimension);
}

std::int32_t SliceValues::code(const Answered& answered, std::size_t column, std::size_t row) {
  const Column first = answered.column(column);
  if (slice_.kind == SliceColumn::Kind::text) return first.known(row) ? code_of(first.text(row)) : k_unknown;
  if (first.known(row)) return code_of(first.at<std::int64_t>(row));
  if (slice_.kind != SliceColumn::Kind::number_or_text) return k_unknown;
  const Column second = answered.column(column + 1);
  return second.known(row) ? code_of(second.text(row)) : k_unknown;
}

void SliceValues::rank() {
  std::vector<std::int32_t> order(values_.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::int32_t code) {
    const Value& value = values_[static_cast<std::size_t>(code)];
    return std::tuple<bool, std::int64_t, std::string_view>(!value.number, value.number.value_or(0), value.text);
  });
  ranks_.resize(order.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    ranks_[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);
}

std::int32_t SliceValues::rank_of(std::int32_t code) const {
  return code == k_unknown ? std::numeric_limits<std::int32_t>::max() : ranks_[static_cast<std::size_t>(code)];
}

Label SliceValues::label(std::int32_t code) const {
  if (code == k_unknown) return {};
  return {.known = true, .text = values_[static_cast<std::size_t>(code)].text};
}

std::int32_t SliceValues::code_of(std::int64_t number) {
  const auto found = by_number_.find(number);
  if (found != by_number_.end()) return found->second;
  std::int32_t code = 0;
  switch (slice_.kind) {
    case SliceColumn::Kind::word:
      code = add(std::nullopt, std::string(words_.at(static_cast<std::size_t>(number))));
      break;
    case SliceColumn::Kind::voice_of:
      code = add(std::nullopt, std::string(word_of(static_cast<VoiceOf>(number))));
      break;
    default: {
      // An attribute may have said 5 as a text, too: that is the same slice.
      std::string text = number_text(number, slice_.scale);
      const auto same = by_text_.find(text);
      code = same != by_text_.end() ? same->second : add(number, std::move(text));
      values_[static_cast<std::size_t>(code)].number = number;
    }
  }
  by_number_.emplace(number, code);
  return code;
}

std::int32_t SliceValues::code_of(std::string_view text) {
  const auto found = by_text_.find(std::string(text));
  return found != by_text_.end() ? found->second : add(std::nullopt, std::string(text));
}

std::int32_t SliceValues::add(std::optional<std::int64_t> number, std::string text) {
  const auto code = static_cast<std::int32_t>(values_.size());
  by_text_.emplace(text, code);
  values_.push_back({.number = number, .text = std::move(text)});
  return code;
}

}  // namespace bellwether::facts
