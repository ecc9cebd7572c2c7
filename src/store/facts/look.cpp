// Signals themselves: those that a filter finds, in the order asked for.
#include "store/facts/filter_sql.hpp"
#include "store/facts/map_entries.hpp"
#include "store/facts/state.hpp"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

constexpr std::size_t k_most_looked_at = 10'000;

constexpr std::string_view k_columns =
    "id, occurred_at, day, source, channel, voice_of, unit, touchpoint, language, intent, reader, subject, text, "
    "sentiment, "
    "urgency, effort, themes, theme_sentiments, more_ratings, more_texts, more_numbers";
constexpr std::size_t k_first_own = 22;  ///< result column of the first rating or attribute with a column of its own

/// How signals are put in order, as columns: first those with the lowest or highest value where that is asked for.
struct Order {
  std::string value;  ///< column of the value to go by; empty: by time alone
  bool lowest_first = false;
  bool oldest_first = false;

  [[nodiscard]] std::string text() const {
    const std::string time = fmt::format("occurred_at {} NULLS LAST, id", oldest_first ? "ASC" : "DESC");
    return value.empty() ? time : fmt::format("{} {} NULLS LAST, {}", value, lowest_first ? "ASC" : "DESC", time);
  }
};

Result<Order> order_of(const Look& look, const Names& names) {
  Order order{.value = {}, .oldest_first = look.order == Look::Order::oldest};
  if (look.order == Look::Order::newest || look.order == Look::Order::oldest) return order;
  if (!look.order_by) return fail(Code::bad_input, "lowest and highest need a rating or number to go by");
  const auto operand = operand_of(*look.order_by, Table::signals, names);
  if (!operand) return std::unexpected(operand.error());
  if (operand->kind != Operand::Kind::value || operand->column.empty()) {
    return fail(Code::bad_input, "only a rating or number can be lowest or highest");
  }
  order.value = operand->column;
  order.lowest_first = look.order == Look::Order::lowest;
  return order;
}

/// What stands behind `after` by time: what is not dated stands last.
void put_behind_in_time(Sql& sql, const Order& order, const LookedUpTo& after) {
  if (!after.occurred_at) {
    sql.put("(occurred_at IS NULL AND id > ?)", after.id);
    return;
  }
  const std::string moment = dialect::moment(*after.occurred_at);
  sql.put(fmt::format("(occurred_at IS NULL OR occurred_at {} {} OR (occurred_at = {} AND id > ?))",
                      order.oldest_first ? '>' : '<', moment, moment),
          after.id);
}

void put_behind(Sql& sql, const Order& order, const LookedUpTo& after) {
  sql.put(" AND ");
  if (order.value.empty()) return put_behind_in_time(sql, order, after);
  const std::string& value = order.value;
  sql.put(after.ordered_by ? fmt::format("({0} IS NULL OR {0} {1} {2} OR ({0} = {2} AND ", value,
                                         order.lowest_first ? '>' : '<', *after.ordered_by)
                           : fmt::format("(({} IS NULL AND ", value));
  put_behind_in_time(sql, order, after);
  sql.put("))");
}

/// Finds the rows by the few columns that decide, then fetches only those whole: rows are wide and the text is most of them.
Result<Sql> statement_for(const Look& look, const Names& names, const std::vector<NamedField>& own) {
  const auto order = order_of(look, names);
  if (!order) return std::unexpected(order.error());
  std::string columns(k_columns);
  columns += order->value.empty() ? ", CAST(NULL AS BIGINT)" : fmt::format(", CAST({} AS BIGINT)", order->value);
  for (const NamedField& field : own) columns += ", " + field.column;
  Sql sql;
  sql.put(fmt::format("SELECT {} FROM signals WHERE rowid IN (SELECT rowid FROM signals WHERE ", columns));
  const Operands operands = [&](const Field& field) { return operand_of(field, Table::signals, names); };
  if (auto put = put_condition(sql, look.where, operands, names); !put) return std::unexpected(put.error());
  if (look.with_text_only) sql.put(" AND has_text");
  if (look.from) sql.put(" AND day >= ?", *look.from);
  if (look.to) sql.put(" AND day < ?", *look.to);
  if (look.snapshot) sql.put(" AND snapshot <= ?", static_cast<std::int64_t>(*look.snapshot));
  if (look.since_snapshot) sql.put(" AND snapshot > ?", static_cast<std::int64_t>(*look.since_snapshot));
  if (look.after) put_behind(sql, *order, *look.after);
  sql.put(fmt::format(" ORDER BY {} LIMIT {}) ORDER BY {}", order->text(), look.limit, order->text()));
  return sql;
}

/// One row of the answer as a signal.
class SignalReader {
 public:
  SignalReader(const Names& names, std::vector<NamedField> own) : names_(names), own_(std::move(own)) {
    for (NamedField& field : names.fields(Table::signals)) {
      if (field.column.empty()) in_maps_.push_back(std::move(field));
    }
  }

  [[nodiscard]] StoredSignal read(const Answered& answered, std::size_t row) const {
    const auto word = [&](std::size_t column, Dimension dimension) {
      const Column cell = answered.column(column);
      return cell.known(row) ? names_.word(dimension, cell.at<std::int32_t>(row)) : std::string();
    };
    const auto share = [&](std::size_t column) -> std::optional<Thousandths> {
      const Column cell = answered.column(column);
      if (!cell.known(row)) return std::nullopt;
      return Thousandths{cell.at<std::int16_t>(row)};
    };
    StoredSignal signal;
    signal.id = answered.column(0).id(row);
    if (answered.column(1).known(row)) signal.occurred_at = Instant{answered.column(1).at<std::int64_t>(row)};
    if (answered.column(2).known(row)) signal.day = answered.column(2).day(row);
    signal.source = word(3, Dimension::source);
    signal.channel = word(4, Dimension::channel);
    signal.voice_of = static_cast<VoiceOf>(answered.column(5).at<std::int8_t>(row));
    signal.unit = word(6, Dimension::unit);
    signal.touchpoint = word(7, Dimension::touchpoint);
    signal.language = word(8, Dimension::language);
    signal.intent = word(9, Dimension::intent);
    signal.reader = word(10, Dimension::reader);
    if (const Column subject = answered.column(11); subject.known(row)) {
      signal.subject = Pseudonym{std::bit_cast<std::uint64_t>(subject.at<std::int64_t>(row))};
    }
    if (const Column text = answered.column(12); text.known(row)) signal.text = text.text(row);
    signal.sentiment = share(13);
    signal.urgency = share(14);
    signal.effort = share(15);
    if (const Column value = answered.column(21); value.known(row)) signal.ordered_by = value.at<std::int64_t>(row);
    read_themes(answered, row, signal);
    read_maps(answered, row, signal);
    read_own(answered, row, signal);
    const auto by_name = [](const auto& pair) -> const std::string& { return pair.first; };
    std::ranges::sort(signal.ratings, {}, by_name);
    std::ranges::sort(signal.attributes, {}, by_name);
    return signal;
  }

 private:
  void read_themes(const Answered& answered, std::size_t row, StoredSignal& signal) const {
    const Column themes = answered.column(16), sentiments = answered.column(17);
    if (!themes.known(row)) return;
    const Column numbers = themes.list_child(), values = sentiments.list_child();
    const duckdb_list_entry at = themes.entry(row), at_value = sentiments.entry(row);
    for (std::size_t i = 0; i < at.length; ++i) {
      std::optional<Thousandths> sentiment;
      if (values.known(at_value.offset + i)) sentiment = Thousandths{values.at<std::int16_t>(at_value.offset + i)};
      signal.themes.emplace_back(names_.word(Dimension::theme, numbers.at<std::int32_t>(at.offset + i)), sentiment);
    }
  }

  [[nodiscard]] const std::string& name_of(std::int32_t id) const {
    static const std::string k_none;
    const auto found = std::ranges::find(in_maps_, id, &NamedField::id);
    return found == in_maps_.end() ? k_none : found->name;
  }

  void read_maps(const Answered& answered, std::size_t row, StoredSignal& signal) const {
    each_entry(answered.column(18), row, [&](std::int32_t id, const Column& values, std::size_t i) {
      signal.ratings.emplace_back(name_of(id), Hundredths{values.at<std::int32_t>(i)});
    });
    each_entry(answered.column(19), row, [&](std::int32_t id, const Column& values, std::size_t i) {
      signal.attributes.emplace_back(name_of(id), std::string(values.text(i)));
    });
    each_entry(answered.column(20), row, [&](std::int32_t id, const Column& values, std::size_t i) {
      signal.attributes.emplace_back(name_of(id), Micros{values.at<std::int64_t>(i)});
    });
  }

  void read_own(const Answered& answered, std::size_t row, StoredSignal& signal) const {
    for (std::size_t i = 0; i < own_.size(); ++i) {
      const Column cell = answered.column(k_first_own + i);
      if (!cell.known(row)) continue;
      switch (own_[i].kind) {
        case FieldKind::rating:
          signal.ratings.emplace_back(own_[i].name, Hundredths{cell.at<std::int32_t>(row)});
          break;
        case FieldKind::text:
          signal.attributes.emplace_back(own_[i].name, std::string(cell.text(row)));
          break;
        case FieldKind::number:
          signal.attributes.emplace_back(own_[i].name, Micros{cell.at<std::int64_t>(row)});
          break;
      }
    }
  }

  const Names& names_;
  std::vector<NamedField> own_, in_maps_;
};

}  // namespace

Result<std::vector<StoredSignal>> Facts::look(const Look& look) const {
  if (look.limit > k_most_looked_at) {
    return fail(Code::too_large, fmt::format("at most {} signals can be looked at at once", k_most_looked_at));
  }
  const auto reader = state_->readers.lease();
  if (!reader) return std::unexpected(reader.error());
  std::vector<NamedField> own;
  for (NamedField& field : state_->names.fields(Table::signals)) {
    if (!field.column.empty()) own.push_back(std::move(field));
  }
  const auto sql = statement_for(look, state_->names, own);
  if (!sql) return std::unexpected(sql.error());
  auto answered = (*reader)->ask(sql->text, sql->parameters);
  if (!answered) return std::unexpected(answered.error());
  const SignalReader signal_reader(state_->names, std::move(own));
  std::vector<StoredSignal> signals;
  while (true) {
    const auto more = answered->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return signals;
    for (std::size_t row = 0; row < answered->rows(); ++row) signals.push_back(signal_reader.read(*answered, row));
  }
}

}  // namespace bellwether::facts
