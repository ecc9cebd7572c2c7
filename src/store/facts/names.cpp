#include "store/facts/names.hpp"

#include "base/invariant.hpp"
#include "store/facts/schema.hpp"
#include "store/facts/table_writer.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

constexpr auto k_dimension_words =
    std::to_array<std::string_view>({"", "source", "channel", "unit", "touchpoint", "language", "intent", "reader",
                                     "theme", "kind", "actor", "currency"});
static_assert(k_dimension_words.size() == k_dimensions);

std::string key_of(Table table, FieldKind kind, std::string_view name) {
  std::string key;
  key.reserve(name.size() + 2);
  key += table == Table::signals ? 's' : 'a';
  key += word_of(kind).front();
  key += name;
  return key;
}

std::optional<FieldKind> kind_from(std::string_view word) {
  for (const FieldKind kind : {FieldKind::rating, FieldKind::text, FieldKind::number}) {
    if (word == word_of(kind)) return kind;
  }
  return std::nullopt;
}

std::string_view column_type(FieldKind kind) {
  switch (kind) {
    case FieldKind::rating:
      return "INTEGER";
    case FieldKind::text:
      return "VARCHAR";
    case FieldKind::number:
      return "BIGINT";
  }
  return "";
}

/// Where the columns begin that belong to names. Well-known ratings stand there from the start.
std::size_t first_own(Table table) {
  return static_cast<std::size_t>(table == Table::signals ? static_cast<int>(SignalColumn::own)
                                                          : static_cast<int>(ActColumn::own));
}

std::size_t most_own(Table table) { return k_most_own_columns + (table == Table::signals ? k_well_known.size() : 0); }

}  // namespace

std::string_view word_of(Dimension dimension) { return k_dimension_words[static_cast<std::size_t>(dimension)]; }

std::optional<Dimension> dimension_of(Table table, std::string_view name) {
  constexpr auto k_of_signals =
      std::to_array<Dimension>({Dimension::source, Dimension::channel, Dimension::unit, Dimension::touchpoint,
                                Dimension::language, Dimension::intent, Dimension::reader, Dimension::theme});
  constexpr auto k_of_acts = std::to_array<Dimension>(
      {Dimension::source, Dimension::kind, Dimension::actor, Dimension::unit, Dimension::currency});
  const std::span<const Dimension> known =
      table == Table::signals ? std::span<const Dimension>(k_of_signals) : std::span<const Dimension>(k_of_acts);
  for (const Dimension dimension : known) {
    if (word_of(dimension) == name) return dimension;
  }
  return std::nullopt;
}

std::string_view word_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::rating:
      return "rating";
    case FieldKind::text:
      return "text";
    case FieldKind::number:
      return "number";
  }
  return "";
}

std::optional<std::int32_t> Words::find(std::string_view word) const {
  const auto found = numbers_.find(word);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

std::int32_t Words::add(std::string_view word) {
  if (const auto known = find(word)) return *known;
  const auto number = static_cast<std::int32_t>(words_.size());
  numbers_.emplace(words_.emplace_back(word), number);
  return number;
}

Result<void> Names::load(const Connection& connection) {
  const std::unique_lock lock(mutex_);
  auto words = connection.ask("SELECT dimension, id, word FROM words ORDER BY dimension, id");
  if (!words) return std::unexpected(words.error());
  while (true) {
    const auto more = words->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    for (std::size_t row = 0; row < words->rows(); ++row) {
      const auto dimension = static_cast<std::size_t>(words->column(0).at<std::int8_t>(row));
      const std::string_view word = words->column(2).text(row);
      if (dimension == 0 || dimension >= k_dimensions ||
          words_[dimension].add(word) != words->column(1).at<std::int32_t>(row)) {
        return fail(Code::damaged, fmt::format("the dictionary is broken at \"{}\"", word), "words",
                    "bring back the last backup of the data directory");
      }
    }
  }
  for (std::size_t d = 0; d < k_dimensions; ++d) saved_words_[d] = words_[d].size();

  auto fields = connection.ask("SELECT id, facts, kind, name, own_column FROM fields ORDER BY id");
  if (!fields) return std::unexpected(fields.error());
  while (true) {
    const auto more = fields->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    for (std::size_t row = 0; row < fields->rows(); ++row) {
      const auto kind = kind_from(fields->column(2).text(row));
      if (!kind) return fail(Code::damaged, "a field of an unknown kind", "fields", "bring back the last backup");
      const Column own = fields->column(4);
      insert({.id = fields->column(0).at<std::int32_t>(row),
              .table = fields->column(1).text(row) == "acts" ? Table::acts : Table::signals,
              .kind = *kind,
              .name = std::string(fields->column(3).text(row)),
              .column = own.known(row) ? std::string(own.text(row)) : std::string(),
              .stored = true});
    }
  }
}

void Names::insert(NamedField field) {
  if (!field.column.empty()) {
    std::size_t& taken = own_columns_[static_cast<std::size_t>(field.table)];
    field.place = first_own(field.table) + taken++;
  }
  by_key_.emplace(key_of(field.table, field.kind, field.name), fields_.size());
  fields_.push_back(std::move(field));
}

const NamedField* Names::look_up(Table table, FieldKind kind, std::string_view name) const {
  const auto found = by_key_.find(key_of(table, kind, name));
  return found == by_key_.end() ? nullptr : &fields_[found->second];
}

std::optional<std::int32_t> Names::find(Dimension dimension, std::string_view word) const {
  const std::shared_lock lock(mutex_);
  return words_[static_cast<std::size_t>(dimension)].find(word);
}

std::string Names::word(Dimension dimension, std::int32_t number) const {
  const std::shared_lock lock(mutex_);
  const Words& words = words_[static_cast<std::size_t>(dimension)];
  const auto index = static_cast<std::size_t>(number);
  return index < words.size() ? words[index] : std::string();
}

std::vector<std::string_view> Names::words(Dimension dimension) const {
  const std::shared_lock lock(mutex_);
  const Words& words = words_[static_cast<std::size_t>(dimension)];
  std::vector<std::string_view> all;
  all.reserve(words.size());
  // A deque never moves what is in it, so the views outlive the lock.
  for (std::size_t i = 0; i < words.size(); ++i) all.emplace_back(words[i]);
  return all;
}

std::optional<NamedField> Names::field(Table table, FieldKind kind, std::string_view name) const {
  const std::shared_lock lock(mutex_);
  const NamedField* found = look_up(table, kind, name);
  if (found == nullptr || !found->stored) return std::nullopt;
  return *found;
}

std::vector<NamedField> Names::fields(Table table) const {
  const std::shared_lock lock(mutex_);
  std::vector<NamedField> all;
  for (const NamedField& field : fields_) {
    if (field.table == table && field.stored) all.push_back(field);
  }
  return all;
}

Result<std::int32_t> Names::number_of(Dimension dimension, std::string_view word) {
  Words& words = words_[static_cast<std::size_t>(dimension)];
  if (const auto known = words.find(word)) return *known;  // only this thread adds, so looking needs no lock
  if (words.size() >= k_most_words) {
    return fail(Code::too_large, fmt::format("more than {} different values of {}", k_most_words, word_of(dimension)),
                {}, "take that column for an attribute");
  }
  const std::unique_lock lock(mutex_);
  return words.add(word);
}

Result<const NamedField*> Names::field_of(Table table, FieldKind kind, std::string_view name) {
  if (const NamedField* known = look_up(table, kind, name)) return known;
  if (fields_.size() >= k_most_fields) {
    return fail(Code::too_large, fmt::format("more than {} different names of ratings and attributes", k_most_fields),
                {}, "leave out columns that nobody asks for");
  }
  const auto id = fields_.empty() ? 1 : fields_.back().id + 1;
  const bool own = own_columns_[static_cast<std::size_t>(table)] < most_own(table);
  const std::unique_lock lock(mutex_);
  insert({.id = id,
          .table = table,
          .kind = kind,
          .name = std::string(name),
          .column = own ? fmt::format("{}{}", word_of(kind).front(), id) : std::string()});
  return &fields_.back();
}

void Names::forget_fields_after(std::size_t count) {
  const std::unique_lock lock(mutex_);
  while (fields_.size() > count) {
    const NamedField& last = fields_.back();
    invariant(!last.stored);
    by_key_.erase(key_of(last.table, last.kind, last.name));
    if (!last.column.empty()) --own_columns_[static_cast<std::size_t>(last.table)];
    fields_.pop_back();
  }
}

Result<void> Names::add_columns(const Connection& connection) const {
  for (const NamedField& field : fields_) {
    if (field.stored || field.column.empty()) continue;
    const auto added = connection.run(
        fmt::format("ALTER TABLE {} ADD COLUMN {} {}", table_name(field.table), field.column, column_type(field.kind)));
    if (!added) return added;
  }
  return {};
}

Result<void> Names::save(const Connection& connection) const {
  bool any = false;
  for (std::size_t d = 0; d < k_dimensions; ++d) any = any || saved_words_[d] < words_[d].size();
  if (any) {
    auto writer = TableWriter::open(connection, "words");
    if (!writer) return std::unexpected(writer.error());
    for (std::size_t d = 0; d < k_dimensions; ++d) {
      for (std::size_t i = saved_words_[d]; i < words_[d].size(); ++i) {
        const auto row = writer->row();
        if (!row) return std::unexpected(row.error());
        writer->set(0, *row, static_cast<std::int8_t>(d));
        writer->set(1, *row, static_cast<std::int32_t>(i));
        writer->set_text(2, *row, words_[d][i]);
      }
    }
    if (auto closed = writer->close(); !closed) return closed;
  }
  for (const NamedField& field : fields_) {
    if (field.stored) continue;
    const std::array<Parameter, 5> values = {std::int64_t{field.id}, std::string(table_name(field.table)),
                                             std::string(word_of(field.kind)), field.name, field.column};
    if (auto put = connection.run("INSERT INTO fields VALUES (?, ?, ?, ?, NULLIF(?, ''))", values); !put) return put;
  }
  return {};
}

void Names::saved() {
  const std::unique_lock lock(mutex_);
  for (std::size_t d = 0; d < k_dimensions; ++d) saved_words_[d] = words_[d].size();
  for (NamedField& field : fields_) field.stored = true;
}

}  // namespace bellwether::facts
