#include "lead/excess_response.hpp"

#include "lead/fact_words.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

namespace bellwether::lead {

namespace {

/// By unit, then month.
using ByMonth = std::map<std::uint32_t, std::map<Day, double>>;

ByMonth by_month(const facts::Slices& slices, const Field& field, std::size_t number, std::int64_t scale) {
  ByMonth all;
  for (const facts::SliceRow& row : slices.rows) {
    const auto unit = field.unit(row.slice[0].text);
    if (unit && row.period) all[*unit][*row.period] += in_units(row.numbers[number], scale);
  }
  return all;
}

Result<ByMonth> read_invited(measure::StoreReader& acts, const Field& field, Day to) {
  if (!acts.names().carries(attribute("to"))) return ByMonth{};
  const facts::Field amount = number("amount");
  const auto slices = acts.ask({.table = facts::Table::acts,
                                .where = all_of({kind_is("invitation.sent"), is(attribute("to"), "customers")}),
                                .by = {dimension("unit")},
                                .every = Grain::month,
                                .from = field.first,
                                .to = to,
                                .statistics = {sum(amount)}});
  if (!slices) return std::unexpected(slices.error());
  return by_month(*slices, field, 0, facts::scale_of(amount));
}

Result<ByMonth> read_answered(measure::StoreReader& signals, const Field& field, Day to) {
  const auto slices = signals.ask({.where = all_of({from_customers(), is(dimension("channel"), "survey")}),
                                   .by = {dimension("unit")},
                                   .every = Grain::month,
                                   .from = field.first,
                                   .to = to,
                                   .statistics = {rows()}});
  if (!slices) return std::unexpected(slices.error());
  return by_month(*slices, field, 0, 1);
}

Hits response_of(double answered, double invited) {
  const auto n = static_cast<std::int64_t>(std::llround(invited));
  return {.hits = std::min(n, static_cast<std::int64_t>(std::llround(answered))), .n = n};
}

}  // namespace

Result<std::vector<GamingFlag>> read_excess_response(measure::StoreReader& signals, measure::StoreReader& acts,
                                                     const Field& field) {
  const Day to = period_start(Grain::month, field.end());
  const Day last = period_start(Grain::month, Day{to.days - 1});
  const auto invited = read_invited(acts, field, to);
  if (!invited) return std::unexpected(invited.error());
  if (invited->empty()) return std::vector<GamingFlag>{};
  auto answered = read_answered(signals, field, to);
  if (!answered) return std::unexpected(answered.error());

  std::vector<Response> responses;
  for (const auto& [unit, months] : *invited) {
    Response one{.unit = unit, .past = {}, .now = {}};
    for (const auto& [month, asked] : months) {
      if (asked < 1) continue;
      const Hits hits = response_of((*answered)[unit][month], asked);
      if (month == last) {
        one.now = hits;
      } else {
        one.past.push_back(hits);
      }
    }
    responses.push_back(std::move(one));
  }
  std::vector<GamingFlag> flags;
  for (const Flag& flag : begged_scores({}, responses)) {
    if (!flag.raised) continue;
    flags.push_back({.flag = flag,
                     .of_leader = false,
                     .id = field.units[flag.subject],
                     .indicators = {"response_rate", "nps", "csat"}});
  }
  return flags;
}

}  // namespace bellwether::lead
