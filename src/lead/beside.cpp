#include "lead/beside.hpp"

#include "lead/fact_words.hpp"
#include "lead/field.hpp"
#include "lead/improvements.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace bellwether::lead {

namespace {

constexpr std::size_t k_weeks = 52;

/// What customers are asked, most telling first.
constexpr auto k_customers_items = std::to_array<std::string_view>({"csat", "nps", "stars"});

std::vector<facts::Field> customers_items(const measure::StoreReader& signals) {
  std::vector<facts::Field> items;
  for (const std::string_view item : k_customers_items) {
    facts::Field field = rating(std::string(item));
    if (signals.names().carries(field)) items.push_back(std::move(field));
  }
  return items;
}

using Words = std::set<std::string>;

/// Units that answer an item; of one subject where it is told.
Result<Words> answering(const SpecialSource& source, const facts::Field& item, const facts::Expr& who,
                        const Subject* of = nullptr) {
  const Day from{week_of(source.end).days - static_cast<std::int32_t>(7 * k_weeks)};
  const auto units = units_answering(source.signals, item, who, from, source.end);
  if (!units) return std::unexpected(units.error());
  Words words(units->begin(), units->end());
  if (of != nullptr && !of->units.empty()) {
    const Words under(of->units.begin(), of->units.end());
    std::erase_if(words, [&](const std::string& word) { return !under.contains(word); });
  }
  return words;
}

/// With the leaders of the whole organisation: they are what one is held against.
Field field_for(const SpecialSource& source, const Words& units) {
  return field_of({units.begin(), units.end()}, source.organisation, source.end, k_weeks);
}

bool rests_on(const Framework& framework, const std::vector<std::string>& measures) {
  for (const Dimension& dimension : framework.dimensions) {
    for (const Indicator& indicator : dimension.indicators) {
      if (std::ranges::find(measures, indicator.measure) != measures.end()) return true;
    }
  }
  return false;
}

Result<Alignment> alignment_in(const Score& score, double level) {
  std::vector<std::optional<Estimate>> scores;
  for (const DimensionScore& dimension : score.dimensions) {
    std::optional<Estimate>& one = scores.emplace_back();
    if (!dimension.scored) continue;
    one = Estimate{
        .value = dimension.scored->score, .low = dimension.scored->low, .high = dimension.scored->high, .level = level};
  }
  return alignment_of(scores, level);
}

}  // namespace

Result<void> BesideReader::add_flywheel(BesideScore& beside) const {
  const auto begun = read_begun(source_);
  if (!begun) return std::unexpected(begun.error());
  const std::vector<Improvement> own = improvements_in(*begun, subject_.units);
  beside.improvements = static_cast<std::int64_t>(own.size());
  if (!own.empty()) beside.flywheel = flywheel_of(own, Day{source_.end.days - 1}, {.level = source_.level});
  return {};
}

Result<void> BesideReader::add_linkage(BesideScore& beside) const {
  const facts::Field engagement = rating("engagement");
  const facts::Expr teams = from_teams(source_.signals.names().carries(attribute("role")));
  auto units = answering(source_, engagement, teams, &subject_);
  if (!units) return std::unexpected(units.error());
  if (units->empty()) return {};
  // The most telling of what customers here answered, not of what they could have been asked.
  for (const facts::Field& item : customers_items(source_.signals)) {
    const auto customers_units = answering(source_, item, from_customers(), &subject_);
    if (!customers_units) return std::unexpected(customers_units.error());
    if (customers_units->empty()) continue;
    units->insert(customers_units->begin(), customers_units->end());
    return link(beside, field_for(source_, *units), teams, item);
  }
  return {};
}

Result<void> BesideReader::link(BesideScore& beside, const Field& field, const facts::Expr& teams,
                                const facts::Field& item) const {
  const auto employees =
      read_outcome_of_employees(source_.signals, field, rating("engagement"), teams, source_.k_employee());
  if (!employees) return std::unexpected(employees.error());
  const auto customers = read_outcome(source_.signals, field, item, from_customers());
  if (!customers) return std::unexpected(customers.error());
  beside.linkage = linkage_of(*employees, *customers, {.level = source_.level});
  beside.linked_with = item.name;
  return {};
}

Result<void> BesideReader::add_gaps(BesideScore& beside) const {
  auto items = read_item_gaps(source_, subject_);
  if (!items) return std::unexpected(items.error());
  beside.item_gaps = *std::move(items);
  auto values = read_value_gaps(source_, subject_);
  if (!values) return std::unexpected(values.error());
  beside.value_gaps = *std::move(values);
  return {};
}

Result<void> BesideReader::add_flags(const Framework& framework, BesideScore& beside) {
  if (!flags_) {
    const std::vector<facts::Field> items = customers_items(source_.signals);
    Words units;
    for (const facts::Field& item : items) {
      const auto more = answering(source_, item, from_customers());
      if (!more) return std::unexpected(more.error());
      units.insert(more->begin(), more->end());
    }
    const Field field = field_for(source_, units);
    auto flags = read_flags(source_.signals, source_.acts, field, items, subject_, open_);
    if (!flags) return std::unexpected(flags.error());
    flags_ = *std::move(flags);
  }
  for (const GamingFlag& flag : *flags_) {
    if (rests_on(framework, flag.indicators)) beside.flags.push_back(flag);
  }
  return {};
}

Result<BesideScore> BesideReader::read(const Framework& framework, const Score& score) {
  BesideScore beside;
  for (const Beside part : framework.beside) {
    Result<void> added;
    switch (part) {
      case Beside::flywheel:
        added = add_flywheel(beside);
        break;
      case Beside::alignment:
        beside.alignment = alignment_in(score, source_.level);
        break;
      case Beside::linkage:
        added = add_linkage(beside);
        break;
      case Beside::gaps:
        added = add_gaps(beside);
        break;
    }
    if (!added) return std::unexpected(added.error());
  }
  if (auto added = add_flags(framework, beside); !added) return std::unexpected(added.error());
  return beside;
}

}  // namespace bellwether::lead
