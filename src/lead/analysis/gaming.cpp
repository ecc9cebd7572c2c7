#include "lead/analysis/gaming.hpp"

#include "measure/significance.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <tuple>

namespace bellwether::lead {

namespace {

bool is_late(Day day, std::int32_t late_days) {
  return period_end(Grain::month, month_of(day)).days - day.days <= late_days;
}

/// Counts of one sign by subject; subjects without any look are there with n = 0.
using Counts = std::vector<Hits>;

void add_flags(std::vector<Flag>& flags, Sign sign, const Counts& counts) {
  const std::vector<AgainstPeers> results = each_above_others(counts);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i].n == 0) continue;
    flags.push_back({.sign = sign,
                     .subject = static_cast<std::uint32_t>(i),
                     .share = results[i].share,
                     .usual = results[i].usual,
                     .n = counts[i].n,
                     .p = results[i].p});
  }
}

/// Corrects over all that were tested, raises, and sorts.
std::vector<Flag> judged(std::vector<Flag> flags, const GamingOptions& options) {
  std::vector<double> p;
  for (const Flag& flag : flags) p.push_back(flag.p);
  const std::vector<double> adjusted = measure::benjamini_hochberg(p);
  for (std::size_t i = 0; i < flags.size(); ++i) {
    flags[i].p_adjusted = adjusted[i];
    flags[i].raised =
        adjusted[i] <= options.false_discovery_rate && flags[i].share >= flags[i].usual + options.least_more;
  }
  std::sort(flags.begin(), flags.end(),
            [](const Flag& a, const Flag& b) { return std::tie(a.subject, a.sign) < std::tie(b.subject, b.sign); });
  return flags;
}

template <class Thing, class Subject, class Take>
Counts counted(std::span<const Thing> things, std::size_t subjects, Subject subject, Take take) {
  Counts counts(subjects);
  for (const Thing& thing : things) take(thing, counts[subject(thing)]);
  return counts;
}

void look(Hits& hits, bool hit) {
  ++hits.n;
  hits.hits += hit ? 1 : 0;
}

/// Answers that came soon after the one before at the same unit.
Counts bursts(std::span<const Answered> answers, std::size_t units, std::int64_t burst_s) {
  std::vector<std::pair<std::uint32_t, std::int64_t>> times;
  for (const Answered& one : answers) times.emplace_back(one.unit, one.at_s);
  std::sort(times.begin(), times.end());
  Counts counts(units);
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i].first == times[i - 1].first) {
      look(counts[times[i].first], times[i].second - times[i - 1].second <= burst_s);
    }
  }
  return counts;
}

void add_excess(std::vector<Flag>& flags, std::span<const Response> responses) {
  for (const Response& one : responses) {
    const AgainstPeers result = above(one.now, one.past);
    if (one.now.n == 0) continue;
    flags.push_back({.sign = Sign::excess_response,
                     .subject = one.unit,
                     .share = result.share,
                     .usual = result.usual,
                     .n = one.now.n,
                     .p = result.p});
  }
}

}  // namespace

std::string_view word_of(Sign sign) {
  switch (sign) {
    case Sign::no_time:
      return "visits-without-time";
    case Sign::no_notes:
      return "visits-without-notes";
    case Sign::round_times:
      return "round-times";
    case Sign::late_visits:
      return "visits-at-the-end";
    case Sign::top_without_word:
      return "top-without-word";
    case Sign::late_tops:
      return "top-at-the-end";
    case Sign::in_bursts:
      return "answers-in-bursts";
    case Sign::excess_response:
      return "excess-response";
  }
  return "unknown";
}

std::vector<Flag> gamed_visits(std::span<const Visit> visits, const GamingOptions& options) {
  std::size_t leaders = 0;
  for (const Visit& visit : visits) leaders = std::max<std::size_t>(leaders, visit.leader + 1U);
  const auto subject = [](const Visit& visit) { return visit.leader; };
  const auto count = [&](auto take) { return counted(visits, leaders, subject, take); };
  std::vector<Flag> flags;
  add_flags(flags, Sign::no_time, count([&](const Visit& visit, Hits& hits) {
              if (visit.minutes >= 0) look(hits, visit.minutes < options.no_time_minutes);
            }));
  add_flags(flags, Sign::no_notes, count([](const Visit& visit, Hits& hits) { look(hits, !visit.notes); }));
  add_flags(flags, Sign::round_times, count([](const Visit& visit, Hits& hits) {
              if (visit.minutes >= 0) look(hits, visit.minutes > 0 && std::fmod(visit.minutes, 30) == 0);
            }));
  add_flags(flags, Sign::late_visits,
            count([&](const Visit& visit, Hits& hits) { look(hits, is_late(visit.day, options.late_days)); }));
  return judged(std::move(flags), options);
}

std::vector<Flag> begged_scores(std::span<const Answered> answers, std::span<const Response> responses,
                                const GamingOptions& options) {
  std::size_t units = 0;
  for (const Answered& one : answers) units = std::max<std::size_t>(units, one.unit + 1U);
  const auto subject = [](const Answered& one) { return one.unit; };
  const auto count = [&](auto take) { return counted(answers, units, subject, take); };
  std::vector<Flag> flags;
  add_flags(flags, Sign::top_without_word,
            count([](const Answered& one, Hits& hits) { look(hits, one.top && !one.words); }));
  add_flags(flags, Sign::late_tops, count([&](const Answered& one, Hits& hits) {
              if (one.top) look(hits, is_late(one.day, options.late_days));
            }));
  add_flags(flags, Sign::in_bursts, bursts(answers, units, options.burst_s));
  add_excess(flags, responses);
  return judged(std::move(flags), options);
}

}  // namespace bellwether::lead
