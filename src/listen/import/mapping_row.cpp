// The way of one row. This is the hot path of every import: no allocation but in the batch's own memory, and the usual
// short cells are read without calling anybody.
#include "base/text.hpp"
#include "listen/columns/profile.hpp"
#include "listen/import/import_guards.hpp"
#include "listen/import/mapping_state.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_most_na_words = 256;

/// ASCII white space at both ends; the rarer kinds by the thorough way.
std::string_view trimmed(std::string_view cell) {
  while (!cell.empty() && static_cast<unsigned char>(cell.front()) <= ' ') cell.remove_prefix(1);
  while (!cell.empty() && static_cast<unsigned char>(cell.back()) <= ' ') cell.remove_suffix(1);
  if (!cell.empty() &&
      (static_cast<unsigned char>(cell.front()) >= 0xc2 || static_cast<unsigned char>(cell.back()) >= 0x80)) {
    return trim(cell);
  }
  return cell;
}

/// A first look that spares almost every cell the comparison with NA words.
bool may_be_na(std::string_view cell) {
  if (cell.size() > 9) return false;
  switch (cell.front()) {
    case 'N':
    case 'n':
    case '#':
    case '<':
    case '(':
    case '[':
    case 'B':
    case 'b':
    case '-':
    case '.':
    case 'U':
    case 'u':
    case '\\':
    case '\xe2':
      return true;
    default:
      return false;
  }
}

bool is_na(std::string_view cell) { return may_be_na(cell) && is_na_word(cell); }

std::string_view cell_at(std::span<const std::string_view> cells, std::size_t column) {
  return column < cells.size() ? cells[column] : std::string_view();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_leading_zero(std::string_view cell) { return cell.size() > 1 && cell[0] == '0' && is_digit(cell[1]); }

std::optional<facts::Thousandths> thousandths(std::string_view cell, double low) {
  const auto number = decimal_from(cell);
  if (!number) return std::nullopt;
  const double value = number->value();
  if (value < low || value > 1) return std::nullopt;
  return facts::Thousandths{static_cast<std::int16_t>(std::lround(value * 1000))};
}

/// "90", "1.5", "01:30", "01:30:15": in seconds.
std::optional<Micros> seconds_of(std::string_view cell, DecimalSign decimal) {
  if (cell.find(':') == std::string_view::npos) {
    const auto number = decimal_from(cell, decimal);
    return number ? number->micros() : std::nullopt;
  }
  const std::vector<std::string_view> parts = split(cell, ':');
  if (parts.size() > 3) return std::nullopt;
  std::int64_t seconds = 0;
  for (const std::string_view part : parts) {
    const auto number = decimal_from(part);
    if (!number || !number->is_whole() || number->value() < 0 || number->value() > 1e6) return std::nullopt;
    seconds = seconds * 60 + static_cast<std::int64_t>(number->value());
  }
  if (parts.size() == 2) seconds *= 60;  // hours and minutes
  return Micros{seconds * k_micros};
}

std::string to_read_by_people(std::string_view cell) { return cut(cell.substr(0, 200), 60); }

/// Keeps the first cell of its kind as an example.
void note(std::string& example, std::string_view cell) {
  if (example.empty()) example = to_read_by_people(cell);
}

}  // namespace

std::string_view Mapper::State::said(std::span<const std::string_view> cells, std::optional<std::size_t> column) {
  if (!column) return {};
  const std::string_view cell = trimmed(cell_at(cells, *column));
  if (cell.empty()) {
    ++counts[*column].blank;
    return {};
  }
  if (is_na(cell)) {
    ++counts[*column].na;
    return {};
  }
  ++counts[*column].taken;
  return cell;
}

bool Mapper::State::says_nothing(std::string_view cell) {
  constexpr std::size_t k_longest = 40;
  if (cell.size() > k_longest) return false;
  std::string key(cell);
  if (const auto known = na_words.find(key); known != na_words.end()) return known->second;
  const bool nothing = lexicon["no_answer.words"].in_name(words_of(cell)) >= 1;
  if (na_words.size() < k_most_na_words) na_words.emplace(std::move(key), nothing);
  return nothing;
}

Answer Mapper::State::read_rating(const RatingColumn& rating, std::string_view cell, Hundredths& value) {
  if (cell.size() <= 2 && !cell.empty() && is_digit(cell.front()) && is_digit(cell.back()) &&
      (!rating.scale || rating.scale->words.empty())) {
    const int whole = cell.size() == 1 ? cell[0] - '0' : (cell[0] - '0') * 10 + (cell[1] - '0');
    value = {whole * 100};
    return rating.whole.at(static_cast<std::size_t>(whole));
  }
  if (cell.empty()) return Answer::blank;
  if (is_na(cell)) return Answer::na;
  if (rating.scale) {
    for (const std::string& code : rating.scale->no_answer) {
      if (equals_ignoring_case(cell, code)) return Answer::no_answer;
    }
    for (const Word& word : rating.scale->words) {
      if (!equals_ignoring_case(cell, word.word)) continue;
      value = word.value;
      return Answer::taken;
    }
  }
  std::string_view number_text = cell;
  if (rating.leading) {
    const std::size_t end = leading_number(cell);
    if (end != 0) number_text = cell.substr(0, end);
  }
  const auto number = decimal_from(number_text, rating.decimal);
  if (!number) return says_nothing(cell) ? Answer::na : Answer::unreadable;
  const auto hundredths = number->hundredths();
  if (!hundredths) return Answer::out_of_scale;
  value = *hundredths;
  if (!rating.scale) return Answer::taken;
  for (const auto& code : rating.code_numbers) {
    if (code == value) return Answer::no_answer;
  }
  return value < rating.scale->low || value > rating.scale->high ? Answer::out_of_scale : Answer::taken;
}

void Mapper::State::read_ratings(std::span<const std::string_view> cells, facts::SignalBatch& batch,
                                 facts::Signal& signal) {
  row_ratings.clear();
  for (const RatingColumn& rating : ratings) {
    const std::string_view cell = trimmed(cell_at(cells, rating.column));
    ColumnCounts& count = counts[rating.column];
    Hundredths value;
    switch (read_rating(rating, cell, value)) {
      case Answer::taken:
        if (rating.scale && rating.scale->reversed) {
          value.value = rating.scale->low.value + rating.scale->high.value - value.value;
        }
        row_ratings.push_back({.name = rating.name, .value = value});
        ++count.taken;
        break;
      case Answer::blank:
        ++count.blank;
        break;
      case Answer::na:
        ++count.na;
        break;
      case Answer::no_answer:
        ++count.no_answer;
        break;
      case Answer::out_of_scale:
        ++count.out_of_scale;
        note(count.outside, cell);
        break;
      case Answer::unreadable:
        ++count.unreadable;
        note(count.unread, cell);
        break;
    }
  }
  signal.ratings = batch.keep(std::span<const facts::Rating>(row_ratings));
}

void Mapper::State::read_texts(std::span<const std::string_view> cells, facts::SignalBatch& batch,
                               facts::Signal& signal) {
  text.clear();
  for (const std::size_t column : texts) {
    const std::string_view cell = said(cells, column);
    if (cell.empty()) continue;
    if (!text.empty()) text += '\n';
    guards.redact(cell, text);
  }
  signal.text = batch.keep(text);
}

std::optional<facts::Pseudonym> Mapper::State::read_customer(std::span<const std::string_view> cells) {
  const std::string_view cell = said(cells, customer);
  if (cell.empty()) return std::nullopt;
  return facts::Pseudonym{guards.pseudonym(cell)};
}

template <class Fact>
std::optional<RowRejected> Mapper::State::read_time(std::span<const std::string_view> cells, Fact& fact) {
  if (!time_column) {
    fact.occurred_at = occurred;
    if (!occurred) ++undated;
    return std::nullopt;
  }
  const std::string_view cell = said(cells, time_column);
  if (cell.empty()) {
    ++undated;
    return std::nullopt;
  }
  // Many files are in order of time, or have days only: the same cell again is the same instant.
  if (last_time && cell == last_time_cell) {
    fact.occurred_at = last_time;
  } else {
    const auto at = time->read(cell);
    if (!at) {
      ColumnCounts& count = counts[*time_column];
      --count.taken;
      ++count.unreadable;
      note(count.unread, cell);
      return RowRejected{
          .column = headers[*time_column],
          .reason = at.error() == TimeTrouble::no_such_date
                        ? fmt::format("‘{}’ is a date that does not exist", to_read_by_people(cell))
                        : fmt::format("‘{}’ is not written as this column's times are", to_read_by_people(cell))};
    }
    fact.occurred_at = *at;
    last_time = *at;
    last_time_cell.assign(cell);
  }
  constexpr Instant k_1900{-2'208'988'800 * k_us_per_second};
  if (*fact.occurred_at < k_1900 || fact.occurred_at->us > now.us + k_us_per_day) {
    ++counts[*time_column].suspicious;
  }
  return std::nullopt;
}

namespace {

/// "2014-05-24", or "2014-05-24T09:30:00" with its zone where the cell says one.
std::string_view iso_text(const TimeReading& reading, std::array<char, 32>& room) {
  const YearMonthDay date = date_of(reading.wall.day);
  char* at = room.data();
  const auto two = [&](unsigned value) {
    *at++ = static_cast<char>('0' + value / 10 % 10);
    *at++ = static_cast<char>('0' + value % 10);
  };
  two(static_cast<unsigned>(date.year) / 100);
  two(static_cast<unsigned>(date.year) % 100);
  *at++ = '-';
  two(date.month);
  *at++ = '-';
  two(date.day);
  if (reading.wall.us_of_day != 0 || reading.offset_s) {
    const auto seconds = static_cast<unsigned>(reading.wall.us_of_day / k_us_per_second);
    *at++ = 'T';
    two(seconds / 3600);
    *at++ = ':';
    two(seconds / 60 % 60);
    *at++ = ':';
    two(seconds % 60);
    if (reading.offset_s == 0) *at++ = 'Z';
    if (reading.offset_s && *reading.offset_s != 0) {
      const auto minutes = static_cast<unsigned>(std::abs(*reading.offset_s)) / 60;
      *at++ = *reading.offset_s < 0 ? '-' : '+';
      two(minutes / 60);
      *at++ = ':';
      two(minutes % 60);
    }
  }
  return {room.data(), static_cast<std::size_t>(at - room.data())};
}

}  // namespace

template <class Fact>
void Mapper::State::read_attributes(std::span<const std::string_view> cells, facts::Batch<Fact>& batch, Fact& fact) {
  using Kind = AttributeColumn::Kind;
  row_attributes.clear();
  for (const AttributeColumn& attribute : attributes) {
    std::string_view cell = said(cells, attribute.column);
    if (cell.empty()) continue;
    ColumnCounts& count = counts[attribute.column];
    if (attribute.kind == Kind::number || attribute.kind == Kind::either) {
      const bool code = attribute.kind == Kind::either && has_leading_zero(cell);
      const auto number = code ? std::nullopt : decimal_from(cell, attribute.decimal);
      const auto micros = number ? number->micros() : std::nullopt;
      if (micros) {
        row_attributes.push_back({.name = attribute.name, .value = *micros});
        continue;
      }
      if (attribute.kind == Kind::number) {
        --count.taken;
        if (says_nothing(cell)) {
          ++count.na;
        } else {
          ++count.unreadable;
          note(count.unread, cell);
        }
        continue;
      }
    }
    std::array<char, 32> room{};
    if (attribute.kind == Kind::time) {
      if (const auto reading = attribute.time->read(cell)) cell = iso_text(*reading, room);
    } else if (may_be_personal(cell)) {
      text.clear();
      guards.redact(cell, text);
      cell = text;
    }
    row_attributes.push_back({.name = attribute.name, .value = batch.keep(cell)});
  }
  fact.attributes = batch.keep(std::span<const facts::Attribute>(row_attributes));
}

void Mapper::State::read_themes(std::string_view cell, std::size_t column, facts::SignalBatch& batch,
                                facts::Signal& signal) {
  if (!theme_reader.read(cell, row_mentions)) {
    ++counts[column].unreadable;
    note(counts[column].unread, cell);
    return;
  }
  for (facts::Mention& mention : row_mentions) mention.theme = batch.keep(mention.theme);
  signal.themes = batch.keep(std::span<const facts::Mention>(row_mentions));
}

void Mapper::State::read_understood(std::span<const std::string_view> cells, facts::SignalBatch& batch,
                                    facts::Signal& signal) {
  const auto read = [&](std::optional<std::size_t> column, double low) -> std::optional<facts::Thousandths> {
    const std::string_view cell = said(cells, column);
    if (cell.empty()) return std::nullopt;
    const auto value = thousandths(cell, low);
    if (!value) {
      --counts[*column].taken;
      ++counts[*column].unreadable;
      note(counts[*column].unread, cell);
    }
    return value;
  };
  if (sentiment) signal.sentiment = read(sentiment, -1);
  if (urgency) signal.urgency = read(urgency, 0);
  if (effort) signal.effort = read(effort, 0);
  if (intent) signal.intent = batch.keep(said(cells, intent));
  if (reader) signal.reader = batch.keep(said(cells, reader));
  if (themes) {
    if (const std::string_view cell = said(cells, themes); !cell.empty()) read_themes(cell, *themes, batch, signal);
  }
}

std::optional<RowRejected> Mapper::map(std::span<const std::string_view> cells, facts::SignalBatch& batch) {
  State& state = *state_;
  facts::Signal& signal = batch.add();
  if (auto rejected = state.read_time(cells, signal)) {
    batch.drop_last();
    return rejected;
  }
  const auto text_or = [&](std::optional<std::size_t> column, std::string_view for_all) {
    if (!column) return for_all;
    const std::string_view cell = state.said(cells, column);
    return cell.empty() ? for_all : batch.keep(cell);
  };
  signal.source = text_or(state.source_column, state.source_name);
  signal.channel = text_or(state.channel, state.channel_for_all);
  signal.unit = text_or(state.unit, state.unit_for_all);
  signal.touchpoint = text_or(state.touchpoint, state.touchpoint_for_all);
  signal.voice_of = state.voice_for_all;
  if (state.voice_of) {
    if (const std::string_view cell = state.said(cells, state.voice_of); !cell.empty()) {
      if (const auto voice = facts::voice_of_from(cell)) {
        signal.voice_of = *voice;
      } else {
        ++state.counts[*state.voice_of].unreadable;
        note(state.counts[*state.voice_of].unread, cell);
      }
    }
  }
  if (state.customer) signal.subject = state.read_customer(cells);
  if (state.language) {
    if (const std::string_view cell = state.said(cells, state.language); !cell.empty()) {
      if (cell != state.last_language_cell) {
        state.last_language_cell.assign(cell);
        state.last_language = state.lexicon.language_code(cell).value_or(std::string_view());
      }
      signal.language = state.last_language;
      if (signal.language.empty()) {
        ++state.counts[*state.language].unreadable;
        note(state.counts[*state.language].unread, cell);
      }
    }
  }
  state.read_ratings(cells, batch, signal);
  state.read_texts(cells, batch, signal);
  state.read_attributes(cells, batch, signal);
  state.read_understood(cells, batch, signal);
  return std::nullopt;
}

std::optional<RowRejected> Mapper::map(std::span<const std::string_view> cells, facts::ActBatch& batch) {
  State& state = *state_;
  facts::Act& act = batch.add();
  if (auto rejected = state.read_time(cells, act)) {
    batch.drop_last();
    return rejected;
  }
  act.kind = batch.keep(state.said(cells, state.kind));
  if (act.kind.empty()) {
    batch.drop_last();
    return RowRejected{.column = state.kind ? state.headers[*state.kind] : std::string(),
                       .reason = "the row does not say what was done"};
  }
  const auto text_or = [&](std::optional<std::size_t> column, std::string_view for_all) {
    const std::string_view cell = state.said(cells, column);
    return cell.empty() ? for_all : batch.keep(cell);
  };
  act.source = text_or(state.source_column, state.source_name);
  act.unit = text_or(state.unit, state.unit_for_all);
  act.actor = text_or(state.actor, {});
  act.about = text_or(state.about, {});
  act.currency = text_or(state.currency, {});
  act.subject = state.read_customer(cells);
  const auto number = [&](std::optional<std::size_t> column, auto&& read) -> std::optional<Micros> {
    const std::string_view cell = state.said(cells, column);
    if (cell.empty()) return std::nullopt;
    const auto value = read(cell);
    if (!value) {
      --state.counts[*column].taken;
      ++state.counts[*column].unreadable;
      note(state.counts[*column].unread, cell);
    }
    return value;
  };
  act.amount = number(state.amount, [&](std::string_view cell) {
    const auto value = decimal_from(cell, state.amount_decimal);
    return value ? value->micros() : std::optional<Micros>();
  });
  act.duration_s =
      number(state.duration, [&](std::string_view cell) { return seconds_of(cell, state.duration_decimal); });
  state.read_attributes(cells, batch, act);
  return std::nullopt;
}

}  // namespace bellwether::listen
