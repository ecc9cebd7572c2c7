// Filters and fields of facts as the readings of this module write them.
#pragma once

#include "base/number.hpp"
#include "base/time.hpp"
#include "store/facts/query.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::lead {

[[nodiscard]] inline facts::Field dimension(std::string name) {
  return {.kind = facts::Field::Kind::dimension, .name = std::move(name)};
}
[[nodiscard]] inline facts::Field rating(std::string name) {
  return {.kind = facts::Field::Kind::rating, .name = std::move(name)};
}
[[nodiscard]] inline facts::Field attribute(std::string name) {
  return {.kind = facts::Field::Kind::attribute, .name = std::move(name)};
}
[[nodiscard]] inline facts::Field number(std::string name) {
  return {.kind = facts::Field::Kind::number, .name = std::move(name)};
}
[[nodiscard]] inline facts::Field about() { return {.kind = facts::Field::Kind::about, .name = {}}; }

[[nodiscard]] inline facts::Expr is(facts::Field field, std::string word) {
  return {facts::Compare{.field = std::move(field), .op = facts::Op::equal, .literal = std::move(word)}};
}
[[nodiscard]] inline facts::Expr is_not(facts::Field field, std::string word) {
  return {facts::Compare{.field = std::move(field), .op = facts::Op::not_equal, .literal = std::move(word)}};
}
[[nodiscard]] inline facts::Expr one_of(facts::Field field, const std::vector<std::string>& words) {
  facts::OneOf listed{.field = std::move(field), .literals = {}};
  for (const std::string& word : words) listed.literals.emplace_back(word);
  return {std::move(listed)};
}
[[nodiscard]] inline facts::Expr all_of(std::vector<facts::Expr> of) { return {facts::All{.of = std::move(of)}}; }
[[nodiscard]] inline facts::Expr kind_is(std::string kind) { return is(dimension("kind"), std::move(kind)); }

/// Narrowed to facts about these ids, unless the list is so long that it costs more than to read all there are.
[[nodiscard]] inline facts::Expr about_these(facts::Expr where, const std::vector<std::string>& ids) {
  constexpr std::size_t k_listed = 1'000;
  if (ids.size() > k_listed) return where;
  return all_of({std::move(where), one_of(about(), ids)});
}
/// Of newest_day().
[[nodiscard]] inline std::optional<Day> day_of(const std::optional<Int128>& days) {
  if (!days) return std::nullopt;
  return Day{static_cast<std::int32_t>(*days)};
}

/// What employees say of their work; leaders' own answers and self-assessments are apart.
[[nodiscard]] inline facts::Expr from_teams(bool has_roles) {
  std::vector<facts::Expr> of{is(dimension("voice_of"), "employee"), is_not(dimension("channel"), "self-assessment")};
  if (has_roles) of.push_back(is_not(attribute("role"), "leader"));
  return all_of(std::move(of));
}
[[nodiscard]] inline facts::Expr from_customers() { return is(dimension("voice_of"), "customer"); }

[[nodiscard]] inline facts::Statistic rows() { return {.kind = facts::Statistic::Kind::rows}; }
[[nodiscard]] inline facts::Statistic known(facts::Field value) {
  return {.kind = facts::Statistic::Kind::known, .value = std::move(value)};
}
[[nodiscard]] inline facts::Statistic sum(facts::Field value) {
  return {.kind = facts::Statistic::Kind::sum, .value = std::move(value)};
}
[[nodiscard]] inline facts::Statistic sum_squares(facts::Field value) {
  return {.kind = facts::Statistic::Kind::sum_squares, .value = std::move(value)};
}
[[nodiscard]] inline facts::Statistic newest_day() { return {.kind = facts::Statistic::Kind::newest}; }

}  // namespace bellwether::lead
