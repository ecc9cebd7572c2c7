#include "tell/make_brief.hpp"

#include "base/text.hpp"
#include "measure/bound_measure.hpp"
#include "tell/answer_words.hpp"
#include "tell/brief_maker.hpp"
#include "tell/number_text.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

// Signals without a date are in no period; how many there are is said, not hidden. Those of employees might be few.
Result<std::int64_t> undated(const Ground& ground) {
  facts::Query query;
  query.where = measure::of_others();
  query.every = Grain::year;
  query.statistics = {facts::Statistic{}};
  query.snapshot = ground.snapshot;
  const auto slices = ground.facts.ask(query);
  if (!slices) return std::unexpected(slices.error());
  for (const facts::SliceRow& row : slices->rows) {
    if (!row.period && row.numbers.front()) return static_cast<std::int64_t>(*row.numbers.front());
  }
  return 0;
}

Result<std::int64_t> all_signals(const Ground& ground) {
  facts::Query query;
  query.statistics = {facts::Statistic{}};
  query.snapshot = ground.snapshot;
  const auto slices = ground.facts.ask(query);
  if (!slices) return std::unexpected(slices.error());
  if (slices->rows.empty() || !slices->rows.front().numbers.front()) return 0;
  return static_cast<std::int64_t>(*slices->rows.front().numbers.front());
}

void name_period(const Ground& ground, Brief& brief) {
  const auto& [period, before, why] = ground.told;
  brief.told = period;
  brief.period = period ? period_words(period->from, period->to) : "all time";
  if (period && grain_of(period->from, period->to) != Grain::day) brief.dates = days_words(period->from, period->to);
  if (before) brief.against = period_words(before->from, before->to);
  brief.why_period = why;
}

void write_small_print(const Findings& findings, Brief& brief) {
  if (!brief.why_period.empty()) brief.method.push_back(brief.why_period);
  brief.method.emplace_back(
      "Intervals hold at 95\u00A0%: of a hundred such intervals about five miss the truth. n is the number of answers. "
      "“up” and “down” are said of a change that is beyond chance among all changes of the table (Benjamini & Hochberg "
      "1995, at 5\u00A0%), else “can't tell yet”; counts are exact for what came in, and their changes are held "
      "against "
      "chance all the same.");
  if (findings.compared > 0) {
    brief.method.push_back(fmt::format(
        "{} comparisons of slices were made, with the rest and with the period before. Of those told as beyond chance, "
        "at most about 5\u00A0% are expected to be chance. The rest is everything outside the slice; a difference is "
        "no "
        "cause. What is worse, and what is new, counts double in the order of the stories.",
        with_thousands(static_cast<long long>(findings.compared))));
  }
  brief.method.emplace_back(
      "All numbers are taken at one state of the store; days, weeks and months are those of the organisation's time "
      "zone. Voices are word for word as stored; personal data of a fixed form was taken out before.");
}

Brief nothing_yet(Brief brief) {
  brief.headline = "There is nothing to tell yet";
  brief.below =
      "No signal is in the store. `bellwether import FILE` takes a file of feedback in; the brief follows from it.";
  return brief;
}

Result<Brief> nothing_in_period(const Ground& ground, Brief brief) {
  brief.headline = "There is nothing to tell " + in_period(*ground.told.period);
  const auto days = ground.facts.days(facts::Table::signals);
  if (!days) return std::unexpected(days.error());
  brief.below = *days ? fmt::format("The signals in the store are dated from {} to {}.", date_words((*days)->first),
                                    date_words((*days)->second))
                      : "No signal in the store carries a date; without --period all of them are told together.";
  return brief;
}

}  // namespace

Result<Brief> make_brief(const measure::Catalogue& catalogue, const facts::Facts& facts, const measure::Guards& guards,
                         const BriefOptions& options) {
  Ground ground{.catalogue = catalogue, .facts = facts, .guards = guards, .told = {}, .snapshot = facts.snapshot()};
  if (options.period) {
    ground.told = {.period = options.period, .before = period_before(*options.period)};
  } else {
    auto chosen = choose_period(facts, options.today, ground.snapshot);
    if (!chosen) return std::unexpected(chosen.error());
    ground.told = std::move(*chosen);
  }
  Brief brief{.organisation = options.organisation, .made_at = options.at};
  name_period(ground, brief);

  const auto all = all_signals(ground);
  if (!all) return std::unexpected(all.error());
  if (*all == 0) return nothing_yet(std::move(brief));
  if (ground.told.period) {
    const auto now = signals_in(facts, *ground.told.period, ground.snapshot);
    if (!now) return std::unexpected(now.error());
    if (*now == 0) return nothing_in_period(ground, std::move(brief));
    // Without anything before it, a period can't be compared; saying "against" would promise a comparison.
    const auto then = signals_in(facts, *ground.told.before, ground.snapshot);
    if (!then) return std::unexpected(then.error());
    if (*then == 0) {
      brief.remarks.push_back(
          fmt::format("No signal is dated in {}, so nothing can be compared with it.", brief.against));
      ground.told.before.reset();
      brief.against.clear();
    }
  }

  const auto measures = main_measures(ground);
  if (!measures) return std::unexpected(measures.error());
  if (auto done = add_figures(ground, *measures, brief); !done) return std::unexpected(done.error());

  std::vector<measure::Measure> of_stories;
  std::ranges::copy_if(*measures, std::back_inserter(of_stories), makes_stories);
  const auto dimensions = dimensions_of(facts);
  if (!dimensions) return std::unexpected(dimensions.error());
  std::set<std::string> moved;
  for (const Figure& figure : brief.figures) {
    if (figure.change && figure.change->verdict != measure::Verdict::cant_tell) moved.insert(figure.measure);
  }
  const auto findings = find(ground, of_stories, moved, *dimensions);
  if (!findings) return std::unexpected(findings.error());
  if (auto done = add_stories(ground, *findings, brief); !done) return std::unexpected(done.error());

  add_thin(ground, *measures, *findings, brief);
  const auto without_date = undated(ground);
  if (!without_date) return std::unexpected(without_date.error());
  if (*without_date > 0 && ground.told.period) {
    brief.remarks.push_back(fmt::format("{} {} no date and {} in no period.", with_thousands(*without_date),
                                        *without_date == 1 ? "signal carries" : "signals carry",
                                        *without_date == 1 ? "is" : "are"));
  }
  if (!ground.told.period) brief.remarks.push_back(brief.why_period);
  write_small_print(*findings, brief);
  return brief;
}

}  // namespace bellwether::tell
