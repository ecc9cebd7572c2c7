// Acts themselves: those that a filter finds, the oldest first.
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
    "id, occurred_at, day, source, kind, actor, unit, currency, subject, about, amount, duration_s, more_texts, "
    "more_numbers";
constexpr std::size_t k_first_own = 14;  ///< result column of the first attribute with a column of its own

Result<Sql> statement_for(const LookAtActs& look, const Names& names, const std::vector<NamedField>& own) {
  std::string columns(k_columns);
  for (const NamedField& field : own) columns += ", " + field.column;
  Sql sql;
  sql.put(fmt::format("SELECT {} FROM acts WHERE ", columns));
  const Operands operands = [&](const Field& field) { return operand_of(field, Table::acts, names); };
  if (auto put = put_condition(sql, look.where, operands, names); !put) return std::unexpected(put.error());
  if (look.snapshot) sql.put(" AND snapshot <= ?", static_cast<std::int64_t>(*look.snapshot));
  if (look.since_snapshot) sql.put(" AND snapshot > ?", static_cast<std::int64_t>(*look.since_snapshot));
  sql.put(fmt::format(" ORDER BY occurred_at ASC NULLS LAST, id LIMIT {}", look.limit));
  return sql;
}

/// One row of the answer as an act.
class ActReader {
 public:
  ActReader(const Names& names, std::vector<NamedField> own) : names_(names), own_(std::move(own)) {
    for (NamedField& field : names.fields(Table::acts)) {
      if (field.column.empty()) in_maps_.push_back(std::move(field));
    }
  }

  [[nodiscard]] StoredAct read(const Answered& answered, std::size_t row) const {
    const auto word = [&](std::size_t column, Dimension dimension) {
      const Column cell = answered.column(column);
      return cell.known(row) ? names_.word(dimension, cell.at<std::int32_t>(row)) : std::string();
    };
    const auto number = [&](std::size_t column) -> std::optional<Micros> {
      const Column cell = answered.column(column);
      if (!cell.known(row)) return std::nullopt;
      return Micros{cell.at<std::int64_t>(row)};
    };
    StoredAct act;
    act.id = answered.column(0).id(row);
    if (answered.column(1).known(row)) act.occurred_at = Instant{answered.column(1).at<std::int64_t>(row)};
    if (answered.column(2).known(row)) act.day = answered.column(2).day(row);
    act.source = word(3, Dimension::source);
    act.kind = word(4, Dimension::kind);
    act.actor = word(5, Dimension::actor);
    act.unit = word(6, Dimension::unit);
    act.currency = word(7, Dimension::currency);
    if (const Column subject = answered.column(8); subject.known(row)) {
      act.subject = Pseudonym{std::bit_cast<std::uint64_t>(subject.at<std::int64_t>(row))};
    }
    if (const Column about = answered.column(9); about.known(row)) act.about = about.text(row);
    act.amount = number(10);
    act.duration_s = number(11);
    read_attributes(answered, row, act);
    std::ranges::sort(act.attributes, {}, [](const auto& pair) -> const std::string& { return pair.first; });
    return act;
  }

 private:
  [[nodiscard]] const std::string& name_of(std::int32_t id) const {
    static const std::string k_none;
    const auto found = std::ranges::find(in_maps_, id, &NamedField::id);
    return found == in_maps_.end() ? k_none : found->name;
  }

  void read_attributes(const Answered& answered, std::size_t row, StoredAct& act) const {
    each_entry(answered.column(12), row, [&](std::int32_t id, const Column& values, std::size_t i) {
      act.attributes.emplace_back(name_of(id), std::string(values.text(i)));
    });
    each_entry(answered.column(13), row, [&](std::int32_t id, const Column& values, std::size_t i) {
      act.attributes.emplace_back(name_of(id), Micros{values.at<std::int64_t>(i)});
    });
    for (std::size_t i = 0; i < own_.size(); ++i) {
      const Column cell = answered.column(k_first_own + i);
      if (!cell.known(row)) continue;
      if (own_[i].kind == FieldKind::text) act.attributes.emplace_back(own_[i].name, std::string(cell.text(row)));
      if (own_[i].kind == FieldKind::number) {
        act.attributes.emplace_back(own_[i].name, Micros{cell.at<std::int64_t>(row)});
      }
    }
  }

  const Names& names_;
  std::vector<NamedField> own_, in_maps_;
};

}  // namespace

Result<std::vector<StoredAct>> Facts::acts(const LookAtActs& look) const {
  if (look.limit > k_most_looked_at) {
    return fail(Code::too_large, fmt::format("at most {} acts can be looked at at once", k_most_looked_at));
  }
  const auto reader = state_->readers.lease();
  if (!reader) return std::unexpected(reader.error());
  std::vector<NamedField> own;
  for (NamedField& field : state_->names.fields(Table::acts)) {
    if (!field.column.empty()) own.push_back(std::move(field));
  }
  const auto sql = statement_for(look, state_->names, own);
  if (!sql) return std::unexpected(sql.error());
  auto answered = (*reader)->ask(sql->text, sql->parameters);
  if (!answered) return std::unexpected(answered.error());
  const ActReader act_reader(state_->names, std::move(own));
  std::vector<StoredAct> acts;
  while (true) {
    const auto more = answered->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return acts;
    for (std::size_t row = 0; row < answered->rows(); ++row) acts.push_back(act_reader.read(*answered, row));
  }
}

}  // namespace bellwether::facts
