#include "store/facts/rows.hpp"

#include "store/facts/calendar.hpp"
#include "store/facts/schema.hpp"

#include <bit>
#include <type_traits>

namespace bellwether::facts {

namespace {

template <class ColumnEnum>
constexpr std::size_t at(ColumnEnum column) {
  return static_cast<std::size_t>(column);
}

/// Id, snapshot and times: the same nine columns in both tables.
template <class Fact>
void write_head(ChunkWriter& writer, std::size_t row, const Fact& fact, const std::optional<Day>& day,
                std::int64_t snapshot, Calendar& calendar) {
  using C = SignalColumn;
  writer.set_id(at(C::id), row, fact.id);
  writer.set(at(C::snapshot), row, snapshot);
  writer.set(at(C::received_at), row, fact.received_at.us);
  if (!fact.occurred_at) return;
  writer.set(at(C::occurred_at), row, fact.occurred_at->us);
  const Periods& periods = calendar.at(*day);
  writer.set(at(C::day), row, periods.day.days);
  writer.set(at(C::week), row, periods.week.days);
  writer.set(at(C::month), row, periods.month.days);
  writer.set(at(C::quarter), row, periods.quarter.days);
  writer.set(at(C::year), row, periods.year.days);
}
static_assert(at(SignalColumn::year) == at(ActColumn::year));

void write_word(ChunkWriter& writer, std::size_t column, std::size_t row, std::int32_t word) {
  if (word != k_unknown) writer.set(column, row, word);
}

void write_share(ChunkWriter& writer, SignalColumn column, std::size_t row, const std::optional<Thousandths>& value) {
  if (value) writer.set(at(column), row, value->value);
}

/// Values that have no column of their own, gathered for a chunk.
struct Maps {
  ChunkWriter::Maps<std::int32_t, std::string_view> texts;
  ChunkWriter::Maps<std::int32_t, std::int64_t> numbers;
};

void write_attributes(ChunkWriter& writer, std::size_t row, std::span<const Attribute> attributes, const Place* places,
                      Maps& maps) {
  const std::size_t texts_before = maps.texts.keys.size(), numbers_before = maps.numbers.keys.size();
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const Place& place = places[i];
    if (const auto* text = std::get_if<std::string_view>(&attributes[i].value)) {
      if (text->empty()) continue;  // as everywhere in a fact: an empty text is not known
      if (place.column != k_unknown) {
        writer.set_text(static_cast<std::size_t>(place.column), row, *text);
      } else {
        maps.texts.keys.push_back(place.id);
        maps.texts.values.push_back(*text);
      }
    } else {
      const std::int64_t number = std::get<Micros>(attributes[i].value).value;
      if (place.column != k_unknown) {
        writer.set(static_cast<std::size_t>(place.column), row, number);
      } else {
        maps.numbers.keys.push_back(place.id);
        maps.numbers.values.push_back(number);
      }
    }
  }
  if (maps.texts.keys.size() > texts_before) {
    writer.set_list(maps.texts.column, row, texts_before, maps.texts.keys.size() - texts_before);
  }
  if (maps.numbers.keys.size() > numbers_before) {
    writer.set_list(maps.numbers.column, row, numbers_before, maps.numbers.keys.size() - numbers_before);
  }
}

/// Lists and maps of the signals of a chunk.
struct SignalLists {
  ChunkWriter::Lists<std::int32_t> themes{.column = at(SignalColumn::themes), .values = {}, .known = {}};
  ChunkWriter::Lists<std::int16_t> sentiments{.column = at(SignalColumn::theme_sentiments), .values = {}, .known = {}};
  ChunkWriter::Maps<std::int32_t, std::int32_t> ratings{
      .column = at(SignalColumn::more_ratings), .keys = {}, .values = {}};
  Maps attributes{.texts = {.column = at(SignalColumn::more_texts), .keys = {}, .values = {}},
                  .numbers = {.column = at(SignalColumn::more_numbers), .keys = {}, .values = {}}};

  void put(ChunkWriter& writer) {
    writer.put_lists(themes);
    writer.put_lists(sentiments);
    writer.put_maps(ratings);
    writer.put_maps(attributes.texts);
    writer.put_maps(attributes.numbers);
  }
};

void write_ratings(ChunkWriter& writer, std::size_t row, std::span<const Rating> ratings, const Place* places,
                   SignalLists& lists) {
  const std::size_t before = lists.ratings.keys.size();
  for (std::size_t i = 0; i < ratings.size(); ++i) {
    if (places[i].column != k_unknown) {
      writer.set(static_cast<std::size_t>(places[i].column), row, ratings[i].value.value);
    } else {
      lists.ratings.keys.push_back(places[i].id);
      lists.ratings.values.push_back(ratings[i].value.value);
    }
  }
  if (lists.ratings.keys.size() > before) {
    writer.set_list(lists.ratings.column, row, before, lists.ratings.keys.size() - before);
  }
}

void write_themes(ChunkWriter& writer, std::size_t row, std::span<const Mention> mentions, const std::int32_t* themes,
                  SignalLists& lists) {
  if (mentions.empty()) return;
  const std::size_t before = lists.themes.values.size();
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    lists.themes.values.push_back(themes[i]);
    lists.sentiments.values.push_back(mentions[i].sentiment.value_or(Thousandths{}).value);
    lists.sentiments.known.push_back(mentions[i].sentiment.has_value());
  }
  writer.set_list(lists.themes.column, row, before, mentions.size());
  writer.set_list(lists.sentiments.column, row, before, mentions.size());
}

void write_signal(ChunkWriter& writer, std::size_t row, const Signal& signal,
                  const std::array<std::int32_t, k_signal_dimensions.size()>& words) {
  using C = SignalColumn;
  constexpr auto k_columns =
      std::to_array<C>({C::source, C::channel, C::unit, C::touchpoint, C::language, C::intent, C::reader});
  for (std::size_t i = 0; i < words.size(); ++i) write_word(writer, at(k_columns[i]), row, words[i]);
  writer.set(at(C::voice_of), row, static_cast<std::int8_t>(signal.voice_of));
  if (signal.subject) writer.set(at(C::subject), row, std::bit_cast<std::int64_t>(signal.subject->value));
  writer.set(at(C::has_text), row, !signal.text.empty());
  if (!signal.text.empty()) writer.set_text(at(C::text), row, signal.text);
  write_share(writer, C::sentiment, row, signal.sentiment);
  write_share(writer, C::urgency, row, signal.urgency);
  write_share(writer, C::effort, row, signal.effort);
}

/// Goes on behind a row's named values.
void pass(RowCursor& cursor, const Signal& signal) {
  ++cursor.row;
  cursor.rating += signal.ratings.size();
  cursor.attribute += signal.attributes.size();
  cursor.theme += signal.themes.size();
}
void pass(RowCursor& cursor, const Act& act) {
  ++cursor.row;
  cursor.attribute += act.attributes.size();
}

}  // namespace

template <class Batch>
void pass_to(RowCursor& cursor, const Batch& batch, std::size_t row) {
  while (cursor.row < row) pass(cursor, batch.rows()[cursor.row]);
}
template void pass_to(RowCursor&, const SignalBatch&, std::size_t);
template void pass_to(RowCursor&, const ActBatch&, std::size_t);

void write_rows(ChunkWriter& writer, const SignalBatch& batch, const ReadySignals& ready, std::int64_t snapshot,
                RowCursor& cursor, std::size_t end) {
  SignalLists lists;
  Calendar calendar;
  while (cursor.row < end && !writer.full()) {
    const Signal& signal = batch.rows()[cursor.row];
    const std::size_t row = writer.row();
    write_head(writer, row, signal, ready.days[cursor.row], snapshot, calendar);
    write_signal(writer, row, signal, ready.words[cursor.row]);
    write_ratings(writer, row, signal.ratings, ready.ratings.data() + cursor.rating, lists);
    write_attributes(writer, row, signal.attributes, ready.attributes.data() + cursor.attribute, lists.attributes);
    write_themes(writer, row, signal.themes, ready.themes.data() + cursor.theme, lists);
    pass(cursor, signal);
  }
  lists.put(writer);
}

void write_rows(ChunkWriter& writer, const ActBatch& batch, const ReadyActs& ready, std::int64_t snapshot,
                RowCursor& cursor, std::size_t end) {
  using C = ActColumn;
  Maps maps{.texts = {.column = at(C::more_texts), .keys = {}, .values = {}},
            .numbers = {.column = at(C::more_numbers), .keys = {}, .values = {}}};
  Calendar calendar;
  constexpr auto k_columns = std::to_array<C>({C::source, C::kind, C::actor, C::unit, C::currency});
  while (cursor.row < end && !writer.full()) {
    const Act& act = batch.rows()[cursor.row];
    const std::size_t row = writer.row();
    write_head(writer, row, act, ready.days[cursor.row], snapshot, calendar);
    for (std::size_t i = 0; i < k_columns.size(); ++i)
      write_word(writer, at(k_columns[i]), row, ready.words[cursor.row][i]);
    if (act.subject) writer.set(at(C::subject), row, std::bit_cast<std::int64_t>(act.subject->value));
    if (!act.about.empty()) writer.set_text(at(C::about), row, act.about);
    if (act.amount) writer.set(at(C::amount), row, act.amount->value);
    if (act.duration_s) writer.set(at(C::duration_s), row, act.duration_s->value);
    write_attributes(writer, row, act.attributes, ready.attributes.data() + cursor.attribute, maps);
    pass(cursor, act);
  }
  writer.put_maps(maps.texts);
  writer.put_maps(maps.numbers);
}

}  // namespace bellwether::facts
