// Specials that follow single things from act to act: improvements from their finding on, decisions to their review.
#include "base/text.hpp"
#include "lead/analysis/calibration.hpp"
#include "lead/analysis/flywheel.hpp"
#include "lead/analysis/gaps.hpp"
#include "lead/fact_words.hpp"
#include "lead/field.hpp"
#include "lead/improvements.hpp"
#include "lead/specials.hpp"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace bellwether::lead {

namespace {

/// Whether a place is among the subject's; no places: everywhere.
class Places {
 public:
  explicit Places(const std::vector<std::string>& words) : words_(words.begin(), words.end()) {}
  [[nodiscard]] bool hold(const std::string& word) const { return words_.empty() || words_.contains(word); }

 private:
  std::unordered_set<std::string> words_;
};

// --- forecasts ----------------------------------------------------------------------------------------------------------

struct Reviewed {
  std::string owner;
  Day day;
  Forecast forecast;
};

/// What an act tells in numbers, each where it is known.
struct Told {
  std::string actor;
  std::optional<double> amount, low, high;
  std::optional<Day> day;
};

Result<std::unordered_map<std::string, Told>> read_told(const SpecialSource& source, facts::Expr where,
                                                        std::optional<Day> from) {
  std::vector<facts::Field> values{number("amount")};
  for (const char* name : {"low", "high"}) {
    if (source.acts.names().carries(attribute(name))) values.push_back(attribute(name));
  }
  facts::Query query{.table = facts::Table::acts,
                     .where = std::move(where),
                     .by = {about(), dimension("actor")},
                     .from = from,
                     .to = source.end,
                     .statistics = {newest_day()}};
  for (const facts::Field& value : values) {
    query.statistics.push_back(known(value));
    query.statistics.push_back(sum(value));
  }
  const auto slices = source.acts.ask(std::move(query));
  if (!slices) return std::unexpected(slices.error());
  std::unordered_map<std::string, Told> all;
  for (const facts::SliceRow& row : slices->rows) {
    if (!row.slice[0].known) continue;
    const auto value = [&](std::size_t i) -> std::optional<double> {
      const std::size_t at = 1 + 2 * i;
      if (at + 1 >= row.numbers.size() || row.numbers[at].value_or(0) == 0) return std::nullopt;
      return in_units(row.numbers[at + 1], facts::scale_of(values[i])) / static_cast<double>(*row.numbers[at]);
    };
    all[row.slice[0].text] = {.actor = row.slice[1].text,
                              .amount = value(0),
                              .low = value(1),
                              .high = value(2),
                              .day = day_of(row.numbers[0])};
  }
  return all;
}

Result<std::vector<Reviewed>> read_reviewed(const SpecialSource& source) {
  std::vector<Reviewed> all;
  const auto& names = source.acts.names();
  if (!names.carries(attribute("low")) || !names.carries(attribute("high"))) return all;
  const auto reviews = read_told(source, kind_is("decision.reviewed"), source.from);
  if (!reviews) return std::unexpected(reviews.error());
  std::vector<std::string> ids;
  for (const auto& [id, told] : *reviews) ids.push_back(id);
  const auto taken = read_told(source, about_these(kind_is("decision.taken"), ids), {});
  if (!taken) return std::unexpected(taken.error());
  for (const auto& [id, review] : *reviews) {
    const auto decision = taken->find(id);
    const Told* before = decision == taken->end() ? nullptr : &decision->second;
    const auto low = before != nullptr && before->low ? before->low : review.low;
    const auto high = before != nullptr && before->high ? before->high : review.high;
    if (!review.amount || !review.day || !low || !high || *low > *high) continue;
    const double middle = (*low + *high) / 2;
    const double value = std::clamp(before != nullptr ? before->amount.value_or(middle) : middle, *low, *high);
    all.push_back({.owner = before != nullptr && !before->actor.empty() ? before->actor : review.actor,
                   .day = *review.day,
                   .forecast = {.value = value, .low = *low, .high = *high, .truth = *review.amount}});
  }
  return all;
}

}  // namespace

Result<SpecialEvidence> read_cycle_time(const SpecialSource& source) {
  auto begun = read_begun(source);
  if (!begun) return std::unexpected(begun.error());
  const auto all = std::make_shared<const std::vector<Begun>>(*std::move(begun));  // a std::function is copied
  return SpecialEvidence([all, end = source.end, level = source.level](const Subject& subject) {
    const std::vector<Improvement> own = improvements_in(*all, subject.units);
    std::optional<Day> newest;
    for (const Improvement& one : own) newest = std::max(newest, std::max(one.started, one.proven));
    if (own.empty()) return unknown_because("no improvement that names its finding began in this time");
    return evidence_from(cycle_days(own, Day{end.days - 1}, 0.5, level), static_cast<std::int64_t>(own.size()), newest);
  });
}

Result<SpecialEvidence> read_forecast_calibration(const SpecialSource& source) {
  auto reviewed = read_reviewed(source);
  if (!reviewed) return std::unexpected(reviewed.error());
  const auto all = std::make_shared<const std::vector<Reviewed>>(*std::move(reviewed));  // a std::function is copied
  return SpecialEvidence([all, level = source.level](const Subject& subject) {
    const Places leaders(subject.leaders);
    std::vector<Forecast> own;
    std::optional<Day> newest;
    for (const Reviewed& one : *all) {
      if (!leaders.hold(one.owner)) continue;
      own.push_back(one.forecast);
      newest = std::max(newest, std::optional(one.day));
    }
    if (own.empty()) return unknown_because("no decision with a forecast from low to high was reviewed in this time");
    const auto calibration = calibration_of(own, 0.8, level);
    if (!calibration)
      return unknown_because(calibration.error().message, static_cast<std::int64_t>(own.size()), newest);
    return evidence_from(in_hundredths(calibration->inside, {.lowest = 0, .highest = 1}),
                         static_cast<std::int64_t>(own.size()), newest);
  });
}

}  // namespace bellwether::lead
