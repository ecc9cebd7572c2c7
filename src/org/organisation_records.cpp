#include "org/organisation_records.hpp"

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace bellwether::org {

namespace {

/// "label, kind, parent", or ":label, :kind, :parent".
std::string columns_of(const KindRules& rules, std::string_view sign) {
  std::string text;
  for (const Field& field : rules.fields) text += fmt::format(", {}{}", sign, field.name);
  return text;
}

Result<void> read_kind(records::Transaction& transaction, Kind kind, std::vector<Thing>& things) {
  const KindRules& rules = rules_of(kind);
  const std::string sql = fmt::format("SELECT id, valid_from, valid_to{} FROM {} ORDER BY id, valid_from",
                                      columns_of(rules, ""), rules.table);
  return transaction.ask(sql, rules.fields.size() + 3, {}, [&](const records::Row& row) -> Result<void> {
    const auto from = row.day(1), to = row.day(2);
    if (!from || !to) return std::unexpected(from ? to.error() : from.error());
    Thing thing{.kind = kind, .id = row.text(0), .valid = {.from = *from, .to = *to}, .fields = {}};
    thing.fields.reserve(rules.fields.size());
    for (std::size_t i = 0; i < rules.fields.size(); ++i) thing.fields.push_back(row.text(i + 3));
    things.push_back(std::move(thing));
    return {};
  });
}

/// The statements that put the versions of one kind of thing in the place of the old ones.
struct KindWriter {
  records::Statement forget, insert;

  static Result<KindWriter> make(records::Transaction& transaction, const KindRules& rules) {
    auto forget = transaction.prepare(fmt::format("DELETE FROM {} WHERE id = :id", rules.table), {"id"});
    if (!forget) return std::unexpected(forget.error());
    std::vector<std::string> names = {"id", "valid_from", "valid_to"};
    for (const Field& field : rules.fields) names.emplace_back(field.name);
    auto insert = transaction.prepare(
        fmt::format("INSERT INTO {} (id, valid_from, valid_to{}) VALUES (:id, :valid_from, :valid_to{})", rules.table,
                    columns_of(rules, ""), columns_of(rules, ":")),
        std::move(names));
    if (!insert) return std::unexpected(insert.error());
    return KindWriter{.forget = std::move(*forget), .insert = std::move(*insert)};
  }

  Result<void> write(const Rewritten& rewritten) {
    std::vector<records::Value> values = {rewritten.id};
    if (auto done = forget.run(values); !done) return done;
    for (const Version& version : rewritten.timeline.versions()) {
      values = {rewritten.id, version.valid.from, version.valid.to};
      values.insert(values.end(), version.fields.begin(), version.fields.end());
      if (auto done = insert.run(values); !done) return done;
    }
    return {};
  }
};

Result<void> log_changes(records::Transaction& transaction, const Merged& merged, std::string_view who, Instant at) {
  const auto newest = version_of(transaction);
  if (!newest) return std::unexpected(newest.error());
  std::int64_t number = *newest;
  auto insert = transaction.prepare(
      "INSERT INTO changes (number, at, who, what, id, how, words) VALUES (:number, :at, :who, :what, :id, :how, "
      ":words)",
      {"number", "at", "who", "what", "id", "how", "words"});
  if (!insert) return std::unexpected(insert.error());
  for (const Change& change : merged.changes) {
    const std::vector<records::Value> values = {
        ++number, at, who, rules_of(change.kind).word, change.id, word_of(change.how), change.words};
    if (auto done = insert->run(values); !done) return done;
  }
  return {};
}

}  // namespace

Result<std::vector<Thing>> read_things(records::Transaction& transaction) {
  std::vector<Thing> things;
  for (const Kind kind : k_all_kinds) {
    if (auto read = read_kind(transaction, kind, things); !read) return std::unexpected(read.error());
  }
  return things;
}

Result<std::int64_t> version_of(records::Transaction& transaction) {
  std::int64_t number = 0;
  const auto asked =
      transaction.ask("SELECT COALESCE(MAX(number), 0) FROM changes", 1, {}, [&](const records::Row& row) {
        const auto newest = row.whole(0);
        if (newest) number = *newest;
        return newest ? Result<void>{} : std::unexpected(newest.error());
      });
  if (!asked) return std::unexpected(asked.error());
  return number;
}

Result<Organisation> read_organisation(records::Records& records) {
  auto transaction = records.begin();
  if (!transaction) return std::unexpected(transaction.error());
  const auto things = read_things(*transaction);
  if (!things) return std::unexpected(things.error());
  return Organisation::make(*things);
}

Result<void> write_merged(records::Transaction& transaction, const Merged& merged, std::string_view who, Instant at) {
  std::optional<KindWriter> writer;
  std::optional<Kind> kind;
  for (const Rewritten& rewritten : merged.rewritten) {
    if (kind != rewritten.kind) {
      kind = rewritten.kind;
      auto made = KindWriter::make(transaction, rules_of(*kind));
      if (!made) return std::unexpected(made.error());
      writer.emplace(std::move(*made));
    }
    if (auto written = writer->write(rewritten); !written) return written;
  }
  return log_changes(transaction, merged, who, at);
}

Result<std::vector<LoggedChange>> logged_changes(records::Transaction& transaction, const LogFilter& filter,
                                                 std::size_t most) {
  std::string where;
  std::vector<records::Bind> binds;
  const auto only = [&](std::string_view condition, std::string name, records::Value value) {
    where += fmt::format("{} {} :{}", where.empty() ? "WHERE" : " AND", condition, name);
    binds.push_back({.name = std::move(name), .value = std::move(value)});
  };
  if (filter.kind) only("what =", "what", rules_of(*filter.kind).word);
  if (filter.id) only("id =", "id", *filter.id);
  if (filter.before) only("number <", "before", *filter.before);
  std::vector<LoggedChange> changes;
  const std::string sql = fmt::format(
      "SELECT number, at, who, what, id, how, words FROM changes {} ORDER BY number DESC LIMIT {}", where, most);
  auto asked = transaction.ask(sql, 7, binds, [&](const records::Row& row) -> Result<void> {
    const auto number = row.whole(0);
    if (!number) return std::unexpected(number.error());
    changes.push_back({.number = *number,
                       .at = row.text(1),
                       .who = row.text(2),
                       .what = row.text(3),
                       .id = row.text(4),
                       .how = row.text(5),
                       .words = row.text(6)});
    return {};
  });
  if (!asked) return std::unexpected(asked.error());
  return changes;
}

}  // namespace bellwether::org
