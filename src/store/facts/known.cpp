// What the store knows of: fields, their values, and the days with facts.
#include "store/facts/filter_sql.hpp"
#include "store/facts/schema.hpp"
#include "store/facts/state.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

std::vector<std::string_view> dimensions_of(Table table) {
  if (table == Table::acts) return {"source", "kind", "actor", "unit", "currency"};
  return {"source", "channel", "voice_of", "unit", "touchpoint", "language", "intent", "reader", "theme"};
}

std::vector<std::string_view> numbers_of(Table table) {
  if (table == Table::acts) return {"amount", "duration_s"};
  return {"sentiment", "urgency", "effort"};
}

KnownField known(Field::Kind kind, std::string_view name) {
  return {.field = {.kind = kind, .name = std::string(name)}, .has_text = false, .has_number = false};
}

}  // namespace

Result<std::vector<KnownField>> Facts::fields(Table table) const {
  std::vector<KnownField> all;
  for (const std::string_view name : dimensions_of(table)) all.push_back(known(Field::Kind::dimension, name));
  for (const std::string_view name : numbers_of(table)) all.push_back(known(Field::Kind::number, name));
  std::map<std::string, KnownField> ratings, attributes;
  for (const NamedField& field : state_->names.fields(table)) {
    if (field.kind == FieldKind::rating) {
      ratings.emplace(field.name, known(Field::Kind::rating, field.name));
      continue;
    }
    KnownField& attribute = attributes.try_emplace(field.name, known(Field::Kind::attribute, field.name)).first->second;
    (field.kind == FieldKind::text ? attribute.has_text : attribute.has_number) = true;
  }
  for (auto& [name, field] : ratings) all.push_back(std::move(field));
  for (auto& [name, field] : attributes) all.push_back(std::move(field));
  return all;
}

Result<std::vector<std::string>> Facts::values(Table table, const Field& field, std::size_t limit,
                                               const Expr& where) const {
  const bool theme = field.kind == Field::Kind::dimension && field.name == "theme";
  const auto operand = operand_of(field, table, state_->names, theme);
  if (!operand) return std::unexpected(operand.error());
  const bool words = operand->kind == Operand::Kind::word, voices = operand->kind == Operand::Kind::voice_of;
  if (!words && !voices && operand->text.empty()) {
    return fail(Code::bad_input, "only dimensions and text attributes have values to list", field.name);
  }
  const std::string column = words || voices ? operand->column : operand->text;
  const std::string source = theme ? dialect::mentions("TRUE") : std::string(table_name(table));
  const auto reader = state_->readers.lease();
  if (!reader) return std::unexpected(reader.error());
  Sql sql;
  sql.put(fmt::format("SELECT {} AS v, COUNT(*) AS n FROM {} WHERE {} IS NOT NULL AND ",
                      words || voices ? fmt::format("CAST({} AS BIGINT)", column) : column, source, column));
  const Operands operands = [&](const Field& named) { return operand_of(named, table, state_->names); };
  if (auto put = put_condition(sql, where, operands, state_->names); !put) return std::unexpected(put.error());
  sql.put(fmt::format(" GROUP BY {} ORDER BY n DESC, v LIMIT {}", column, limit));
  auto answered = (*reader)->ask(sql.text, sql.parameters);
  if (!answered) return std::unexpected(answered.error());
  std::vector<std::string> all;
  while (true) {
    const auto more = answered->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return all;
    const Column value = answered->column(0);
    for (std::size_t row = 0; row < answered->rows(); ++row) {
      if (words) {
        all.push_back(state_->names.word(operand->dimension, static_cast<std::int32_t>(value.at<std::int64_t>(row))));
      } else {
        all.emplace_back(voices ? word_of(static_cast<VoiceOf>(value.at<std::int64_t>(row))) : value.text(row));
      }
    }
  }
}

std::vector<std::string> Facts::words(Table table, const Field& field, std::size_t limit) const {
  const auto dimension = field.kind == Field::Kind::dimension ? dimension_of(table, field.name) : std::nullopt;
  if (!dimension) return {};
  const std::vector<std::string_view> known = state_->names.words(*dimension);
  if (known.size() > limit) return {};
  return {known.begin(), known.end()};
}

Result<std::optional<std::pair<Day, Day>>> Facts::days(Table table) const {
  const auto reader = state_->readers.lease();
  if (!reader) return std::unexpected(reader.error());
  auto answered = (*reader)->ask(
      fmt::format("SELECT MIN(day), MAX(day) FROM {} WHERE {}", table_name(table), from_outside(state_->names)));
  if (!answered) return std::unexpected(answered.error());
  const auto more = answered->next();
  if (!more) return std::unexpected(more.error());
  if (!*more || !answered->column(0).known(0)) return std::nullopt;
  return std::pair(answered->column(0).day(0), answered->column(1).day(0));
}

}  // namespace bellwether::facts
