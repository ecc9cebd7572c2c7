#include "store/facts/ready.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

std::unexpected<Error> refuse(std::size_t row, std::string message, Code code = Code::bad_input) {
  return fail(code, std::move(message), fmt::format("fact {} of the batch", row + 1));
}

Result<void> check_word(std::size_t row, std::string_view word, std::string_view what) {
  if (word.empty()) return refuse(row, fmt::format("a {} without a name", what));
  if (word.size() > k_most_word_bytes) {
    return refuse(row, fmt::format("a {} of {} bytes", what, word.size()), Code::too_large);
  }
  if (!is_utf8(word)) return refuse(row, fmt::format("a {} that is not UTF-8", what));
  return {};
}

Result<void> check_text(std::size_t row, std::string_view text, std::string_view what) {
  if (text.size() > k_most_text_bytes) {
    return refuse(row, fmt::format("a {} of {} bytes", what, text.size()), Code::too_large);
  }
  if (!is_utf8(text)) return refuse(row, fmt::format("a {} that is not UTF-8", what));
  return {};
}

Result<void> check_share(std::size_t row, const std::optional<Thousandths>& value, int low, std::string_view what) {
  if (value && (value->value < low || value->value > 1000)) {
    return refuse(row, fmt::format("a {} of {} thousandths, outside {} … 1000", what, value->value, low));
  }
  return {};
}

/// Instants in the years that a calendar date can have, a day off each end for the zone.
bool has_date(Instant at) {
  const std::int64_t first = std::int64_t{day_from({1, 1, 2})->days} * k_us_per_day;
  const std::int64_t last = std::int64_t{day_from({9999, 12, 30})->days} * k_us_per_day;
  return first <= at.us && at.us <= last;
}

/// Numbers of one dimension's words. Texts of a batch stay where they are while it lives, so the same place is the same word.
class WordNumbers {
 public:
  WordNumbers(Names& names, Dimension dimension) : names_(&names), dimension_(dimension) {}

  Result<std::int32_t> of(std::size_t row, std::string_view word) {
    if (word.empty()) return k_unknown;
    if (word.data() == last_.data() && word.size() == last_.size()) return number_;
    if (word != last_) {
      if (auto checked = check(row, word); !checked) return std::unexpected(checked.error());
      const auto number = names_->number_of(dimension_, word);
      if (!number) return number;
      number_ = *number;
    }
    last_ = word;
    return number_;
  }

 private:
  /// Words that are known already were checked when they came.
  Result<void> check(std::size_t row, std::string_view word) {
    if (names_->knows(dimension_, word)) return {};
    return check_word(row, word, word_of(dimension_));
  }

  Names* names_;
  Dimension dimension_;
  std::string_view last_;
  std::int32_t number_ = k_unknown;
};

/// Places of names. Rows of a file have the same names in the same order, so the last name at a position is tried first.
class NamePlaces {
 public:
  NamePlaces(Names& names, Table table) : names_(&names), table_(table) {}

  Result<Place> of(std::size_t row, std::size_t position, FieldKind kind, std::string_view name) {
    if (position >= last_.size()) last_.resize(position + 1);
    Last& last = last_[position];
    const bool same =
        kind == last.kind && name.size() == last.name.size() && (name.data() == last.name.data() || name == last.name);
    if (!same) {
      if (auto checked = check_word(row, name, word_of(kind)); !checked) return std::unexpected(checked.error());
      const auto field = names_->field_of(table_, kind, name);
      if (!field) return std::unexpected(field.error());
      last = {.name = name, .kind = kind, .place = {.column = k_unknown, .id = (*field)->id}};
      if (!(*field)->column.empty()) last.place.column = static_cast<std::int32_t>((*field)->place);
    }
    return last.place;
  }

 private:
  struct Last {
    std::string_view name;
    FieldKind kind = FieldKind::rating;
    Place place;
  };
  Names* names_;
  Table table_;
  std::vector<Last> last_;
};

/// Tells a name that comes twice in one fact, without comparing all with all.
class OncePerRow {
 public:
  bool again(std::size_t row, std::int32_t id) {
    const auto index = static_cast<std::size_t>(id);
    if (index >= seen_.size()) seen_.resize(index + 1, 0);
    return std::exchange(seen_[index], row + 1) == row + 1;
  }

 private:
  std::vector<std::size_t> seen_;
};

Result<void> add_attributes(std::size_t row, std::span<const Attribute> attributes, NamePlaces& places,
                            OncePerRow& once, std::vector<Place>& into) {
  if (attributes.size() > k_most_named) {
    return refuse(row, fmt::format("{} attributes in one fact", attributes.size()), Code::too_large);
  }
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const auto* text = std::get_if<std::string_view>(&attributes[i].value);
    if (text != nullptr) {
      if (auto checked = check_text(row, *text, "text attribute"); !checked) return checked;
    }
    const auto place = places.of(row, i, text != nullptr ? FieldKind::text : FieldKind::number, attributes[i].name);
    if (!place) return std::unexpected(place.error());
    if (once.again(row, place->id)) return refuse(row, fmt::format("the attribute {} comes twice", attributes[i].name));
    into.push_back(*place);
  }
  return {};
}

Result<void> add_ratings(std::size_t row, std::span<const Rating> ratings, NamePlaces& places, OncePerRow& once,
                         std::vector<Place>& into) {
  if (ratings.size() > k_most_named) {
    return refuse(row, fmt::format("{} ratings in one fact", ratings.size()), Code::too_large);
  }
  for (std::size_t i = 0; i < ratings.size(); ++i) {
    const auto place = places.of(row, i, FieldKind::rating, ratings[i].name);
    if (!place) return std::unexpected(place.error());
    if (once.again(row, place->id)) return refuse(row, fmt::format("the rating {} comes twice", ratings[i].name));
    into.push_back(*place);
  }
  return {};
}

Result<void> add_themes(std::size_t row, std::span<const Mention> mentions, WordNumbers& numbers, OncePerRow& once,
                        std::vector<std::int32_t>& into) {
  if (mentions.size() > k_most_mentions) {
    return refuse(row, fmt::format("{} themes in one signal", mentions.size()), Code::too_large);
  }
  for (const Mention& mention : mentions) {
    const auto number = numbers.of(row, mention.theme);
    if (!number) return std::unexpected(number.error());
    if (*number == k_unknown) return refuse(row, "a theme without a name");
    if (once.again(row, *number)) return refuse(row, fmt::format("the theme {} comes twice", mention.theme));
    if (auto checked = check_share(row, mention.sentiment, -1000, "theme's sentiment"); !checked) return checked;
    into.push_back(*number);
  }
  return {};
}

Result<void> check_signal(std::size_t row, const Signal& signal) {
  if (auto checked = check_text(row, signal.text, "text"); !checked) return checked;
  if (auto checked = check_share(row, signal.sentiment, -1000, "sentiment"); !checked) return checked;
  if (auto checked = check_share(row, signal.urgency, 0, "urgency"); !checked) return checked;
  return check_share(row, signal.effort, 0, "effort");
}

Result<std::optional<Day>> day_of(std::size_t row, const std::optional<Instant>& at, const Zone& zone) {
  if (!at) return std::nullopt;
  if (!has_date(*at)) return refuse(row, "a time outside the years 1 to 9999");
  return zone.day_at(*at);
}

template <std::size_t N>
std::vector<WordNumbers> numbers_for(Names& names, const std::array<Dimension, N>& dimensions) {
  std::vector<WordNumbers> numbers;
  for (const Dimension dimension : dimensions) numbers.emplace_back(names, dimension);
  return numbers;
}

template <std::size_t N>
Result<std::array<std::int32_t, N>> words_of(std::size_t row, const std::array<std::string_view, N>& words,
                                             std::vector<WordNumbers>& numbers) {
  std::array<std::int32_t, N> found;
  for (std::size_t i = 0; i < N; ++i) {
    const auto number = numbers[i].of(row, words[i]);
    if (!number) return std::unexpected(number.error());
    found[i] = *number;
  }
  return found;
}

Result<void> check_size(std::size_t rows) {
  if (rows > k_most_rows)
    return fail(Code::too_large, fmt::format("a batch of {} facts", rows), {}, "send smaller batches");
  return {};
}

}  // namespace

Result<ReadySignals> make_ready(const SignalBatch& batch, Names& names, const Zone& zone) {
  if (auto checked = check_size(batch.size()); !checked) return std::unexpected(checked.error());
  ReadySignals ready;
  ready.words.reserve(batch.size());
  ready.days.reserve(batch.size());
  auto numbers = numbers_for(names, k_signal_dimensions);
  WordNumbers themes(names, Dimension::theme);
  NamePlaces ratings(names, Table::signals), attributes(names, Table::signals);
  OncePerRow once_rating, once_attribute, once_theme;
  std::size_t row = 0;
  for (const Signal& signal : batch.rows()) {
    if (auto checked = check_signal(row, signal); !checked) return std::unexpected(checked.error());
    const auto day = day_of(row, signal.occurred_at, zone);
    if (!day) return std::unexpected(day.error());
    ready.days.push_back(*day);
    const auto words = words_of<k_signal_dimensions.size()>(
        row,
        {signal.source, signal.channel, signal.unit, signal.touchpoint, signal.language, signal.intent, signal.reader},
        numbers);
    if (!words) return std::unexpected(words.error());
    ready.words.push_back(*words);
    if (auto added = add_ratings(row, signal.ratings, ratings, once_rating, ready.ratings); !added) {
      return std::unexpected(added.error());
    }
    if (auto added = add_attributes(row, signal.attributes, attributes, once_attribute, ready.attributes); !added) {
      return std::unexpected(added.error());
    }
    if (auto added = add_themes(row, signal.themes, themes, once_theme, ready.themes); !added) {
      return std::unexpected(added.error());
    }
    ++row;
  }
  return ready;
}

Result<ReadyActs> make_ready(const ActBatch& batch, Names& names, const Zone& zone) {
  if (auto checked = check_size(batch.size()); !checked) return std::unexpected(checked.error());
  ReadyActs ready;
  auto numbers = numbers_for(names, k_act_dimensions);
  NamePlaces attributes(names, Table::acts);
  OncePerRow once_attribute;
  std::size_t row = 0;
  for (const Act& act : batch.rows()) {
    const auto day = day_of(row, act.occurred_at, zone);
    if (!day) return std::unexpected(day.error());
    ready.days.push_back(*day);
    if (auto checked = check_text(row, act.about, "reference"); !checked) return std::unexpected(checked.error());
    const auto words =
        words_of<k_act_dimensions.size()>(row, {act.source, act.kind, act.actor, act.unit, act.currency}, numbers);
    if (!words) return std::unexpected(words.error());
    ready.words.push_back(*words);
    if (auto added = add_attributes(row, act.attributes, attributes, once_attribute, ready.attributes); !added) {
      return std::unexpected(added.error());
    }
    ++row;
  }
  return ready;
}

}  // namespace bellwether::facts
