// A mapper's insides: each column of the map made ready for reading cells quickly.
#pragma once

#include "listen/columns/lexicon.hpp"
#include "listen/columns/time_format.hpp"
#include "listen/import/mapping.hpp"
#include "listen/import/theme_reader.hpp"

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bellwether::listen {

/// What a cell of a rating means.
enum class Answer : std::uint8_t { taken, blank, na, no_answer, out_of_scale, unreadable };

struct RatingColumn {
  std::size_t column = 0;
  std::string_view name;
  std::optional<Scale> scale;
  std::vector<std::optional<Hundredths>> code_numbers;  ///< of scale->no_answer, where they are numbers
  DecimalSign decimal = DecimalSign::point;
  bool leading = false;
  std::array<Answer, 100> whole{};  ///< for cells of one or two digits, what they mean
};

struct AttributeColumn {
  enum class Kind : std::uint8_t { either, number, text, time };
  std::size_t column = 0;
  std::string_view name;
  Kind kind = Kind::either;
  DecimalSign decimal = DecimalSign::point;
  std::optional<TimeFormat> time;
};

struct Mapper::State {
  State(const Zone& organisation_in, Instant now_in, Guards guards_in, Lexicon lexicon_in)
      : organisation(organisation_in), now(now_in), guards(std::move(guards_in)), lexicon(std::move(lexicon_in)) {}

  Zone organisation;
  Instant now;
  Guards guards;
  Lexicon lexicon;
  std::vector<std::string> headers;
  ColumnMap map;
  std::deque<std::string> names;  ///< never move: facts in batches look at them
  std::string source;

  std::optional<std::size_t> time_column;
  std::optional<TimeReader> time;
  std::optional<Instant> occurred;
  std::string_view channel_for_all, unit_for_all, touchpoint_for_all, source_name;
  facts::VoiceOf voice_for_all = facts::VoiceOf::customer;

  std::vector<std::size_t> keys, texts;
  std::optional<std::size_t> customer, unit, touchpoint, channel, language, voice_of, source_column;
  std::optional<std::size_t> sentiment, intent, urgency, effort, themes, reader;
  std::optional<std::size_t> actor, kind, about, amount, currency, duration;
  DecimalSign amount_decimal = DecimalSign::point, duration_decimal = DecimalSign::point;
  std::vector<RatingColumn> ratings;
  std::vector<AttributeColumn> attributes;

  std::vector<ColumnCounts> counts;
  std::uint64_t undated = 0;

  // Room that is used again for every row.
  std::string text;
  std::vector<facts::Rating> row_ratings;
  std::vector<facts::Attribute> row_attributes;
  std::vector<facts::Mention> row_mentions;
  ThemeReader theme_reader;
  std::string last_time_cell;
  std::optional<Instant> last_time;
  std::string last_language_cell;
  std::string_view last_language;
  std::unordered_map<std::string, bool> na_words;  ///< what unreadable cells turned out to be, while there are few

  [[nodiscard]] Result<void> add(const ColumnUse& use, std::size_t column);
  [[nodiscard]] Result<void> add_time(const ColumnUse& use, std::size_t column);
  void add_rating(const ColumnUse& use, std::size_t column);
  void add_attribute(const ColumnUse& use, std::size_t column);
  [[nodiscard]] std::string_view keep_name(std::string name);

  /// Whether an unreadable cell is a way of saying that there is no answer.
  [[nodiscard]] bool says_nothing(std::string_view cell);
  [[nodiscard]] Answer read_rating(const RatingColumn& rating, std::string_view cell, Hundredths& value);

  template <class Fact>
  [[nodiscard]] std::optional<RowRejected> read_time(std::span<const std::string_view> cells, Fact& fact);
  template <class Fact>
  void read_attributes(std::span<const std::string_view> cells, facts::Batch<Fact>& batch, Fact& fact);
  void read_ratings(std::span<const std::string_view> cells, facts::SignalBatch& batch, facts::Signal& signal);
  void read_texts(std::span<const std::string_view> cells, facts::SignalBatch& batch, facts::Signal& signal);
  void read_understood(std::span<const std::string_view> cells, facts::SignalBatch& batch, facts::Signal& signal);
  void read_themes(std::string_view cell, std::size_t column, facts::SignalBatch& batch, facts::Signal& signal);
  [[nodiscard]] std::optional<facts::Pseudonym> read_customer(std::span<const std::string_view> cells);
  /// A trimmed cell, or empty for blank and NA, which it counts.
  [[nodiscard]] std::string_view said(std::span<const std::string_view> cells, std::optional<std::size_t> column);
};

}  // namespace bellwether::listen
