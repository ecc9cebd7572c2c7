#include "store/facts/deltas.hpp"

#include "store/facts/calendar.hpp"
#include "store/facts/schema.hpp"
#include "store/facts/table_writer.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::facts {

namespace {

/// The number of a well-known rating in the rollups by the column that it stands in; 0 for others.
std::int16_t rating_at(const Place& place) {
  const int first = static_cast<int>(SignalColumn::own);
  const int index = place.column - first;
  return index >= 0 && index < static_cast<int>(k_well_known.size()) ? static_cast<std::int16_t>(index + 1)
                                                                     : std::int16_t{0};
}

void feel(Feeling& feeling, const std::optional<Thousandths>& sentiment) {
  ++feeling.n;
  if (!sentiment) return;
  const std::int64_t value = sentiment->value;
  ++feeling.known;
  feeling.negative += value < 0 ? 1 : 0;
  feeling.positive += value > 0 ? 1 : 0;
  feeling.total += value;
  feeling.squares += value * value;
  feeling.low = std::min(feeling.low, sentiment->value);
  feeling.high = std::max(feeling.high, sentiment->value);
}

/// Snapshot and periods: the first six columns of every rollup.
constexpr std::size_t k_first_dimension = 6;
void write_period(TableWriter& writer, std::size_t row, std::int64_t snapshot, std::int32_t day, Calendar& calendar) {
  writer.set(0, row, snapshot);
  if (day == k_no_day) return;
  const Periods& periods = calendar.at(Day{day});
  writer.set(1, row, periods.day.days);
  writer.set(2, row, periods.week.days);
  writer.set(3, row, periods.month.days);
  writer.set(4, row, periods.quarter.days);
  writer.set(5, row, periods.year.days);
}

void write_word(TableWriter& writer, std::size_t column, std::size_t row, std::int32_t word) {
  if (word != k_unknown) writer.set(column, row, word);
}

Result<void> write_counts(const Connection& connection, const char* table, const Cells<Count>& cells,
                          bool two_dimensions, std::int64_t snapshot) {
  auto writer = TableWriter::open(connection, table);
  if (!writer) return std::unexpected(writer.error());
  Calendar calendar;
  for (const auto& cell : cells.all()) {
    if (!cell.used) continue;
    const auto row = writer->row();
    if (!row) return std::unexpected(row.error());
    write_period(*writer, *row, snapshot, cell.key.day, calendar);
    std::size_t column = k_first_dimension;
    write_word(*writer, column++, *row, cell.key.first);
    if (two_dimensions) write_word(*writer, column++, *row, cell.key.second);
    writer->set(column++, *row, static_cast<std::int8_t>(cell.key.voice_of));
    writer->set(column++, *row, static_cast<std::int8_t>(cell.key.rating));
    writer->set(column++, *row, cell.key.value);
    writer->set(column++, *row, cell.held.n);
  }
  return writer->close();
}

Result<void> write_feelings(const Connection& connection, const Cells<Feeling>& cells, std::int64_t snapshot) {
  auto writer = TableWriter::open(connection, "rollup_theme");
  if (!writer) return std::unexpected(writer.error());
  Calendar calendar;
  for (const auto& cell : cells.all()) {
    if (!cell.used) continue;
    const auto row = writer->row();
    if (!row) return std::unexpected(row.error());
    const Feeling& held = cell.held;
    write_period(*writer, *row, snapshot, cell.key.day, calendar);
    std::size_t column = k_first_dimension;
    write_word(*writer, column++, *row, cell.key.first);
    writer->set(column++, *row, static_cast<std::int8_t>(cell.key.voice_of));
    writer->set(column++, *row, cell.key.second);
    for (const std::int64_t number : {held.n, held.known, held.negative, held.positive, held.total, held.squares}) {
      writer->set(column++, *row, number);
    }
    if (held.known == 0) continue;
    writer->set(column++, *row, held.low);
    writer->set(column++, *row, held.high);
  }
  return writer->close();
}

}  // namespace

void Deltas::count(const SignalBatch& batch, const ReadySignals& ready) {
  std::size_t row = 0, rating = 0, theme = 0;
  for (const Signal& signal : batch.rows()) {
    const auto& words = ready.words[row];
    const auto word = [&](SignalWord which) { return words[static_cast<std::size_t>(which)]; };
    const std::optional<Day> day = ready.days[row];
    CellKey unit{.day = day ? day->days : k_no_day,
                 .first = word(SignalWord::unit),
                 .voice_of = static_cast<std::int16_t>(signal.voice_of)};
    CellKey place = unit;
    place.first = word(SignalWord::touchpoint);
    place.second = word(SignalWord::channel);
    count_rating(unit, place, k_every_signal, signal.text.empty() ? 0 : 1);
    for (const Rating& given : signal.ratings) {
      const std::int16_t number = rating_at(ready.ratings[rating++]);
      if (number != 0) count_rating(unit, place, number, given.value.value);
    }
    for (const Mention& mention : signal.themes) {
      unit.second = ready.themes[theme++];
      feel(theme_[unit], mention.sentiment);
    }
    ++row;
  }
}

void Deltas::count_rating(const CellKey& unit, const CellKey& place, std::int16_t rating, std::int32_t value) {
  for (auto [cells, key] : {std::pair(&unit_, unit), std::pair(&place_, place)}) {
    key.rating = rating;
    key.value = value;
    ++(*cells)[key].n;
  }
}

Result<void> Deltas::write(const Connection& connection, std::int64_t snapshot) const {
  if (unit_.size() == 0) return {};
  if (auto wrote = write_counts(connection, "rollup_unit", unit_, false, snapshot); !wrote) return wrote;
  if (auto wrote = write_counts(connection, "rollup_place", place_, true, snapshot); !wrote) return wrote;
  if (theme_.size() == 0) return {};
  return write_feelings(connection, theme_, snapshot);
}

}  // namespace bellwether::facts
