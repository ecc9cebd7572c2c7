#include "tell/brief_period.hpp"

#include "base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

// The last period of a grain that ends on or before `end` (exclusive).
Period last_full(Grain grain, Day end) {
  Period period{.from = period_start(grain, end), .to = {}, .grain = grain};
  if (period.from == end) period.from = period_start(grain, Day{end.days - 1});
  period.to = period_end(grain, period.from);
  return period.to <= end ? period : period_before(period);
}

}  // namespace

Result<std::int64_t> signals_in(const facts::Facts& facts, const Period& period,
                                std::optional<std::uint64_t> snapshot) {
  facts::Query query;
  query.from = period.from;
  query.to = period.to;
  query.statistics = {facts::Statistic{}};
  query.snapshot = snapshot;
  const auto slices = facts.ask(query);
  if (!slices) return std::unexpected(slices.error());
  if (slices->rows.empty() || !slices->rows.front().numbers.front()) return 0;
  return static_cast<std::int64_t>(*slices->rows.front().numbers.front());
}

Result<ToldPeriod> choose_period(const facts::Facts& facts, Day today, std::optional<std::uint64_t> snapshot) {
  const auto days = facts.days(facts::Table::signals);
  if (!days) return std::unexpected(days.error());
  if (!*days) return ToldPeriod{.why = "No signal carries a date, so all of them are told together."};
  const auto [first, last] = **days;
  const Day end = std::min(Day{last.days + 1}, today);
  for (const Grain grain : {Grain::week, Grain::month, Grain::quarter, Grain::year}) {
    const Period period = last_full(grain, end);
    const Period before = period_before(period);
    if (before.to <= first) continue;
    const auto now = signals_in(facts, period, snapshot);
    if (!now) return std::unexpected(now.error());
    const auto then = signals_in(facts, before, snapshot);
    if (!then) return std::unexpected(then.error());
    if (*now < k_signals_for_a_period || 2 * *then < k_signals_for_a_period) continue;
    return ToldPeriod{.period = period,
                      .before = before,
                      .why = fmt::format("{} is the last full {} with enough evidence: {} signals.",
                                         period_name(grain, period.from), word_of(grain), with_thousands(*now))};
  }
  return ToldPeriod{.why = fmt::format("No full week, month, quarter or year has {} signals with a period before it to "
                                       "compare with, so all time is told.",
                                       k_signals_for_a_period)};
}

}  // namespace bellwether::tell
