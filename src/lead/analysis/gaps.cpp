#include "lead/analysis/gaps.hpp"

#include "base/invariant.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace bellwether::lead {

namespace {

std::vector<std::int64_t> counts_of(const ItemAnswers& answers) {
  std::vector<std::int64_t> counts(answers.items, 0);
  for (std::size_t i = 0; i < answers.rows.size(); ++i)
    counts[i % answers.items] += std::isfinite(answers.rows[i]) ? 1 : 0;
  return counts;
}

std::vector<std::size_t> common_items(const ItemAnswers& a, const ItemAnswers& b) {
  invariant(a.items == b.items && (a.items == 0 || (a.rows.size() % a.items == 0 && b.rows.size() % b.items == 0)));
  const std::vector<std::int64_t> of_a = counts_of(a);
  const std::vector<std::int64_t> of_b = counts_of(b);
  std::vector<std::size_t> common;
  for (std::size_t i = 0; i < a.items; ++i) {
    if (of_a[i] > 0 && of_b[i] > 0) common.push_back(i);
  }
  return common;
}

/// The mean over items, and each person's part in how far it lies from it.
struct OverItems {
  double mean = 0;
  std::vector<double> parts;  ///< of people who answered any
};

OverItems over_items(const ItemAnswers& answers, const std::vector<std::size_t>& items) {
  const double count = static_cast<double>(items.size());
  std::vector<double> mean(answers.items, 0.0);
  const std::vector<std::int64_t> counts = counts_of(answers);
  for (std::size_t i = 0; i < answers.rows.size(); ++i) {
    if (std::isfinite(answers.rows[i]))
      mean[i % answers.items] += answers.rows[i] / static_cast<double>(counts[i % answers.items]);
  }
  OverItems over;
  for (const std::size_t item : items) over.mean += mean[item] / count;
  for (std::size_t person = 0; person < answers.people(); ++person) {
    double part = 0;
    bool any = false;
    for (const std::size_t item : items) {
      const double answer = answers.rows[person * answers.items + item];
      if (!std::isfinite(answer)) continue;
      any = true;
      part += (answer - mean[item]) / static_cast<double>(counts[item]) / count;
    }
    if (any) over.parts.push_back(part);
  }
  return over;
}

Result<Estimate> sample_mean(const ItemAnswers& answers, const std::vector<std::size_t>& items,
                             const AnswerScale& scale, double level) {
  const OverItems over = over_items(answers, items);
  const double n = static_cast<double>(over.parts.size());
  if (n < 2) return measure::not_enough("fewer than two people answered", "it takes two or more, and better ten");
  double squares = 0;
  for (const double part : over.parts) squares += part * part;
  Estimate e{.value = over.mean,
             .low = over.mean,
             .high = over.mean,
             .level = level,
             .n = static_cast<std::int64_t>(over.parts.size()),
             .method = measure::Method::student_t};
  if (squares > 1e-18) {
    const double half = measure::student_critical(level, n - 1) * std::sqrt(squares * n / (n - 1));
    e.low = over.mean - half;
    e.high = over.mean + half;
  } else {
    const double unseen = 1 - std::pow(1 - level, 1 / n);
    e.low = over.mean - unseen * (over.mean - scale.lowest);
    e.high = over.mean + unseen * (scale.highest - over.mean);
    e.method = measure::Method::rule_of_three;
  }
  e.low = std::max(e.low, std::min(scale.lowest, e.value));
  e.high = std::min(e.high, std::max(scale.highest, e.value));
  return e;
}

Gap gap_between(const Estimate& here, const Estimate& there, std::size_t items, measure::Method method) {
  const measure::Difference difference = measure::difference(here, there);
  return {.gap = {.value = difference.value,
                  .low = difference.low,
                  .high = difference.high,
                  .level = here.level,
                  .n = here.n + there.n,
                  .method = method},
          .p = difference.p,
          .items = items};
}

std::unexpected<Error> nothing_in_common() {
  return measure::not_enough("no item was answered by both sides", "ask both the same items");
}

/// Holm's correction in place over the gaps that are there.
void correct(std::array<Result<Gap>*, 3> gaps) {
  std::vector<Gap*> there;
  for (Result<Gap>* gap : gaps) {
    if (*gap) there.push_back(&**gap);
  }
  std::sort(there.begin(), there.end(), [](const Gap* a, const Gap* b) { return a->p < b->p; });
  double least = 0;
  for (std::size_t i = 0; i < there.size(); ++i) {
    least = std::max(least, std::min(1.0, there[i]->p * static_cast<double>(there.size() - i)));
    there[i]->p = least;
  }
}

}  // namespace

Result<Gap> self_gap(const ItemAnswers& self, const ItemAnswers& others, const AnswerScale& scale, double level) {
  const std::vector<std::size_t> items = common_items(self, others);
  if (items.empty()) return nothing_in_common();
  const OverItems said = over_items(self, items);
  const auto seen = sample_mean(others, items, scale, level);
  if (!seen) return std::unexpected(seen.error());
  const Estimate own{.value = said.mean,
                     .low = said.mean,
                     .high = said.mean,
                     .level = level,
                     .n = static_cast<std::int64_t>(said.parts.size()),
                     .method = measure::Method::exact};
  return gap_between(own, *seen, items.size(), seen->method);
}

Result<Gap> group_gap(const ItemAnswers& here, const ItemAnswers& there, const AnswerScale& scale, double level) {
  const std::vector<std::size_t> items = common_items(here, there);
  if (items.empty()) return nothing_in_common();
  const auto a = sample_mean(here, items, scale, level);
  if (!a) return std::unexpected(a.error());
  const auto b = sample_mean(there, items, scale, level);
  if (!b) return std::unexpected(b.error());
  return gap_between(*a, *b, items.size(), measure::Method::mover);
}

PerceptionGaps perception_gaps(const ItemAnswers& leaders, const ItemAnswers& teams, const ItemAnswers& customers,
                               const AnswerScale& scale, double level) {
  PerceptionGaps gaps{.leaders_teams = group_gap(leaders, teams, scale, level),
                      .leaders_customers = group_gap(leaders, customers, scale, level),
                      .teams_customers = group_gap(teams, customers, scale, level)};
  correct({&gaps.leaders_teams, &gaps.leaders_customers, &gaps.teams_customers});
  return gaps;
}

Estimate in_hundredths(const Estimate& answer, const AnswerScale& scale) {
  const double by = 100 / (scale.highest - scale.lowest);
  Estimate e = answer;
  e.value = (answer.value - scale.lowest) * by;
  e.low = (answer.low - scale.lowest) * by;
  e.high = (answer.high - scale.lowest) * by;
  return e;
}

Result<SayDo> say_do_gap(const ValueSaid& said, double level) {
  std::vector<Estimate> sides = said.answered;
  SayDo result;
  result.value = said.value;
  if (said.due > 0) {
    const auto kept = measure::share(said.kept, said.due, level);
    if (!kept) return std::unexpected(kept.error());
    result.kept = in_hundredths(*kept, {.lowest = 0, .highest = 1});
    sides.push_back(*result.kept);
  }
  if (sides.empty()) {
    return measure::not_enough("nothing was promised or asked under " + said.value,
                               "tie promises to the value, or ask whether it is lived");
  }
  const double count = static_cast<double>(sides.size());
  double down = 0;
  double up = 0;
  result.done.level = level;
  result.done.method = measure::Method::mover;
  for (const Estimate& side : sides) {
    result.done.value += side.value / count;
    result.done.n += side.n;
    down += (side.value - side.low) * (side.value - side.low) / (count * count);
    up += (side.high - side.value) * (side.high - side.value) / (count * count);
  }
  result.done.low = result.done.value - std::sqrt(down);
  result.done.high = result.done.value + std::sqrt(up);
  result.sides = sides.size();
  const Gap gap = gap_between(said.claimed, result.done, 0, measure::Method::mover);
  result.gap = gap.gap;
  result.p = gap.p;
  return result;
}

}  // namespace bellwether::lead
