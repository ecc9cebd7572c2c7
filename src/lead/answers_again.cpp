#include "lead/answers_again.hpp"

#include "lead/fact_words.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bellwether::lead {

namespace {

constexpr std::size_t k_units = 64;
constexpr std::size_t k_items_at_once = 5;  ///< a trail tells six fields of each fact, the unit among them

/// Answers of one person in one unit.
struct Person {
  double n = 0, sum = 0, squares = 0;
};
using PeopleOfUnit = std::map<std::uint64_t, Person>;

std::optional<double> number_of(const facts::Label& label) {
  double value = 0;
  if (!label.known) return std::nullopt;
  const auto read = std::from_chars(label.text.data(), label.text.data() + label.text.size(), value);
  return read.ec == std::errc{} ? std::optional(value) : std::nullopt;
}

/// Units spread evenly over all that answered; nothing where all are few enough.
Result<std::vector<std::string>> some_units(measure::StoreReader& signals, const facts::Expr& where, Day from, Day to) {
  const auto slices =
      signals.ask({.where = where, .by = {dimension("unit")}, .from = from, .to = to, .statistics = {rows()}});
  if (!slices) return std::unexpected(slices.error());
  std::vector<std::string> units;
  const std::size_t all = slices->rows.size();
  for (std::size_t i = 0; all > k_units && i < k_units; ++i) {
    const facts::Label& unit = slices->rows[i * all / k_units].slice[0];
    if (unit.known) units.push_back(unit.text);
  }
  return units;
}

/// Both variances of the unit's mean, times its answers squared.
struct Variances {
  double by_person = 0, by_answer = 0;
  std::size_t people = 0;

  void add(const PeopleOfUnit& unit) {
    const auto count = static_cast<double>(unit.size());
    if (count < 2) return;
    double n = 0;
    double sum = 0;
    for (const auto& [key, person] : unit) {
      n += person.n;
      sum += person.sum;
    }
    const double mean = sum / n;
    double persons = 0;
    double answers = 0;
    for (const auto& [key, person] : unit) {
      const double part = person.sum - person.n * mean;
      persons += part * part;
      answers += person.squares - 2 * mean * person.sum + person.n * mean * mean;
    }
    by_person += persons * count / (count - 1);
    by_answer += answers * n / (n - 1);
    people += unit.size();
  }
};

double design_effect(const std::map<std::uint32_t, PeopleOfUnit>& units) {
  Variances variances;
  for (const auto& [unit, people] : units) variances.add(people);
  if (variances.people < k_least_again || !(variances.by_answer > 0)) return 1;
  return std::max(1.0, variances.by_person / variances.by_answer);
}

}  // namespace

Result<std::vector<double>> answers_again(measure::StoreReader& signals, std::span<const facts::Field> items,
                                          const facts::Expr& where, Day from, Day to) {
  const auto units = some_units(signals, where, from, to);
  if (!units) return std::unexpected(units.error());
  const facts::Expr who = units->empty() ? where : all_of({where, one_of(dimension("unit"), *units)});
  std::vector<double> effects;
  for (std::size_t at = 0; at < items.size(); at += k_items_at_once) {
    const auto some = items.subspan(at, std::min(k_items_at_once, items.size() - at));
    facts::TrailQuery query{
        .where = who, .key = {.kind = facts::Field::Kind::subject, .name = {}}, .by = {}, .from = from, .to = to};
    query.by.assign(some.begin(), some.end());
    query.by.push_back(dimension("unit"));
    const auto trail = signals.trail(std::move(query));
    if (!trail) return std::unexpected(trail.error());
    std::map<std::string_view, std::uint32_t> numbers;
    std::vector<std::uint32_t> unit_of;
    for (const std::vector<facts::Label>& slice : trail->slices) {
      const auto next = static_cast<std::uint32_t>(numbers.size());
      unit_of.push_back(numbers.emplace(slice.back().text, next).first->second);
    }
    for (std::size_t item = 0; item < some.size(); ++item) {
      std::vector<std::optional<double>> value_of;
      for (const std::vector<facts::Label>& slice : trail->slices) value_of.push_back(number_of(slice[item]));
      std::map<std::uint32_t, PeopleOfUnit> people;
      for (const facts::Moment& moment : trail->moments) {
        const auto& value = value_of[moment.slice];
        if (!value) continue;
        Person& person = people[unit_of[moment.slice]][moment.key];
        person.n += 1;
        person.sum += *value;
        person.squares += *value * *value;
      }
      effects.push_back(design_effect(people));
    }
  }
  return effects;
}

}  // namespace bellwether::lead
