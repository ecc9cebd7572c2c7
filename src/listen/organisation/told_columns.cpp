#include "listen/organisation/told_columns.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

using org::Kind;

/// "Valid From" → "valid_from"
std::string plain(std::string_view header) {
  std::string name = lower_ascii(trim(header));
  std::ranges::replace_if(name, [](char c) { return c == ' ' || c == '-' || c == '.'; }, '_');
  return name;
}

std::size_t first_of(std::span<const std::string> names, std::string_view word,
                     std::span<const std::string_view> others) {
  const auto find = [&](std::string_view wanted) {
    const auto found = std::ranges::find(names, wanted);
    return found == names.end() ? k_no_column : static_cast<std::size_t>(found - names.begin());
  };
  std::size_t column = find(word);
  for (const std::string_view other : others) {
    if (column == k_no_column) column = find(other);
  }
  return column;
}

KindColumns columns_of(const org::KindRules& rules, std::span<const std::string> names, std::size_t record) {
  constexpr std::array<std::string_view, 4> k_from = {"valid_from", "since", "start", "start_date"};
  constexpr std::array<std::string_view, 5> k_to = {"valid_to", "until", "end", "end_date", "valid_until"};
  KindColumns columns;
  columns.id = first_of(names, "id", rules.id_is_called);
  columns.from = first_of(names, "from", k_from);
  columns.to = first_of(names, "to", k_to);
  for (const org::Field& field : rules.fields) {
    const std::size_t column = first_of(names, field.name, field.also_called);
    // A column means one thing only: what names the thing, or says its kind, is no field of it.
    columns.fields.push_back(column == record || column == columns.id ? k_no_column : column);
  }
  return columns;
}

/// By the columns that only one kind has. The first that fits: a goal also has a unit, a person too.
std::optional<Kind> kind_by_columns(std::span<const std::string> names) {
  const auto has = [&](Kind kind, std::string_view field) {
    const auto place = org::field_of(kind, field);
    const org::Field& rule = org::rules_of(kind).fields[*place];
    return first_of(names, rule.name, rule.also_called) != k_no_column;
  };
  if (has(Kind::goal, "target") || (has(Kind::goal, "owner") && has(Kind::goal, "measure"))) return Kind::goal;
  if (has(Kind::journey, "stages")) return Kind::journey;
  if (has(Kind::person, "manager") || has(Kind::person, "role") || has(Kind::person, "leads")) return Kind::person;
  if (has(Kind::touchpoint, "stage")) return Kind::touchpoint;
  if (has(Kind::promise, "promise") && has(Kind::promise, "value") && first_of(names, "id", {}) != k_no_column)
    return Kind::promise;
  if (has(Kind::value, "promise") || has(Kind::value, "themes")) return Kind::value;
  if (has(Kind::unit, "parent") || has(Kind::unit, "kind")) return Kind::unit;
  return std::nullopt;
}

bool all_are_kinds(std::span<const RowBlock> blocks, std::size_t column) {
  bool any = false;
  for (const RowBlock& block : blocks) {
    for (std::size_t row = 0; row < block.size(); ++row) {
      any = true;
      if (!org::kind_from(trim(block.cell(row, column)))) return false;
    }
  }
  return any;
}

std::string kind_words() {
  std::string words;
  for (const Kind kind : org::k_all_kinds) words += (words.empty() ? "" : ", ") + std::string(org::rules_of(kind).word);
  return words;
}

}  // namespace

Result<TableColumns> TableColumns::of(std::span<const Header> headers, std::span<const RowBlock> blocks,
                                      const std::string& file) {
  TableColumns columns;
  for (const Header& header : headers) {
    columns.names_.push_back(plain(header.name));
    columns.headers_.push_back(header.name);
  }
  columns.record_ = first_of(columns.names_, "record", {});
  if (const std::size_t kind = first_of(columns.names_, "kind", {});
      columns.record_ == k_no_column && kind != k_no_column && all_are_kinds(blocks, kind))
    columns.record_ = kind;
  for (const Kind kind : org::k_all_kinds)
    columns.kinds_[std::to_underlying(kind)] = columns_of(org::rules_of(kind), columns.names_, columns.record_);
  if (columns.record_ != k_no_column) return columns;
  columns.kind_ = kind_by_columns(columns.names_);
  if (!columns.kind_) {
    return fail(Code::bad_input, "the columns do not tell what the rows are: " + join(columns.headers_, ", "), file,
                "name them as in docs/organisation.md, or add a column “record” with one of: " + kind_words());
  }
  if (columns.of_kind(*columns.kind_).id == k_no_column) {
    return fail(Code::bad_input,
                fmt::format("the {} have no id: {}", org::rules_of(*columns.kind_).many, join(columns.headers_, ", ")),
                file, "name the column “id” that holds what facts call them");
  }
  return columns;
}

std::expected<Kind, Reason> TableColumns::kind_of(const RowBlock& block, std::size_t row) const {
  if (kind_) return *kind_;
  const std::string_view word = trim(block.cell(row, record_));
  if (const auto kind = org::kind_from(word)) return *kind;
  return std::unexpected(word.empty() ? fmt::format("the row does not say what it is: {}", kind_words())
                                      : fmt::format("“{}” is none of: {}", cut(word, 40), kind_words()));
}

const KindColumns& TableColumns::of_kind(Kind kind) const { return kinds_[std::to_underlying(kind)]; }

std::vector<Remark> TableColumns::remarks() const {
  std::set<std::size_t> used = {record_};
  std::vector<std::string> known = {"id", "from", "to"};
  for (const Kind kind : org::k_all_kinds) {
    if (kind_ && *kind_ != kind) continue;
    const KindColumns& of = of_kind(kind);
    used.insert({of.id, of.from, of.to});
    used.insert(of.fields.begin(), of.fields.end());
    for (const org::Field& field : org::rules_of(kind).fields) known.emplace_back(field.name);
  }
  std::vector<Remark> remarks;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (used.contains(i)) continue;
    const std::string near = nearest(names_[i], known);
    remarks.push_back(
        {.column = headers_[i], .what = near.empty() ? "not used" : fmt::format("not used; did you mean {}?", near)});
  }
  return remarks;
}

}  // namespace bellwether::listen
